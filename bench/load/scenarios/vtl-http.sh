# HTTP with a request and a response template, beside HTTP_PROXY with the same body on the same server.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
peer_name=http-proxy
template=$(python3 -c 'import json,sys; print(json.dumps(open(sys.argv[1]).read()))' "$root/bench/languages/templates/template.vm")
python3 - "$root/bench/languages/templates/body.json" "$work/post.lua" <<'END'
import json, sys
text = json.dumps(json.load(open(sys.argv[1])), separators=(",", ":"))
open(sys.argv[2], "w").write(f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [==[{text}]==]\n')
END
wrk_options=(-s "$work/post.lua")
peer_url=http://127.0.0.1:$gate_port/_aws/execute-api/api/dev/plain
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /x:
    post:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: "http://127.0.0.1:$backend_port/x"
        requestTemplates: { application/json: $template }
        responses:
          default:
            statusCode: "200"
            responseTemplates: { application/json: '{"answer":"\$input.path("\$.message")","stage":"\$context.stage"}' }
  /plain:
    post:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: POST, uri: "http://127.0.0.1:$backend_port/x" }
END
