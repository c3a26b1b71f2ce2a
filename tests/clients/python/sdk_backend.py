"""The backend of the generated clients' API; it also checks signatures, by botocore."""
import http.server
import json
import threading
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

REGION = "eu-central-1"
RESULT = {
    "input": {"a": 1, "b": 2, "op": "add"},
    "output": {"c": 3.5},
    "history": [{"at": 1, "who": "me"}],
    "tags": {"k": "v"},
    "anything": "x",
    "later": [1, {"z": None}],
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    files = {}
    released = threading.Event()

    def answer(self):
        target = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(target.query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if target.path.startswith("/signed/"):
            self.send(200, {"verified": self.verify(body)})
        elif target.path == "/fail":
            self.send(418, {"message": "no"})
        elif target.path == "/slow":
            self.released.wait(60)
            self.send(200, {})
        elif target.path == "/history":
            self.send(200, [RESULT, RESULT])
        elif target.path.startswith("/files/"):
            self.file(target.path, query, body)
        elif target.path.startswith("/calc/"):
            tags = {"path": target.path, "trace": self.headers.get("X-Trace")}
            self.send(200, {**RESULT, "tags": tags})
        elif self.command == "POST":
            self.send(200, {**RESULT, "input": json.loads(body)})
        else:
            self.send(200, {**RESULT, "input": {**RESULT["input"], "op": query["op"]}})

    def file(self, path, query, body):
        if self.command == "PUT":
            self.files[path] = body
            self.send(200, {})
        elif self.command == "GET":
            self.send(200, self.files[path], "image/png")
        else:
            self.send(200, {"path": path, "query": query, "body": json.loads(body or "null")})

    def verify(self, body):
        """What Amazon's own code makes of the request must be what the client made of it."""
        parts = dict(part.strip().split("=", 1) for part in self.headers["Authorization"].partition(" ")[2].split(","))
        request = AWSRequest(
            self.command,
            f"http://{self.headers['Host']}{self.path}",
            headers={name: self.headers[name] for name in parts["SignedHeaders"].split(";")},
            data=body,
        )
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        signer = SigV4Auth(Credentials("AKID", "SECRET", "TOKEN"), "execute-api", REGION)
        expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
        return "yes" if expected == parts["Signature"] and self.headers["X-Amz-Security-Token"] == "TOKEN" else "no"

    def send(self, status, body, content_type="application/json"):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # the caller did not wait, as it was told not to

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


class Backend:
    def __init__(self):
        Handler.released.clear()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self):
        Handler.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
