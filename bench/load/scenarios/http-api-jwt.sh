# An HTTP API's route to an HTTP backend behind a JWT authorizer, with one token that was seen before, beside the same
# route without the authorizer (http-api-proxy, in the same process): what the token costs a request.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
issuer_port=$(free_port)
cat >"$work/issuer.mjs" <<'END'
import { createSign, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const [port, file] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const text = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const signed = `${text({ alg: 'RS256', kid: 'k' })}.${text({ iss: issuer, aud: 'bench', sub: 'user', scope: 'read write', iat: now - 5, exp: now + 86400 })}`;
writeFileSync(file, `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`);
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url.endsWith('openid-configuration')
    ? { issuer, jwks_uri: `${issuer}/keys` }
    : { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] }));
}).listen(Number(port), '127.0.0.1');
END
taskset -c 1 node "$work/issuer.mjs" "$issuer_port" "$work/token" &
pids+=($!)
await "http://127.0.0.1:$issuer_port/.well-known/openid-configuration"
wrk_options=(-H "Authorization: Bearer $(cat "$work/token")")
peer_name="without authorizer"
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /x:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode":200}' }
        responses: { default: { statusCode: "200" } }
END
configure() {
  local api integration authorizer member
  member() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
  api=$(manage POST /v2/apis '{"name":"bench","protocolType":"HTTP"}' | member apiId)
  integration=$(manage POST "/v2/apis/$api/integrations" "{\"integrationType\":\"HTTP_PROXY\",\"integrationMethod\":\"GET\",\"integrationUri\":\"http://127.0.0.1:$backend_port/x\",\"payloadFormatVersion\":\"1.0\"}" | member integrationId)
  authorizer=$(manage POST "/v2/apis/$api/authorizers" "{\"name\":\"jwt\",\"authorizerType\":\"JWT\",\"identitySource\":[\"\$request.header.Authorization\"],\"jwtConfiguration\":{\"issuer\":\"http://127.0.0.1:$issuer_port\",\"audience\":[\"bench\"]}}" | member authorizerId)
  manage POST "/v2/apis/$api/routes" "{\"routeKey\":\"GET /open\",\"target\":\"integrations/$integration\"}" >/dev/null
  manage POST "/v2/apis/$api/routes" "{\"routeKey\":\"GET /jwt\",\"target\":\"integrations/$integration\",\"authorizationType\":\"JWT\",\"authorizerId\":\"$authorizer\",\"authorizationScopes\":[\"read\"]}" >/dev/null
  manage POST "/v2/apis/$api/stages" '{"stageName":"dev","autoDeploy":true}' >/dev/null
  gate_path=/_aws/execute-api/$api/dev/jwt
  peer_path=/_aws/execute-api/$api/dev/open
}
