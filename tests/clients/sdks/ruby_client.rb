# ruby -I SDK/lib ruby_client.rb KEY SIGNED-ENDPOINT
require "json"
require "simplecalc-sdk"

def caught
  yield
  nil
rescue StandardError => e
  e
end

api_key, signed_endpoint = ARGV
client = SimpleCalc::Client.new(api_key: api_key)
hasty = SimpleCalc::Client.new(http_read_timeout: 0.2, retry_limit: 0)
signing = SimpleCalc::Client.new(
  endpoint: signed_endpoint, access_key_id: "AKID", secret_access_key: "SECRET", session_token: "TOKEN"
)
add = { a: 1.5, b: 2, op: "add" }
bytes = (0..255).to_a.pack("C*")

query = client.get_api_root({ a: "1", b: "2", op: "+ &=ü/*'" })
path = client.get_ab_op({ a: "x y", b: "ü+ö", op: "50%", x_trace: "t1" })
list = client.list_history
client.put_file({ proxy: "a/b c.bin", body: bytes })
error = caught { client.fail }
puts JSON.generate(
  "query" => [query.output.c, query.input.op, query.history[0].who, query.tags["k"]],
  "body" => client.post_api_root({ input: add }).input.a,
  "path" => [path.tags["path"], path.tags["trace"]],
  "list" => [list.length, list[0].output.c],
  "keyless" => caught { SimpleCalc::Client.new.list_history }.status,
  "binary" => client.get_file({ proxy: "a/b c.bin", accept: "image/png" }).body == bytes,
  "error" => [error.status, JSON.parse(error.body)["message"]],
  "timeout" => caught { hasty.slow }.is_a?(Net::ReadTimeout),
  "dots" => caught { client.get_ab_op({ a: "..", b: "x", op: "y" }) }.is_a?(ArgumentError),
  "signed" => signing.get_secure({ q: "b a/ü" }).json["verified"],
  "signedBody" => signing.post_secure({ input: SimpleCalc::Types::Input.new(add) }).json["verified"],
  "unknown" => query.additional_members
)
