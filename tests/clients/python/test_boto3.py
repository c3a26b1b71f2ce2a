"""boto3 against the built server: the operations an SDK user of a simple REST API calls, in the shapes boto3 returns."""
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from server import Server


class Boto3(unittest.TestCase):
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

    def mock_api(self, name):
        api = self.api.create_rest_api(name=name)
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        self.api.put_method(**where, authorizationType="NONE")
        self.api.put_method_response(**where, statusCode="200")
        self.api.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        self.api.put_integration_response(**where, statusCode="200", selectionPattern="",
                                          responseTemplates={"application/json": name})
        return api["id"]

    def answer(self, api_id, stage):
        with urllib.request.urlopen(f"{self.server.endpoint}/_aws/execute-api/{api_id}/{stage}") as answer:
            return answer.read().decode()

    def test_a_deployment_is_a_snapshot_and_the_stage_points_to_it(self):
        api_id = self.mock_api("first")
        root = self.api.get_resources(restApiId=api_id)["items"][0]["id"]
        first = self.api.create_deployment(restApiId=api_id, stageName="dev")
        self.api.update_integration_response(
            restApiId=api_id, resourceId=root, httpMethod="GET", statusCode="200",
            patchOperations=[{"op": "replace", "path": "/responseTemplates/application~1json", "value": "second"}])
        self.assertEqual(self.answer(api_id, "dev"), "first")
        self.api.create_deployment(restApiId=api_id, stageName="dev")
        self.assertEqual(self.answer(api_id, "dev"), "second")
        self.api.update_stage(restApiId=api_id, stageName="dev", patchOperations=[
            {"op": "replace", "path": "/deploymentId", "value": first["id"]}])
        self.assertEqual(self.answer(api_id, "dev"), "first")

    def test_a_canary_is_deployed_promoted_and_ended(self):
        api_id = self.mock_api("old")
        root = self.api.get_resources(restApiId=api_id)["items"][0]["id"]
        self.api.create_deployment(restApiId=api_id, stageName="dev")
        self.api.update_integration_response(
            restApiId=api_id, resourceId=root, httpMethod="GET", statusCode="200",
            patchOperations=[{"op": "replace", "path": "/responseTemplates/application~1json", "value": "new"}])
        canary = self.api.create_deployment(
            restApiId=api_id, stageName="dev", canarySettings={"percentTraffic": 100.0, "useStageCache": False})["id"]
        self.assertEqual(self.answer(api_id, "dev"), "new")
        self.api.update_stage(restApiId=api_id, stageName="dev", patchOperations=[
            {"op": "replace", "path": "/canarySettings/percentTraffic", "value": "0.0"}])
        self.assertEqual(self.answer(api_id, "dev"), "old")
        self.api.update_stage(restApiId=api_id, stageName="dev", patchOperations=[
            {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
            {"op": "remove", "path": "/canarySettings"}])
        stage = self.api.get_stage(restApiId=api_id, stageName="dev")
        self.assertEqual(stage["deploymentId"], canary)
        self.assertNotIn("canarySettings", stage)
        self.assertEqual(self.answer(api_id, "dev"), "new")

    def test_a_stages_caches_are_flushed(self):
        api_id = self.mock_api("flushed")
        self.api.create_deployment(restApiId=api_id, stageName="dev", cacheClusterEnabled=True, cacheClusterSize="0.5")
        for flush in (self.api.flush_stage_cache, self.api.flush_stage_authorizers_cache):
            answer = flush(restApiId=api_id, stageName="dev")
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 202)

    def test_a_deployment_in_use_cannot_be_deleted(self):
        api_id = self.mock_api("used")
        deployment = self.api.create_deployment(restApiId=api_id, stageName="dev")["id"]
        with self.assertRaises(ClientError) as refused:
            self.api.delete_deployment(restApiId=api_id, deploymentId=deployment)
        self.assertEqual(refused.exception.response["Error"]["Code"], "BadRequestException")
        self.assertEqual(refused.exception.response["Error"]["Message"],
                         "Active stages pointing to this deployment must be moved or deleted")
        self.api.delete_stage(restApiId=api_id, stageName="dev")
        self.api.delete_deployment(restApiId=api_id, deploymentId=deployment)

    def test_pages_follow_each_other(self):
        names = {f"page-{number}" for number in range(7)}
        for name in names:
            self.api.create_rest_api(name=name)
        pages = list(self.api.get_paginator("get_rest_apis").paginate(PaginationConfig={"PageSize": 3}))
        self.assertTrue(all(len(page["items"]) <= 3 for page in pages))
        self.assertTrue(names <= {item["name"] for page in pages for item in page["items"]})

    def test_regions_are_apart(self):
        elsewhere = boto3.client("apigateway", endpoint_url=self.server.endpoint, region_name="us-west-2",
                                 aws_access_key_id="test", aws_secret_access_key="test")
        api_id = self.api.create_rest_api(name="here")["id"]
        with self.assertRaises(elsewhere.exceptions.NotFoundException):
            elsewhere.get_rest_api(restApiId=api_id)

    def test_what_is_not_built_says_so(self):
        functions = boto3.client("lambda", endpoint_url=self.server.endpoint, region_name="us-east-1",
                                 aws_access_key_id="test", aws_secret_access_key="test")
        with self.assertRaises(ClientError) as refused:
            functions.list_event_source_mappings()
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 501)
        self.assertIn("ListEventSourceMappings", refused.exception.response["Error"]["Message"])


if __name__ == "__main__":
    unittest.main()
