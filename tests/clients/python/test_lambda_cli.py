"""The operations of lambda that are built, driven by the unmodified AWS CLI.

The table is walked in order; a row may use what earlier rows learned.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from server import Server

ARN = "arn:aws:lambda:us-east-1:000000000000:function:f"
LAYER = "arn:aws:lambda:us-east-1:000000000000:layer:tools"
ROLE = "arn:aws:iam::000000000000:role/any"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:q"
CODE = "exports.handler = async (e, c) => ({ version: process.env.AWS_LAMBDA_FUNCTION_VERSION, layer: require('tool') });"

# (operation, words, what is expected {path: value}); None: nothing is printed.
ROWS = [
    ("publish-layer-version", "--layer-name tools --zip-file fileb://layer.zip --compatible-runtimes nodejs22.x",
     {"Version": 1, "LayerVersionArn": f"{LAYER}:1"}),
    ("get-layer-version", "--layer-name tools --version-number 1", {"LayerArn": LAYER}),
    ("get-layer-version-by-arn", f"--arn {LAYER}:1", {"Version": 1}),
    ("list-layer-versions", "--layer-name tools", {"LayerVersions.0.Version": 1}),
    ("list-layers", "--compatible-runtime nodejs22.x", {"Layers.0.LayerName": "tools"}),
    ("create-function", f"--function-name f --runtime nodejs22.x --handler index.handler --role {ROLE} "
     f"--zip-file fileb://code.zip --layers {LAYER}:1 --timeout 20 --publish",
     {"Version": "1", "State": "Active", "Layers.0.Arn": f"{LAYER}:1"}),
    ("wait function-active-v2", "--function-name f", None),
    ("wait function-updated-v2", "--function-name f", None),
    ("wait function-exists", "--function-name f", None),
    ("wait published-version-active", "--function-name f --qualifier 1", None),
    ("get-function", "--function-name f", {"Configuration.FunctionArn": ARN, "Code.RepositoryType": "S3"}),
    ("get-function-configuration", "--function-name f:1", {"Version": "1", "FunctionArn": f"{ARN}:1"}),
    ("update-function-configuration", "--function-name f --memory-size 256", {"MemorySize": 256}),
    ("update-function-code", "--function-name f --zip-file fileb://code.zip --publish", {"Version": "2"}),
    ("publish-version", "--function-name f", {"Version": "2"}),
    ("list-versions-by-function", "--function-name f",
     {"Versions.0.Version": "$LATEST", "Versions.1.Version": "1", "Versions.2.Version": "2"}),
    ("create-alias", "--function-name f --name prod --function-version 1", {"AliasArn": f"{ARN}:prod"}),
    ("update-alias", "--function-name f --name prod --routing-config AdditionalVersionWeights={2=0.5}",
     {"RoutingConfig.AdditionalVersionWeights.2": 0.5}),
    ("get-alias", "--function-name f --name prod", {"FunctionVersion": "1"}),
    ("list-aliases", "--function-name f", {"Aliases.0.Name": "prod"}),
    ("invoke", "--function-name f --qualifier 1 out.json", {"StatusCode": 200, "ExecutedVersion": "1"}),
    ("invoke", "--function-name f:prod out.json", {"StatusCode": 200}),
    ("invoke", "--function-name f --invocation-type Event out.json", {"StatusCode": 202}),
    ("invoke", "--function-name f --invocation-type DryRun out.json", {"StatusCode": 204}),
    ("add-permission", "--function-name f --qualifier prod --statement-id s --action lambda:InvokeFunction "
     "--principal apigateway.amazonaws.com", {}),
    ("get-policy", "--function-name f --qualifier prod", {}),
    ("remove-permission", "--function-name f --qualifier prod --statement-id s", None),
    ("put-function-concurrency", "--function-name f --reserved-concurrent-executions 3",
     {"ReservedConcurrentExecutions": 3}),
    ("get-function-concurrency", "--function-name f", {"ReservedConcurrentExecutions": 3}),
    ("delete-function-concurrency", "--function-name f", None),
    ("put-provisioned-concurrency-config", "--function-name f --qualifier 1 --provisioned-concurrent-executions 1",
     {"RequestedProvisionedConcurrentExecutions": 1, "Status": "IN_PROGRESS"}),
    ("get-provisioned-concurrency-config", "--function-name f --qualifier 1",
     {"RequestedProvisionedConcurrentExecutions": 1}),
    ("list-provisioned-concurrency-configs", "--function-name f",
     {"ProvisionedConcurrencyConfigs.0.FunctionArn": f"{ARN}:1"}),
    ("delete-provisioned-concurrency-config", "--function-name f --qualifier 1", None),
    ("put-function-event-invoke-config", "--function-name f --maximum-retry-attempts 0 "
     f'--destination-config {{"OnFailure":{{"Destination":"{QUEUE}"}}}}', {"MaximumRetryAttempts": 0}),
    ("update-function-event-invoke-config", "--function-name f --maximum-event-age-in-seconds 60",
     {"MaximumEventAgeInSeconds": 60, "DestinationConfig.OnFailure.Destination": QUEUE}),
    ("get-function-event-invoke-config", "--function-name f", {"FunctionArn": f"{ARN}:$LATEST"}),
    ("list-function-event-invoke-configs", "--function-name f", {"FunctionEventInvokeConfigs.0.MaximumRetryAttempts": 0}),
    ("delete-function-event-invoke-config", "--function-name f", None),
    ("create-function-url-config", "--function-name f --auth-type NONE --invoke-mode RESPONSE_STREAM",
     {"AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM"}),
    ("update-function-url-config", "--function-name f --auth-type AWS_IAM", {"AuthType": "AWS_IAM"}),
    ("get-function-url-config", "--function-name f", {"FunctionArn": ARN}),
    ("list-function-url-configs", "--function-name f", {"FunctionUrlConfigs.0.AuthType": "AWS_IAM"}),
    ("delete-function-url-config", "--function-name f", None),
    ("tag-resource", f"--resource {ARN} --tags a=b", None),
    ("list-tags", f"--resource {ARN}", {"Tags.a": "b"}),
    ("untag-resource", f"--resource {ARN} --tag-keys a", None),
    ("get-account-settings", "", {"AccountLimit.ConcurrentExecutions": 1000, "AccountUsage.FunctionCount": 1}),
    ("get-function-code-signing-config", "--function-name f", {"FunctionName": "f"}),
    ("get-runtime-management-config", "--function-name f", {"UpdateRuntimeOn": "Auto"}),
    ("put-function-recursion-config", "--function-name f --recursive-loop Allow", {"RecursiveLoop": "Allow"}),
    ("get-function-recursion-config", "--function-name f", {"RecursiveLoop": "Allow"}),
    ("list-functions", "--function-version ALL", {"Functions.0.FunctionName": "f"}),
    ("delete-alias", "--function-name f --name prod", None),
    ("delete-function", "--function-name f --qualifier 1", {}),
    ("delete-layer-version", "--layer-name tools --version-number 1", None),
    ("delete-function", "--function-name f", {}),
]

# Debian's CLI of 2022 does not know these; the .NET tests cover them.
NEWER = {"get-runtime-management-config", "put-function-recursion-config", "get-function-recursion-config"}


class LambdaCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-lambda-"))
        cls.zip("code.zip", "index.js", CODE)
        cls.zip("layer.zip", "nodejs/node_modules/tool/index.js", "module.exports = 'found';")
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        shutil.rmtree(cls.folder)

    @classmethod
    def zip(cls, name, path, text):
        with zipfile.ZipFile(cls.folder / name, "w") as archive:
            archive.writestr(path, text)

    def aws(self, *words):
        environment = {
            **os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1",
        }
        return subprocess.run(
            ["aws", "lambda", *words, "--endpoint-url", self.server.endpoint, "--output", "json"],
            cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)

    def test_every_row(self):
        for operation, words, expected in ROWS:
            with self.subTest(f"{operation} {words}"):
                answer = self.aws(*operation.split(), *words.split())
                if operation in NEWER and "Invalid choice" in answer.stderr:
                    continue
                self.assertEqual(answer.returncode, 0, answer.stderr)
                if expected is None:
                    self.assertEqual(answer.stdout, "")
                    continue
                shown = json.loads(answer.stdout) if answer.stdout.strip() else {}
                for path, value in expected.items():
                    self.assertEqual(self.find(shown, path), value, f"{path} in {shown}")

    @staticmethod
    def find(shown, path):
        for name in path.split("."):
            shown = shown[int(name)] if isinstance(shown, list) else shown[name]
        return shown


if __name__ == "__main__":
    unittest.main()
