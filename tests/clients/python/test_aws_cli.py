"""The unmodified AWS CLI: what the README's tour types, and what an operator types next."""
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
import zipfile

from server import Server

HANDLER = """
import json

def lambda_handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"hello": event["queryStringParameters"]["name"]})}
"""


class AwsCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.folder = tempfile.mkdtemp(prefix="gatehouse-cli-")
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

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def run_cli(self, *words):
        # Older CLIs do not read AWS_ENDPOINT_URL; the option works in every version.
        return subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", *words],
            env=self.environment, capture_output=True, text=True, check=False,
        )

    def cli(self, *words):
        done = self.run_cli(*words)
        self.assertEqual(done.returncode, 0, f"aws {' '.join(words)}\n{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refuse(self, *words):
        done = self.run_cli(*words)
        self.assertNotEqual(done.returncode, 0, f"aws {' '.join(words)} should have been refused")
        return done.stderr.strip()

    def get(self, path):
        try:
            with urllib.request.urlopen(self.server.endpoint + path) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read().decode()

    def test_the_tour_of_the_readme(self):
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("lambda_function.py", HANDLER)
        path = pathlib.Path(self.folder, "function.zip")
        path.write_bytes(package.getvalue())

        function = self.cli(
            "lambda", "create-function", "--function-name", "hello", "--runtime", "python3.13",
            "--handler", "lambda_function.lambda_handler", "--role", "arn:aws:iam::000000000000:role/any",
            "--zip-file", f"fileb://{path}",
        )
        self.assertEqual(function["State"], "Active")
        self.cli("lambda", "wait", "function-active-v2", "--function-name", "hello")

        api = self.cli("apigateway", "create-rest-api", "--name", "tour")
        resource = self.cli(
            "apigateway", "create-resource", "--rest-api-id", api["id"], "--parent-id", api["rootResourceId"],
            "--path-part", "hello",
        )
        where = ("--rest-api-id", api["id"], "--resource-id", resource["id"], "--http-method", "GET")
        self.cli("apigateway", "put-method", *where, "--authorization-type", "NONE")
        self.cli(
            "apigateway", "put-integration", *where, "--type", "AWS_PROXY", "--integration-http-method", "POST",
            "--uri", "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + function["FunctionArn"] + "/invocations",
        )
        self.cli(
            "lambda", "add-permission", "--function-name", "hello", "--statement-id", "tour",
            "--action", "lambda:InvokeFunction", "--principal", "apigateway.amazonaws.com",
            "--source-arn", f"arn:aws:execute-api:us-east-1:000000000000:{api['id']}/*/GET/hello",
        )
        deployment = self.cli("apigateway", "create-deployment", "--rest-api-id", api["id"], "--stage-name", "dev")
        self.assertRegex(deployment["id"], "^[a-z0-9]{6}$")

        status, headers, body = self.get(f"/_aws/execute-api/{api['id']}/dev/hello?name=world")
        self.assertEqual((status, body), (200, '{"hello": "world"}'))
        self.assertEqual(headers["Content-Type"], "application/json")

        stage = self.cli(
            "apigateway", "update-stage", "--rest-api-id", api["id"], "--stage-name", "dev",
            "--patch-operations", "op=replace,path=/description,value=tour",
        )
        self.assertEqual(stage["description"], "tour")
        self.assertEqual([item["stageName"] for item in
                          self.cli("apigateway", "get-stages", "--rest-api-id", api["id"])["item"]], ["dev"])

        self.cli("apigateway", "delete-rest-api", "--rest-api-id", api["id"])
        self.cli("lambda", "delete-function", "--function-name", "hello")
        status, headers, body = self.get(f"/_aws/execute-api/{api['id']}/dev/hello?name=world")
        self.assertEqual((status, body), (403, '{"message":"Forbidden"}'))

    def test_a_definition_is_imported_from_a_file(self):
        path = pathlib.Path(self.folder, "openapi.yaml")
        path.write_text(
            "openapi: 3.0.1\ninfo: {title: file, version: '1'}\npaths:\n  /x:\n    get:\n"
            "      responses: {'200': {description: ok}}\n"
            "      x-amazon-apigateway-integration:\n        type: mock\n"
            "        requestTemplates: {application/json: '{\"statusCode\": 200}'}\n"
            "        responses: {default: {statusCode: '200', responseTemplates: {application/json: '{}'}}}\n"
        )
        api = self.cli("apigateway", "import-rest-api", "--cli-binary-format", "raw-in-base64-out",
                       "--body", f"fileb://{path}") if self.is_version_2() else self.cli(
            "apigateway", "import-rest-api", "--body", f"file://{path}")
        self.assertEqual(api["name"], "file")
        self.cli("apigateway", "create-deployment", "--rest-api-id", api["id"], "--stage-name", "v1")
        self.assertEqual(self.get(f"/_aws/execute-api/{api['id']}/v1/x")[0], 200)

    def is_version_2(self):
        version = subprocess.run([self.aws, "--version"], capture_output=True, text=True, check=True)
        return (version.stdout + version.stderr).startswith("aws-cli/2")

    def test_tags_and_account(self):
        api = self.cli("apigateway", "create-rest-api", "--name", "tagged", "--tags", "team=blue")
        arn = f"arn:aws:apigateway:us-east-1::/restapis/{api['id']}"
        self.cli("apigateway", "tag-resource", "--resource-arn", arn, "--tags", "stage=test")
        self.assertEqual(self.cli("apigateway", "get-tags", "--resource-arn", arn)["tags"],
                         {"stage": "test", "team": "blue"})
        self.cli("apigateway", "untag-resource", "--resource-arn", arn, "--tag-keys", "team")
        self.assertEqual(self.cli("apigateway", "get-tags", "--resource-arn", arn)["tags"], {"stage": "test"})
        self.assertEqual(self.cli("apigateway", "get-account")["throttleSettings"]["burstLimit"], 5000)

    def test_refusals_are_amazons(self):
        self.assertIn("(NotFoundException)", self.refuse("apigateway", "get-rest-api", "--rest-api-id", "nosuchapi0"))
        self.assertIn("Invalid API identifier specified 000000000000:nosuchapi0",
                      self.refuse("apigateway", "get-rest-api", "--rest-api-id", "nosuchapi0"))
        api = self.cli("apigateway", "create-rest-api", "--name", "refusals")
        self.assertIn(
            "Invalid patch path",
            self.refuse("apigateway", "update-rest-api", "--rest-api-id", api["id"],
                        "--patch-operations", "op=replace,path=/nonsense,value=1"))
        self.assertIn("The REST API doesn't contain any methods",
                      self.refuse("apigateway", "create-deployment", "--rest-api-id", api["id"]))
        self.assertEqual(self.cli("apigateway", "get-deployments", "--rest-api-id", api["id"])["items"], [])


if __name__ == "__main__":
    unittest.main()
