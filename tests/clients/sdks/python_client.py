"""python3 python_client.py SDK-FOLDER KEY SIGNED-ENDPOINT"""
import json
import sys

folder, api_key, signed_endpoint = sys.argv[1:]
sys.path.insert(0, folder)
from simple_calc_sdk import ApiClient, ApiError, Credentials, models  # noqa: E402


def caught(call):
    try:
        call()
    except Exception as error:  # what it is, is what is asked
        return error
    return None


client = ApiClient(api_key=api_key)
signing = ApiClient(signed_endpoint, credentials=lambda: Credentials("AKID", "SECRET", "TOKEN"))
add = models.Input(a=1.5, b=2, op="add")

query = client.get_api_root(a=1, b="2", op="+ &=ü/*'")
path = client.get_ab_op(a="x y", b="ü+ö", op="50%", x_trace="t1")
listed = client.list_history()
client.put_file(proxy="a/b c.bin", body=bytes(range(256)))
error = caught(client.fail)
print(json.dumps({
    "query": [query.output.c, query.input.op, query.history[0].who, query.tags["k"]],
    "body": client.post_api_root(body=add).input.a,
    "path": [path.tags["path"], path.tags["trace"]],
    "list": [len(listed), listed[0].output.c],
    "keyless": caught(ApiClient().list_history).status,
    "binary": client.get_file(proxy="a/b c.bin", accept="image/png").content == bytes(range(256)),
    "error": [error.status, json.loads(error.body)["message"]] if isinstance(error, ApiError) else None,
    "timeout": isinstance(caught(lambda: client.slow(timeout=0.2)), OSError),
    "dots": isinstance(caught(lambda: client.get_ab_op(a="..", b="x", op="y")), ValueError),
    "signed": signing.get_secure(q="b a/ü").json()["verified"],
    "signedBody": signing.post_secure(body=add).json()["verified"],
    "unknown": query.additional_properties,
}))
