"""The unmodified AWS CLI and boto3 with user pools, on a server that verifies and authorizes every signed call."""
import json
import os
import pathlib
import shutil
import subprocess
import unittest

import boto3
import botocore
import botocore.config
import botocore.exceptions

from server import ROOT as REPOSITORY
from server import Server

ROOT = {"AWS_ACCESS_KEY_ID": "AKIAROOTEXAMPLE", "AWS_SECRET_ACCESS_KEY": "root-secret-of-the-test"}
PASSWORD = "Planted-Secret-1"


class CognitoCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server("--enforce-iam", environment={"GATEHOUSE_" + f"ROOT_{name[4:]}": value for name, value in ROOT.items()})

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def run_cli(self, *words, keys=ROOT):
        environment = {
            **os.environ, "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PAGER": "", **keys,
        }
        return subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", *words],
            env=environment, capture_output=True, text=True, timeout=60, check=False)

    def cli(self, *words):
        result = self.run_cli("cognito-idp", *words)
        self.assertEqual(0, result.returncode, result.stderr)
        return json.loads(result.stdout) if result.stdout.strip() else None

    def test_a_pool_lives_and_its_user_signs_in(self):
        pool = self.cli("create-user-pool", "--pool-name", "pets", "--auto-verified-attributes", "email")["UserPool"]["Id"]
        self.assertEqual([pool], [one["Id"] for one in self.cli("list-user-pools", "--max-results", "10")["UserPools"]])
        client = self.cli(
            "create-user-pool-client", "--user-pool-id", pool, "--client-name", "web", "--explicit-auth-flows",
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")["UserPoolClient"]["ClientId"]

        # What an app calls is not signed at all.
        self.cli("sign-up", "--no-sign-request", "--client-id", client, "--username", "ann", "--password", PASSWORD,
                 "--user-attributes", "Name=email,Value=ann@example.com")
        sent = subprocess.run(
            [pathlib.Path(REPOSITORY, "gatehouse"), "logs", f"/gatehouse/userpools/{pool}", "--data", self.server.data],
            capture_output=True, text=True, timeout=60, check=True).stdout
        code = sent.strip().rstrip(".").split()[-1]
        self.cli("confirm-sign-up", "--no-sign-request", "--client-id", client, "--username", "ann", "--confirmation-code", code)
        tokens = self.cli(
            "initiate-auth", "--no-sign-request", "--client-id", client, "--auth-flow", "USER_PASSWORD_AUTH",
            "--auth-parameters", f"USERNAME=ann,PASSWORD={PASSWORD}")["AuthenticationResult"]
        me = self.cli("get-user", "--no-sign-request", "--access-token", tokens["AccessToken"])
        self.assertIn({"Name": "email_verified", "Value": "true"}, me["UserAttributes"])

        self.cli("create-group", "--user-pool-id", pool, "--group-name", "keepers")
        self.cli("admin-add-user-to-group", "--user-pool-id", pool, "--username", "ann", "--group-name", "keepers")
        listed = self.cli("list-users", "--user-pool-id", pool, "--filter", 'email = "ann@example.com"')["Users"]
        self.assertEqual(["ann"], [user["Username"] for user in listed])
        wrong = self.run_cli(
            "cognito-idp", "initiate-auth", "--no-sign-request", "--client-id", client, "--auth-flow", "USER_PASSWORD_AUTH",
            "--auth-parameters", "USERNAME=ann,PASSWORD=Wrong-Secret-1").stderr
        self.assertIn("(NotAuthorizedException) when calling the InitiateAuth operation: Incorrect username or password.", wrong)

    def test_administration_is_for_those_who_may(self):
        pool = self.cli("create-user-pool", "--pool-name", "guarded")["UserPool"]["Id"]
        unsigned = self.run_cli("cognito-idp", "describe-user-pool", "--no-sign-request", "--user-pool-id", pool)
        self.assertIn("MissingAuthenticationToken", unsigned.stderr)
        self.assertEqual(0, self.run_cli("iam", "create-user", "--user-name", "reader").returncode)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "cognito-idp:Describe*", "Resource": f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool}"}]})
        self.run_cli("iam", "put-user-policy", "--user-name", "reader", "--policy-name", "p", "--policy-document", policy)
        key = json.loads(self.run_cli("iam", "create-access-key", "--user-name", "reader").stdout)["AccessKey"]
        boto = boto3.client(
            "cognito-idp", endpoint_url=self.server.endpoint, region_name="us-east-1", aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"])
        self.assertEqual("guarded", boto.describe_user_pool(UserPoolId=pool)["UserPool"]["Name"])
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            boto.list_users(UserPoolId=pool)
        error = refused.exception.response
        self.assertEqual(("AccessDeniedException", 400), (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]))


if __name__ == "__main__":
    unittest.main()
