# HTTP_PROXY with a body of 2 KiB validated against a model of 30 properties, beside the same without a validator.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
peer_name=http-proxy
peer_url=http://127.0.0.1:$gate_port/_aws/execute-api/api/dev/plain
python3 - "$definition" "$work/post.lua" "$backend_port" <<'END'
import json, sys
definition, script, port = sys.argv[1:4]
properties, body = {}, {}
for i in range(30):
    name = f"property{i:02d}"
    match i % 3:
        case 0:
            properties[name] = {"type": "string", "minLength": 1, "maxLength": 200}
            body[name] = "v" * 130
        case 1:
            properties[name] = {"type": "integer", "minimum": 0, "maximum": 1000000}
            body[name] = i * 1000
        case _:
            properties[name] = {"type": "array", "items": {"type": "number"}, "maxItems": 20}
            body[name] = [i, i + 0.5, 3.25]
schema = {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}
integration = {"type": "http_proxy", "httpMethod": "POST", "uri": f"http://127.0.0.1:{port}/x"}
ok = {"200": {"description": "ok"}}
json.dump({
    "openapi": "3.0.1", "info": {"title": "bench", "version": "1"},
    "components": {"schemas": {"Body": schema}},
    "x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": True, "validateRequestParameters": False}},
    "paths": {
        "/x": {"post": {
            "x-amazon-apigateway-request-validator": "body",
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
            "responses": ok, "x-amazon-apigateway-integration": integration}},
        "/plain": {"post": {"responses": ok, "x-amazon-apigateway-integration": integration}},
    },
}, open(definition, "w"))
text = json.dumps(body, separators=(",", ":"))
assert 1900 < len(text) < 2200, len(text)
open(script, "w").write(f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [==[{text}]==]\n')
END
wrk_options=(-s "$work/post.lua")
