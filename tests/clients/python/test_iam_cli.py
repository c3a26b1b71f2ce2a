"""The unmodified AWS CLI with a server that verifies and authorizes every call: IAM, STS, and signed calls of an API."""
import json
import os
import shutil
import subprocess
import unittest
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from server import Server

ROOT = {"AWS_ACCESS_KEY_ID": "AKIAROOTEXAMPLE", "AWS_SECRET_ACCESS_KEY": "root-secret-of-the-test"}
ACCOUNT = "000000000000"


def policy(action, resource="*", effect="Allow"):
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]}
    )


def keys_of(credentials):
    keys = {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
    }
    if "SessionToken" in credentials:
        keys["AWS_SESSION_TOKEN"] = credentials["SessionToken"]
    return keys


class IamCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server(
            "--enforce-iam",
            environment={
                "GATEHOUSE_ROOT_ACCESS_KEY_ID": ROOT["AWS_ACCESS_KEY_ID"],
                "GATEHOUSE_ROOT_SECRET_ACCESS_KEY": ROOT["AWS_SECRET_ACCESS_KEY"],
            },
        )

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def run_cli(self, *words, keys=ROOT):
        environment = {
            **os.environ,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
            **keys,
        }
        return subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", *words],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )

    def cli(self, *words, keys=ROOT):
        result = self.run_cli(*words, keys=keys)
        self.assertEqual(0, result.returncode, result.stderr)
        return json.loads(result.stdout) if result.stdout.strip() else None

    def refused(self, *words, keys=ROOT):
        result = self.run_cli(*words, keys=keys)
        self.assertNotEqual(0, result.returncode, result.stdout)
        return result.stderr

    def signed(self, url, keys):
        request = botocore.awsrequest.AWSRequest("GET", url)
        botocore.auth.SigV4Auth(
            botocore.credentials.Credentials(
                keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], keys.get("AWS_SESSION_TOKEN")
            ),
            "execute-api", "us-east-1",
        ).add_auth(request)
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=dict(request.headers)), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_a_user_lives_and_may_what_its_policies_say(self):
        user = self.cli("iam", "create-user", "--user-name", "ada", "--tags", "Key=team,Value=red")["User"]
        self.assertEqual(f"arn:aws:iam::{ACCOUNT}:user/ada", user["Arn"])
        key = keys_of(self.cli("iam", "create-access-key", "--user-name", "ada")["AccessKey"])
        self.assertEqual(user["Arn"], self.cli("sts", "get-caller-identity", keys=key)["Arn"])
        self.assertIn("not authorized to perform: apigateway:GET", self.refused("apigateway", "get-rest-apis", keys=key))

        self.cli("iam", "put-user-policy", "--user-name", "ada", "--policy-name", "p", "--policy-document", policy("apigateway:GET"))
        self.assertEqual([], self.cli("apigateway", "get-rest-apis", keys=key).get("items", []))
        shown = self.cli("iam", "get-user-policy", "--user-name", "ada", "--policy-name", "p")
        self.assertEqual(json.loads(policy("apigateway:GET")), shown["PolicyDocument"])  # the CLI undoes the escapes

        arn = self.cli("iam", "create-policy", "--policy-name", "m", "--policy-document", policy("iam:Get*"))["Policy"]["Arn"]
        self.cli("iam", "attach-user-policy", "--user-name", "ada", "--policy-arn", arn)
        self.assertEqual("ada", self.cli("iam", "get-user", keys=key)["User"]["UserName"])
        self.assertIn("DeleteConflict", self.refused("iam", "delete-user", "--user-name", "ada"))
        self.cli("iam", "detach-user-policy", "--user-name", "ada", "--policy-arn", arn)
        self.cli("iam", "delete-policy", "--policy-arn", arn)
        self.cli("iam", "delete-user-policy", "--user-name", "ada", "--policy-name", "p")
        self.cli("iam", "delete-access-key", "--user-name", "ada", "--access-key-id", key["AWS_ACCESS_KEY_ID"])
        self.cli("iam", "delete-user", "--user-name", "ada")
        self.assertIn("InvalidClientTokenId", self.refused("sts", "get-caller-identity", keys=key))

    def test_a_role_is_assumed_and_its_session_narrowed(self):
        self.cli("iam", "create-user", "--user-name", "bob")
        key = keys_of(self.cli("iam", "create-access-key", "--user-name", "bob")["AccessKey"])
        trust = {
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}, "Action": "sts:AssumeRole",
            }],
        }
        role = self.cli("iam", "create-role", "--role-name", "reader", "--assume-role-policy-document", json.dumps(trust))["Role"]
        self.assertEqual(trust, role["AssumeRolePolicyDocument"])
        self.cli("iam", "attach-role-policy", "--role-name", "reader", "--policy-arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        words = ("sts", "assume-role", "--role-arn", role["Arn"], "--role-session-name", "s1")
        session = keys_of(self.cli(*words, keys=key)["Credentials"])
        self.assertEqual(
            f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/s1", self.cli("sts", "get-caller-identity", keys=session)["Arn"]
        )
        self.assertIn("reader", [r["RoleName"] for r in self.cli("iam", "list-roles", keys=session)["Roles"]])
        narrow = keys_of(self.cli(*words, "--policy", policy("iam:ListUsers"), keys=key)["Credentials"])
        self.cli("iam", "list-users", keys=narrow)
        self.assertIn("AccessDenied", self.refused("iam", "list-roles", keys=narrow))
        self.assertIn("AccessDenied", self.refused("iam", "create-user", "--user-name", "x", keys=session))

    def test_an_API_with_AWS_IAM_and_a_resource_policy(self):
        api = self.cli("apigateway", "create-rest-api", "--name", "signed")
        api_id, root = api["id"], api["rootResourceId"]
        at = ("--rest-api-id", api_id, "--resource-id", root, "--http-method", "GET")
        self.cli("apigateway", "put-method", *at, "--authorization-type", "AWS_IAM")
        self.cli("apigateway", "put-integration", *at, "--type", "MOCK", "--request-templates", '{"application/json":"{\\"statusCode\\":200}"}')
        self.cli("apigateway", "put-method-response", *at, "--status-code", "200")
        self.cli(
            "apigateway", "put-integration-response", *at, "--status-code", "200",
            "--response-templates", '{"application/json":"$context.identity.userArn"}',
        )
        self.cli("apigateway", "create-deployment", "--rest-api-id", api_id, "--stage-name", "prod")
        url = f"{self.server.endpoint}/_aws/execute-api/{api_id}/prod/"
        self.assertEqual((200, f"arn:aws:iam::{ACCOUNT}:root"), self.signed(url, ROOT))
        self.assertEqual(403, self.signed(url, {**ROOT, "AWS_SECRET_ACCESS_KEY": "wrong"})[0])

        self.cli("iam", "create-user", "--user-name", "eve")
        eve = keys_of(self.cli("iam", "create-access-key", "--user-name", "eve")["AccessKey"])
        status, body = self.signed(url, eve)
        self.assertEqual(403, status)
        self.assertIn(f"User: arn:aws:iam::{ACCOUNT}:user/eve is not authorized to perform: execute-api:Invoke", body)

        resource = json.dumps({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/eve"},
                "Action": "execute-api:Invoke", "Resource": "execute-api:/prod/GET/",
            }],
        })
        patch = json.dumps([{"op": "replace", "path": "/policy", "value": resource}])
        self.cli("apigateway", "update-rest-api", "--rest-api-id", api_id, "--patch-operations", patch)
        self.assertEqual(403, self.signed(url, eve)[0])  # not before it is deployed (security sheet §4.1)
        self.cli("apigateway", "create-deployment", "--rest-api-id", api_id, "--stage-name", "prod")
        self.assertEqual((200, f"arn:aws:iam::{ACCOUNT}:user/eve"), self.signed(url, eve))

    def test_unknown_credentials_are_refused(self):
        stranger = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        self.assertIn("UnrecognizedClientException", self.refused("apigateway", "get-rest-apis", keys=stranger))
        self.assertIn("InvalidClientTokenId", self.refused("iam", "list-users", keys=stranger))
        self.assertIn("SignatureDoesNotMatch", self.refused("sts", "get-caller-identity", keys={**ROOT, "AWS_SECRET_ACCESS_KEY": "wrong"}))


if __name__ == "__main__":
    unittest.main()
