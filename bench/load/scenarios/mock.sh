# A mock integration, beside nginx `return 200`.
# shellcheck shell=bash disable=SC2154,SC2034
nginx_server peer "$peer_port" 0 "return 200 '$body';"
peer_roots=("${pids[-1]}")
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /x:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200", responseTemplates: { application/json: '$body' } } }
END
