# An HTTP API's HTTP_PROXY with keep-alive, beside nginx `proxy_pass`; one nginx is the backend of both.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
nginx_server peer "$peer_port" 0 'proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";' "$backend_port"
peer_roots=("${pids[-1]}")
gate_path=/_aws/execute-api/benchhttp/x
# `run` wants something to deploy; what is measured is made through the management API.
cat >"$definition" <<'YAML'
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /unused:
    get: { responses: { "200": { description: ok } }, x-amazon-apigateway-integration: { type: mock } }
YAML
configure() {
  manage POST /v2/apis "{\"name\":\"bench\",\"protocolType\":\"HTTP\",\"routeKey\":\"GET /x\",\"target\":\"http://127.0.0.1:$backend_port/x\",\"tags\":{\"_custom_id_\":\"benchhttp\"}}" >/dev/null
}
