# A hit of the stage's cache in front of HTTP_PROXY, beside a hit of nginx `proxy_cache`.
# shellcheck shell=bash disable=SC2154,SC2034
backend_port=$(free_port)
nginx_server backend "$backend_port" 1 "return 200 '$body';"
mkdir -m 777 "$work/cache"; chmod 711 "$work" # nginx gives up root before it writes
nginx_http="proxy_cache_path $work/cache keys_zone=hits:10m;"
nginx_server peer "$peer_port" 0 'proxy_cache hits; proxy_cache_valid 200 1h; proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";' "$backend_port"
nginx_http=
peer_roots=("${pids[-1]}")
cat >"$definition" <<END
openapi: 3.0.1
info: { title: bench, version: "1" }
paths:
  /x:
    get:
      responses: { "200": { description: ok } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://127.0.0.1:$backend_port/x" }
END
configure() {
  manage PATCH /restapis/api/stages/dev '{"patchOperations":[
    {"op":"replace","path":"/cacheClusterEnabled","value":"true"},
    {"op":"replace","path":"/cacheClusterSize","value":"0.5"},
    {"op":"replace","path":"/*/*/caching/enabled","value":"true"},
    {"op":"replace","path":"/*/*/caching/ttlInSeconds","value":"3600"}]}' >/dev/null
}
