# A Node function behind AWS_PROXY, beside the same handler behind node:http and nginx.
# shellcheck shell=bash disable=SC2154,SC2034
# The same handler behind node:http and nginx: what a team runs that has no gateway. Both sides count their node.
node_port=$(free_port)
cat >"$work/server.mjs" <<'END'
import { createServer } from 'node:http';
createServer((request, response) => {
  const body = JSON.stringify({ path: request.url, method: request.method });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
END
taskset -c 0 node "$work/server.mjs" "$node_port" &
pids+=($!); node_pid=$!
nginx_server peer "$peer_port" 0 'proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";' "$node_port"
peer_roots=("$node_pid" "${pids[-1]}")
mkdir -p "$work/api/functions/echo"
cat >"$work/api/functions/echo/index.mjs" <<'END'
export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ path: event.path, method: event.httpMethod }),
});
END
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /x:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations
END
