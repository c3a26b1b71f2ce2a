"""TestInvokeMethod by the unmodified AWS CLI, and the logs and metrics that a stage's settings switch on."""
import json
import os
import shutil
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from server import ROOT, Server

ROLE = "arn:aws:iam::000000000000:role/logs"
STAMP = r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4} : "


class Logs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": cls.server.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
        }
        cls.api = cls.cli("create-rest-api", "--name", "logged")
        cls.where = ("--rest-api-id", cls.api["id"], "--resource-id", cls.api["rootResourceId"], "--http-method", "GET")
        cls.cli("put-method", *cls.where, "--authorization-type", "AWS_IAM", "--api-key-required")
        cls.cli("put-integration", *cls.where, "--type", "MOCK",
                "--request-templates", json.dumps({"application/json": '{"statusCode": 200}'}))
        cls.cli("put-method-response", *cls.where, "--status-code", "200")
        cls.cli("put-integration-response", *cls.where, "--status-code", "200",
                "--response-templates", json.dumps({"application/json": '{"from":"$context.stage"}'}))

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    @classmethod
    def run_cli(cls, *words):
        return subprocess.run(
            [cls.aws, "--endpoint-url", cls.server.endpoint, "--output", "json", "apigateway", *words],
            env=cls.environment, capture_output=True, text=True, check=False,
        )

    @classmethod
    def cli(cls, *words):
        done = cls.run_cli(*words)
        assert done.returncode == 0, f"aws apigateway {' '.join(words)}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def logs(self, *words):
        done = subprocess.run([ROOT / "gatehouse", "logs", "--data", self.server.data, *words],
                              capture_output=True, text=True, check=False)
        return done.stdout

    def eventually(self, read, wanted):
        """The store writes a moment after the answer; it is asked again for at most ten seconds."""
        until = time.monotonic() + 10
        while wanted not in (text := read()) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertIn(wanted, text)
        return text

    def test_an_undeployed_method_is_tested_past_everything_that_guards_it(self):
        answer = self.cli("test-invoke-method", *self.where, "--path-with-query-string", "/?a=1",
                          "--headers", json.dumps({"X-Test": "yes"}))

        self.assertEqual(answer["status"], 200)
        self.assertEqual(answer["body"], '{"from":"test-invoke-stage"}')
        self.assertEqual(answer["headers"], {"Content-Type": "application/json"})
        self.assertEqual(answer["multiValueHeaders"], {"Content-Type": ["application/json"]})
        self.assertIsInstance(answer["latency"], int)
        lines = answer["log"].split("\n")
        self.assertRegex(lines[0], r"^Execution log for request [0-9a-f-]{36}$")
        self.assertRegex(lines[2], STAMP + "HTTP Method: GET, Resource Path: /$")
        self.assertRegex(lines[4], STAMP + r"Method request query string: \{a=1\}$")
        self.assertRegex(lines[5], STAMP + r"Method request headers: \{X-Test=yes\}$")
        self.assertRegex(lines[-2], STAMP + "Method completed with status: 200$")
        self.assertEqual(lines[-1], "")

    def test_unknown_names_are_refused_in_AWSs_words(self):
        done = self.run_cli("test-invoke-method", *self.where[:4], "--http-method", "DELETE")
        self.assertIn("NotFoundException", done.stderr)
        self.assertIn("Invalid Method identifier specified", done.stderr)

    def test_access_logs_execution_logs_reasons_and_metrics(self):
        self.cli("create-deployment", "--rest-api-id", self.api["id"], "--stage-name", "dev")
        settings = (
            "op=replace,path=/*/*/logging/loglevel,value=INFO",
            "op=replace,path=/accessLogSettings/destinationArn,value=arn:aws:logs:us-east-1:000000000000:log-group:my-access",
            "op=replace,path=/accessLogSettings/format,value='$context.requestId $context.status'",
        )
        update = ("update-stage", "--rest-api-id", self.api["id"], "--stage-name", "dev", "--patch-operations")
        self.assertIn("CloudWatch Logs role ARN must be set", self.run_cli(*update, *settings).stderr)
        self.cli("update-account", "--patch-operations", f"op=replace,path=/cloudwatchRoleArn,value={ROLE}")
        self.cli(*update, *settings)

        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{self.server.endpoint}/_aws/execute-api/{self.api['id']}/dev/")
        request_id = refused.exception.headers["x-amzn-RequestId"]
        refused.exception.close()

        self.eventually(lambda: self.logs("my-access"), f"{request_id} 403")
        log = self.eventually(
            lambda: self.logs(f"API-Gateway-Execution-Logs_{self.api['id']}/dev", "--filter", request_id),
            "Method completed with status: 403")
        self.assertIn(f"({request_id}) Extended Request Id: ", log)
        why = self.logs("--why", request_id)
        self.assertIn("/gatehouse/decisions", why)
        self.assertIn("MISSING_AUTHENTICATION_TOKEN", why)

        with urllib.request.urlopen(self.server.endpoint + "/_gatehouse/metrics") as answer:
            self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
            metrics = answer.read().decode()
        self.assertRegex(metrics, f'gatehouse_client_errors_total{{[^}}]*api_id="{self.api["id"]}"[^}}]*stage="dev"}} 1')
        self.assertIn("gatehouse_log_events_dropped_total 0", metrics)


if __name__ == "__main__":
    unittest.main()
