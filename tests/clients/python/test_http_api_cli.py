"""Every operation of apigatewayv2 that serves HTTP APIs, driven by the unmodified AWS CLI.

The table is walked in order; a row may use what earlier rows learned. An operation that the CLI knows and the table
lacks fails the test.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import boto3

from server import Server

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:pets"
AUTHORIZER = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/0e1a"
GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:/http/pets"
ACTION = '[{"InvokeApi":{"ApiId":"$rest","Stage":"dev"}}]'
DEFINITION = json.dumps({
    "openapi": "3.0.1", "info": {"title": "imported", "version": "1"},
    "paths": {"/a": {"get": {"x-amazon-apigateway-integration": {
        "type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com", "payloadFormatVersion": "1.0"}}}}})

# (operation, words, what is remembered {name: member}, what is expected {member: value}); $name is what was remembered.
ROWS = [
    ("create-api", "--name pets --protocol-type HTTP --cors-configuration AllowOrigins=https://a.example --tags a=b",
     {"api": "ApiId"}, {"DisableExecuteApiEndpoint": False, "RouteSelectionExpression": "$request.method $request.path"}),
    ("get-api", "--api-id $api", {}, {"Name": "pets", "Tags": {"a": "b"}}),
    ("get-apis", "--max-results 5", {}, {}),
    ("update-api", "--api-id $api --name cats", {}, {"Name": "cats"}),
    ("delete-cors-configuration", "--api-id $api", {}, None),
    ("create-integration", f"--api-id $api --integration-type AWS_PROXY --integration-uri {FUNCTION} "
     "--payload-format-version 2.0", {"integration": "IntegrationId"},
     {"IntegrationMethod": "POST", "ConnectionType": "INTERNET", "TimeoutInMillis": 30000}),
    ("get-integration", "--api-id $api --integration-id $integration", {}, {"IntegrationUri": FUNCTION}),
    ("get-integrations", "--api-id $api", {}, {}),
    ("update-integration", "--api-id $api --integration-id $integration --timeout-in-millis 5000", {},
     {"TimeoutInMillis": 5000}),
    ("create-authorizer", f"--api-id $api --name fn --authorizer-type REQUEST --authorizer-uri {AUTHORIZER} "
     "--authorizer-payload-format-version 2.0 --identity-source $request.header.x", {"authorizer": "AuthorizerId"},
     {"AuthorizerResultTtlInSeconds": 300}),
    ("get-authorizer", "--api-id $api --authorizer-id $authorizer", {}, {"Name": "fn"}),
    ("get-authorizers", "--api-id $api", {}, {}),
    ("update-authorizer", "--api-id $api --authorizer-id $authorizer --authorizer-result-ttl-in-seconds 0", {},
     {"AuthorizerResultTtlInSeconds": 0}),
    ("create-route", ["--api-id", "$api", "--route-key", "GET /pets/{id}", "--target", "integrations/$integration"],
     {"route": "RouteId"}, {"ApiKeyRequired": False, "AuthorizationType": "NONE"}),
    ("get-route", "--api-id $api --route-id $route", {}, {"RouteKey": "GET /pets/{id}"}),
    ("get-routes", "--api-id $api", {}, {}),
    ("update-route", "--api-id $api --route-id $route --authorization-type CUSTOM --authorizer-id $authorizer", {},
     {"AuthorizationType": "CUSTOM"}),
    ("create-stage", ["--api-id", "$api", "--stage-name", "$default", "--auto-deploy", "--stage-variables", "color=red",
                      "--access-log-settings", f"DestinationArn={GROUP}:*,Format=$context.requestId",
                      "--route-settings", '{"GET /pets/{id}":{"ThrottlingBurstLimit":5}}'], {},
     {"StageName": "$default", "AutoDeploy": True, "StageVariables": {"color": "red"}}),
    ("get-stage", "--api-id $api --stage-name $default", {},
     {"AccessLogSettings": {"DestinationArn": GROUP, "Format": "$context.requestId"}}),
    ("get-stages", "--api-id $api", {}, {}),
    ("update-stage", "--api-id $api --stage-name $default --no-auto-deploy", {}, {"AutoDeploy": False}),
    ("delete-route-settings", ["--api-id", "$api", "--stage-name", "$default", "--route-key", "GET /pets/{id}"], {}, None),
    ("delete-access-log-settings", "--api-id $api --stage-name $default", {}, None),
    ("reset-authorizers-cache", "--api-id $api --stage-name $default", {}, None),
    ("create-deployment", "--api-id $api --stage-name $default", {"deployment": "DeploymentId"},
     {"DeploymentStatus": "DEPLOYED"}),
    ("get-deployment", "--api-id $api --deployment-id $deployment", {}, {"AutoDeployed": False}),
    ("get-deployments", "--api-id $api", {}, {}),
    ("update-deployment", "--api-id $api --deployment-id $deployment --description again", {}, {"Description": "again"}),
    ("export-api", "--api-id $api --specification OAS30 --output-type YAML --stage-name $default $folder/export.yaml",
     {}, None),
    ("tag-resource", "--resource-arn arn:aws:apigateway:us-east-1::/apis/$api --tags c=d", {}, None),
    ("get-tags", "--resource-arn arn:aws:apigateway:us-east-1::/apis/$api", {}, {"Tags": {"a": "b", "c": "d"}}),
    ("untag-resource", "--resource-arn arn:aws:apigateway:us-east-1::/apis/$api --tag-keys a c", {}, None),
    ("create-domain-name", "--domain-name api.example.com --domain-name-configurations CertificateArn=" + CERTIFICATE, {},
     {"ApiMappingSelectionExpression": "$request.basepath"}),
    ("get-domain-name", "--domain-name api.example.com", {}, {"DomainName": "api.example.com"}),
    ("get-domain-names", "", {}, {}),
    ("update-domain-name", "--domain-name api.example.com --routing-mode ROUTING_RULE_THEN_API_MAPPING", {},
     {"RoutingMode": "ROUTING_RULE_THEN_API_MAPPING"}),
    ("create-routing-rule", ["--domain-name", "api.example.com", "--priority", "5", "--conditions", "[]", "--actions", ACTION],
     {"rule": "RoutingRuleId"}, {"Priority": 5}),
    ("get-routing-rule", "--domain-name api.example.com --routing-rule-id $rule", {}, {"Priority": 5}),
    ("list-routing-rules", "--domain-name api.example.com", {}, {}),
    ("put-routing-rule", ["--domain-name", "api.example.com", "--routing-rule-id", "$rule", "--priority", "6", "--conditions",
                          "[]", "--actions", ACTION], {}, {"Priority": 6}),
    ("delete-routing-rule", "--domain-name api.example.com --routing-rule-id $rule", {}, None),
    ("create-api-mapping", "--domain-name api.example.com --api-id $api --stage $default --api-mapping-key shop/v1",
     {"mapping": "ApiMappingId"}, {"ApiMappingKey": "shop/v1"}),
    ("get-api-mapping", "--domain-name api.example.com --api-mapping-id $mapping", {}, {"Stage": "$default"}),
    ("get-api-mappings", "--domain-name api.example.com", {}, {}),
    ("update-api-mapping", "--domain-name api.example.com --api-mapping-id $mapping --api-id $api --api-mapping-key shop", {},
     {"ApiMappingKey": "shop"}),
    ("delete-api-mapping", "--domain-name api.example.com --api-mapping-id $mapping", {}, None),
    ("delete-domain-name", "--domain-name api.example.com", {}, None),
    ("create-vpc-link", "--name link --subnet-ids subnet-1", {"link": "VpcLinkId"}, {"VpcLinkStatus": "PENDING"}),
    ("get-vpc-link", "--vpc-link-id $link", {}, {"VpcLinkStatus": "AVAILABLE"}),
    ("get-vpc-links", "", {}, {}),
    ("update-vpc-link", "--vpc-link-id $link --name renamed", {}, {"Name": "renamed"}),
    ("delete-vpc-link", "--vpc-link-id $link", {}, None),
    ("delete-route", "--api-id $api --route-id $route", {}, None),
    ("delete-authorizer", "--api-id $api --authorizer-id $authorizer", {}, None),
    ("delete-integration", "--api-id $api --integration-id $integration", {}, None),
    ("delete-stage", "--api-id $api --stage-name $default", {}, None),
    ("delete-deployment", "--api-id $api --deployment-id $deployment", {}, None),
    ("reimport-api", "--api-id $api --body file://$folder/definition.json", {}, {"Name": "imported"}),
    ("delete-api", "--api-id $api", {}, None),
    ("import-api", "--body file://$folder/definition.json --fail-on-warnings", {"api": "ApiId"}, {"Name": "imported"}),
]

# Parts that HTTP APIs do not have: refused with a BadRequestException, as on AWS.
REFUSED = [
    ("create-model", "--api-id $api --name m --schema {}"),
    ("get-model", "--api-id $api --model-id abcdef"),
    ("get-models", "--api-id $api"),
    ("get-model-template", "--api-id $api --model-id abcdef"),
    ("update-model", "--api-id $api --model-id abcdef --name n"),
    ("delete-model", "--api-id $api --model-id abcdef"),
    ("create-route-response", "--api-id $api --route-id abcdefg --route-response-key $default"),
    ("get-route-response", "--api-id $api --route-id abcdefg --route-response-id abcdef"),
    ("get-route-responses", "--api-id $api --route-id abcdefg"),
    ("update-route-response", "--api-id $api --route-id abcdefg --route-response-id abcdef"),
    ("delete-route-response", "--api-id $api --route-id abcdefg --route-response-id abcdef"),
    ("create-integration-response", "--api-id $api --integration-id abcdefg --integration-response-key $default"),
    ("get-integration-response", "--api-id $api --integration-id abcdefg --integration-response-id abcdef"),
    ("get-integration-responses", "--api-id $api --integration-id abcdefg"),
    ("update-integration-response", "--api-id $api --integration-id abcdefg --integration-response-id abcdef"),
    ("delete-integration-response", "--api-id $api --integration-id abcdefg --integration-response-id abcdef"),
    ("delete-route-request-parameter", "--api-id $api --route-id $route --request-parameter-key x"),
]


class HttpApiCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.folder = tempfile.mkdtemp(prefix="gatehouse-v2-")
        pathlib.Path(cls.folder, "definition.json").write_text(DEFINITION)
        cls.environment = {
            **os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PAGER": "",
        }
        cls.known = {"folder": cls.folder}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def client(self, service):
        return boto3.client(service, endpoint_url=self.server.endpoint, region_name="us-east-1",
                            aws_access_key_id="test", aws_secret_access_key="test")

    def fill(self, word):
        return re.sub(r"\$([a-z]+)", lambda match: self.known.get(match.group(1), match.group(0)), word)

    def run_cli(self, operation, words):
        words = words if isinstance(words, list) else words.split()
        return subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", "apigatewayv2", operation,
             *[self.fill(word) for word in words]],
            env=self.environment, capture_output=True, text=True, check=False)

    def make_rest_api(self):
        rest = self.client("apigateway")
        api = rest.create_rest_api(name="rest")["id"]
        target = {"restApiId": api, "resourceId": rest.get_resources(restApiId=api)["items"][0]["id"], "httpMethod": "GET"}
        rest.put_method(**target, authorizationType="NONE")
        rest.put_integration(**target, type="MOCK")
        rest.create_deployment(restApiId=api, stageName="dev")
        return api

    def test_the_table_holds_every_operation_but_those_of_portals(self):
        names = self.client("apigatewayv2").meta.service_model.operation_names
        wanted = {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names if not re.search("Portal|Product", name)}
        table = {row[0] for row in [*ROWS, *REFUSED]}
        self.assertEqual(wanted - table, set())
        self.assertEqual(len(table), 77)

    def test_every_operation_answers_the_cli(self):
        self.known["rest"] = self.make_rest_api()
        for operation, words, remembered, expected in ROWS:
            with self.subTest(operation):
                done = self.run_cli(operation, words)
                self.assertEqual(done.returncode, 0, done.stderr)
                answer = json.loads(done.stdout) if done.stdout.strip() else {}
                for name, member in remembered.items():
                    self.known[name] = answer[member]
                for member, value in (expected or {}).items():
                    self.assertEqual(answer[member], value)
        self.assertIn("openapi: ", pathlib.Path(self.folder, "export.yaml").read_text())
        self.known["route"] = self.client("apigatewayv2").get_routes(ApiId=self.known["api"])["Items"][0]["RouteId"]
        for operation, words in REFUSED:
            with self.subTest(operation):
                done = self.run_cli(operation, words)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("(BadRequestException)", done.stderr)


if __name__ == "__main__":
    unittest.main()
