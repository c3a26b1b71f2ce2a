# HTTP_PROXY behind an API key, a usage plan, a stage throttle, an access log and metrics, beside nginx `proxy_pass` with
# `limit_req` and a buffered access log.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
nginx_http="limit_req_zone \$binary_remote_addr zone=all:10m rate=1000000r/s; log_format full '\$remote_addr - \$remote_user [\$time_local] \"\$request\" \$status \$body_bytes_sent \$request_time \$request_id';"
nginx_server peer "$peer_port" 0 "limit_req zone=all burst=100000 nodelay; access_log $work/access.log full buffer=64k flush=1s; proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection \"\";" "$backend_port"
nginx_http=
peer_roots=("${pids[-1]}")
key=benchmark-key-of-forty-characters-000001
wrk_options=(-H "x-api-key: $key")
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }
paths:
  /x:
    get:
      security: [ { key: [] } ]
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://127.0.0.1:$backend_port/x" }
END
configure() {
  local id plan
  id=$(manage POST /apikeys "{\"name\":\"bench\",\"enabled\":true,\"value\":\"$key\"}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])')
  plan=$(manage POST /usageplans '{"name":"bench","apiStages":[{"apiId":"api","stage":"dev"}],"throttle":{"rateLimit":1000000,"burstLimit":1000000},"quota":{"limit":2000000000,"period":"MONTH"}}' | python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])')
  manage POST "/usageplans/$plan/keys" "{\"keyId\":\"$id\",\"keyType\":\"API_KEY\"}" >/dev/null
  manage PATCH /account '{"patchOperations":[{"op":"replace","path":"/cloudwatchRoleArn","value":"arn:aws:iam::000000000000:role/logs"}]}' >/dev/null
  manage PATCH /restapis/api/stages/dev '{"patchOperations":[
    {"op":"replace","path":"/*/*/throttling/rateLimit","value":"1000000"},
    {"op":"replace","path":"/*/*/throttling/burstLimit","value":"1000000"},
    {"op":"replace","path":"/*/*/metrics/enabled","value":"true"},
    {"op":"replace","path":"/accessLogSettings/destinationArn","value":"arn:aws:logs:us-east-1:000000000000:log-group:access"},
    {"op":"replace","path":"/accessLogSettings/format","value":"$context.identity.sourceIp - $context.identity.user [$context.requestTime] \"$context.httpMethod $context.resourcePath $context.protocol\" $context.status $context.responseLength $context.responseLatency $context.requestId"}]}' >/dev/null
}
