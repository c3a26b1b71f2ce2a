# HTTP_PROXY behind AWS_IAM, every request signed and verified, beside the same resource without it (http-proxy, in the same
# process): what a signature costs a request. The signature is made once; AWS's window for it is five minutes.
# shellcheck shell=bash disable=SC2154,SC2034
export GATEHOUSE_ROOT_ACCESS_KEY_ID=AKIABENCHBENCHBENCH1 GATEHOUSE_ROOT_SECRET_ACCESS_KEY=bench-secret-of-the-load-script
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
peer_name="without AWS_IAM"
integration="{ type: http_proxy, httpMethod: GET, uri: \"http://127.0.0.1:$backend_port/x\" }"
cat >"$definition" <<END_DEFINITION
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /open:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: $integration
  /signed:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-auth: { type: AWS_IAM }
      security: [ { sigv4: [] } ]
      x-amazon-apigateway-integration: $integration
components:
  securitySchemes:
    sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
END_DEFINITION
configure() {
  gate_path=/_aws/execute-api/api/dev/signed
  peer_path=/_aws/execute-api/api/dev/open
  local header
  while IFS= read -r header; do wrk_options+=(-H "$header"); done < <(python3 - "http://127.0.0.1:$gate_port$gate_path" <<'END_PYTHON'
import os, sys
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
request = AWSRequest("GET", sys.argv[1])
SigV4Auth(Credentials(os.environ["GATEHOUSE_ROOT_ACCESS_KEY_ID"], os.environ["GATEHOUSE_ROOT_SECRET_ACCESS_KEY"]),
          "execute-api", "us-east-1").add_auth(request)
print(*(f"{name}: {request.headers[name]}" for name in ("X-Amz-Date", "Authorization")), sep="\n")
END_PYTHON
)
}
