"""Every operation for WebSocket APIs, driven by the unmodified AWS CLI: the table that the AWS SDK for JavaScript walks too
(../websocket-operations.json); and @connections (websocket-api §8)."""
import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

from server import Server
from test_rest_operations import fill, find, kebab

ROWS = json.loads(pathlib.Path(__file__).parent.with_name("websocket-operations.json").read_text())
ECHO = [
    ("create-api", {"Name": "me", "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action"}, "ApiId"),
    ("create-integration", {"IntegrationType": "MOCK", "TemplateSelectionExpression": "\\$default",
                            "RequestTemplates": {"$default": '{"statusCode":200}'}}, "IntegrationId"),
    ("create-integration-response", {"IntegrationResponseKey": "$default", "TemplateSelectionExpression": "\\$default",
                                     "ResponseTemplates": {"$default": "$context.connectionId"}}, None),
    ("create-route", {"RouteKey": "$default", "RouteResponseSelectionExpression": "$default"}, "RouteId"),
    ("create-route-response", {"RouteResponseKey": "$default"}, None),
    ("create-stage", {"StageName": "dev"}, None),
    ("create-deployment", {"StageName": "dev"}, None),
]


class Client:
    """As little of RFC 6455 as one test needs: short frames."""

    def __init__(self, port, host, path):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.stream = self.socket.makefile("rb")
        assert b" 101 " in self.stream.readline()
        while self.stream.readline() not in (b"\r\n", b""):
            pass

    def send(self, text):
        self.socket.sendall(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text.encode())

    def receive(self):
        first, length = self.stream.read(2)
        return first, self.stream.read(length)

    def close(self):
        self.stream.close()
        self.socket.close()


class WebSocketOperations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.environment = {
            **os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PAGER": "",
        }

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def run_cli(self, endpoint, service, *words):
        return subprocess.run(
            [self.aws, "--endpoint-url", endpoint, "--output", "json", service, *words],
            env=self.environment, capture_output=True, text=True, check=False)

    def call(self, operation, members):
        done = self.run_cli(self.server.endpoint, "apigatewayv2", operation, "--cli-input-json", json.dumps(members))
        self.assertEqual(done.returncode, 0, f"{operation}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def test_the_cli_drives_every_operation(self):
        known = {}
        for row in ROWS:
            answer = self.call(kebab(row["operation"]), fill(row["input"], known))
            if "NextToken" in row.get("expect", {}):
                row["expect"].pop("NextToken")  # the CLI follows pages by itself
            for name, path in row.get("save", {}).items():
                known[name] = find(answer, path)
                self.assertTrue(known[name], f"no {path} in {row['operation']}")
            for path, expected in fill(row.get("expect", {}), known).items():
                found = find(answer, path)
                with self.subTest(operation=row["operation"], member=path):
                    self.assertTrue(found not in (None, "") if expected == "*" else found == expected, f"{found!r}")

    def test_the_cli_posts_reads_and_closes(self):
        known = {}
        for operation, members, learned in ECHO:
            own = {name: known[name] for name in ("ApiId",) if name in known}
            if operation == "create-integration-response":
                own["IntegrationId"] = known["IntegrationId"]
            if operation == "create-route":
                own["Target"] = f"integrations/{known['IntegrationId']}"
            if operation == "create-route-response":
                own["RouteId"] = known["RouteId"]
            answer = self.call(operation, {**members, **own})
            if learned:
                known[learned] = answer[learned]
        port = int(self.server.endpoint.rsplit(":", 1)[1])
        client = Client(port, f"{known['ApiId']}.execute-api.localhost:{port}", "/dev")
        client.send("who am I")
        connection = client.receive()[1].decode()
        # Python's resolver does not know names below localhost: the form by path says which API is meant.
        endpoint = f"http://127.0.0.1:{port}/_aws/execute-api/{known['ApiId']}/dev"

        def manage(*words):
            return self.run_cli(endpoint, "apigatewaymanagementapi", *words, "--connection-id", connection)

        with tempfile.NamedTemporaryFile("w") as data:
            data.write("posted")
            data.flush()
            posted = manage("post-to-connection", "--data", f"fileb://{data.name}")
        self.assertEqual((posted.returncode, posted.stderr), (0, ""))
        self.assertEqual(client.receive(), (0x81, b"posted"))
        read = json.loads(manage("get-connection").stdout)
        self.assertEqual(read["Identity"]["SourceIp"], "127.0.0.1")
        self.assertEqual(manage("delete-connection").returncode, 0)
        first, payload = client.receive()
        self.assertEqual((first, payload[:2]), (0x88, (1000).to_bytes(2, "big")))
        client.close()
        self.assertIn("GoneException", manage("get-connection").stderr)


if __name__ == "__main__":
    unittest.main()
