# A Node function behind an HTTP API, payload 2.0, beside the same handler behind node:http and nginx.
# shellcheck shell=bash disable=SC2154,SC2034
# The same handler behind node:http and nginx: what a team runs that has no gateway. Both sides count their node.
node_port=$(free_port)
cat >"$work/server.mjs" <<'JS'
import { createServer } from 'node:http';
createServer((request, response) => {
  const body = JSON.stringify({ path: request.url, method: request.method });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
JS
taskset -c 0 node "$work/server.mjs" "$node_port" &
pids+=($!); node_pid=$!
nginx_server peer "$peer_port" 0 'proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";' "$node_port"
peer_roots=("$node_pid" "${pids[-1]}")
gate_path=/_aws/execute-api/benchhttp/x
mkdir -p "$work/api/functions/echo"
cat >"$work/api/functions/echo/index.mjs" <<'JS'
export const handler = async (event) => ({ path: event.rawPath, method: event.requestContext.http.method });
JS
function=arn:aws:lambda:us-east-1:000000000000:function:echo
cat >"$definition" <<YAML
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /unused:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/$function/invocations
YAML
configure() {
  manage POST /v2/apis "{\"name\":\"bench\",\"protocolType\":\"HTTP\",\"routeKey\":\"GET /x\",\"target\":\"$function\",\"tags\":{\"_custom_id_\":\"benchhttp\"}}" >/dev/null
  curl -sf -o /dev/null --aws-sigv4 aws:amz:us-east-1:lambda --user test:test -H 'Content-Type: application/json' \
    -d "{\"StatementId\":\"bench\",\"Action\":\"lambda:InvokeFunction\",\"Principal\":\"apigateway.amazonaws.com\",\"SourceArn\":\"arn:aws:execute-api:us-east-1:000000000000:benchhttp/*\"}" \
    "http://127.0.0.1:$gate_port/2015-03-31/functions/echo/policy"
}
