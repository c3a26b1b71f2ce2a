"""API keys, usage plans and usage, by boto3 and by the AWS CLI."""
import datetime
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from server import Server


class UsagePlans(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.api = boto3.client(
            "apigateway", endpoint_url=cls.server.endpoint, region_name="eu-central-1",
            aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}),
        )

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def keyed_api(self):
        api = self.api.create_rest_api(name="keyed")
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        self.api.put_method(**where, authorizationType="NONE", apiKeyRequired=True)
        self.api.put_method_response(**where, statusCode="200")
        self.api.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        self.api.put_integration_response(**where, statusCode="200", responseTemplates={"application/json": "in"})
        self.api.create_deployment(restApiId=api["id"], stageName="dev")
        return api["id"]

    def call(self, api_id, key=None):
        request = urllib.request.Request(f"{self.server.endpoint}/_aws/execute-api/{api_id}/dev")
        if key:
            request.add_header("x-api-key", key)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def joined(self, api_id, **plan):
        plan = self.api.create_usage_plan(name="plan", apiStages=[{"apiId": api_id, "stage": "dev"}], **plan)["id"]
        key = self.api.create_api_key(name="key", enabled=True)
        member = self.api.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
        self.assertEqual((member["id"], member["type"], member["value"]), (key["id"], "API_KEY", key["value"]))
        return plan, key

    def test_a_key_admits_and_its_absence_does_not(self):
        api_id = self.keyed_api()
        _, key = self.joined(api_id)
        self.assertEqual(self.call(api_id), (403, '{"message":"Forbidden"}'))
        self.assertEqual(self.call(api_id, key["value"]), (200, "in"))
        self.assertEqual(self.api.get_api_key(apiKey=key["id"], includeValue=True)["value"], key["value"])
        self.assertNotIn("value", self.api.get_api_key(apiKey=key["id"]))
        self.api.update_api_key(apiKey=key["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
        self.assertEqual(self.call(api_id, key["value"])[0], 403)

    def test_a_plan_throttles(self):
        api_id = self.keyed_api()
        plan, key = self.joined(api_id, throttle={"rateLimit": 0.001, "burstLimit": 1})
        self.assertEqual(self.call(api_id, key["value"])[0], 200)
        self.assertEqual(self.call(api_id, key["value"]), (429, '{"message":"Too Many Requests"}'))
        self.api.update_usage_plan(usagePlanId=plan, patchOperations=[
            {"op": "replace", "path": f"/apiStages/{api_id}:dev/throttle", "value": json.dumps({"//GET": {"rateLimit": 100.0, "burstLimit": 100}})}])
        self.assertEqual(self.call(api_id, key["value"])[0], 200)

    def test_a_quota_is_used_shown_and_extended(self):
        api_id = self.keyed_api()
        plan, key = self.joined(api_id, quota={"limit": 2, "period": "DAY"})
        answers = [self.call(api_id, key["value"]) for _ in range(3)]
        self.assertEqual([status for status, _ in answers], [200, 200, 429])
        self.assertEqual(answers[2][1], '{"message":"Limit Exceeded"}')
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        usage = self.api.get_usage(usagePlanId=plan, startDate=today, endDate=today)
        self.assertEqual(usage["items"], {key["id"]: [[2, 0]]})
        self.api.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=[
            {"op": "replace", "path": "/remaining", "value": "1"}])
        self.assertEqual([self.call(api_id, key["value"])[0] for _ in range(2)], [200, 429])

    def test_pages_of_keys(self):
        ids = {self.api.create_api_key(name=f"paged-{number}")["id"] for number in range(5)}
        pages = self.api.get_paginator("get_api_keys").paginate(nameQuery="paged-", PaginationConfig={"PageSize": 2})
        self.assertEqual({item["id"] for page in pages for item in page["items"]}, ids)

    def test_a_plan_with_stages_stays(self):
        api_id = self.keyed_api()
        plan, _ = self.joined(api_id)
        with self.assertRaises(ClientError) as refused:
            self.api.delete_usage_plan(usagePlanId=plan)
        self.assertEqual(refused.exception.response["Error"]["Code"], "BadRequestException")
        self.api.update_usage_plan(usagePlanId=plan, patchOperations=[
            {"op": "remove", "path": "/apiStages", "value": f"{api_id}:dev"}])
        self.api.delete_usage_plan(usagePlanId=plan)

    def test_the_cli_imports_keys(self):
        aws = shutil.which("aws")
        assert aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        plan = self.api.create_usage_plan(name="imported")["id"]
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(f"Name,key,description,Enabled,usageplanIds\none,{'1' * 30},first,TRUE,{plan}\ntwo,{'2' * 29},,,\n")
            file.flush()
            done = subprocess.run(
                [aws, "--endpoint-url", self.server.endpoint, "--output", "json", "--region", "eu-central-1", "apigateway",
                 "import-api-keys", "--format", "csv", "--body", f"fileb://{file.name}"],
                env={**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_PAGER": "",
                     "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull},
                capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        imported = json.loads(done.stdout)
        self.assertEqual(len(imported["ids"]), 1)
        self.assertEqual(imported["warnings"], ["Line 3: API Key value should be at least 30 characters"])
        keys = self.api.get_usage_plan_keys(usagePlanId=plan)["items"]
        self.assertEqual([(key["id"], key["name"]) for key in keys], [(imported["ids"][0], "one")])


if __name__ == "__main__":
    unittest.main()
