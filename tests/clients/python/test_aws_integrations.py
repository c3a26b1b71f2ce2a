"""AWS integrations of REST APIs against moto_server: every API is made through boto3, every effect is looked up there."""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

from server import ROOT, Server

ROLE = "arn:aws:iam::000000000000:role/gateway"
PNG = bytes(range(256)) + b"\x89PNG\r\n\x1a\n"


class Moto:
    """moto_server on a port of the system's choice; stopped by its process id."""

    def __init__(self):
        program = shutil.which("moto_server")
        assert program, "moto_server is missing: pip install 'moto[server]'"
        self.process = subprocess.Popen(
            [program, "-H", "127.0.0.1", "-p", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "MOTO_ACCOUNT_ID": "000000000000"})
        for line in self.process.stdout:
            ready = re.search(r"http://127\.0\.0\.1:\d+", line)
            if ready:
                self.endpoint = ready.group(0)
                break
        else:
            raise RuntimeError(f"moto_server ended with code {self.process.wait()}")
        # Its log is read to the end, so that a full pipe never stops it.
        self.log = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)

    def client(self, service, region="us-east-1"):
        return boto3.client(service, endpoint_url=self.endpoint, region_name=region,
                            aws_access_key_id="test", aws_secret_access_key="test",
                            config=Config(retries={"max_attempts": 1}))

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.log.wait()


class ServerWithServices(Server):
    """The built server with a map of services in its data folder."""

    def __init__(self, services):
        self.data = tempfile.mkdtemp(prefix="gatehouse-aws-")
        pathlib.Path(self.data, "services.json").write_text(json.dumps(services))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.process = subprocess.Popen(
            [ROOT / "gatehouse", "serve", "--port", "0", "--data", self.data], stdout=subprocess.PIPE, text=True,
            env=environment)
        for line in self.process.stdout:
            ready = re.search(r"http://\S+:\d+", line)
            if ready:
                self.endpoint = ready.group(0)
                return
        raise RuntimeError(f"the server ended with code {self.process.wait()} before it was ready")


class Apis(unittest.TestCase):
    """Makes APIs through boto3 and calls them over HTTP."""

    services = {}

    @classmethod
    def setUpClass(cls):
        cls.server = ServerWithServices(cls.services)
        cls.api = boto3.client(
            "apigateway", endpoint_url=cls.server.endpoint, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}))

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def deploy(self, path, verb, uri, responses=None, binary=(), stage=None, parameters=(), **integration):
        """An API with one method; returns the URL of its stage."""
        api = self.api.create_rest_api(name="aws", binaryMediaTypes=list(binary))
        parent = api["rootResourceId"]
        for part in [part for part in path.split("/") if part]:
            parent = self.api.create_resource(restApiId=api["id"], parentId=parent, pathPart=part)["id"]
        where = {"restApiId": api["id"], "resourceId": parent, "httpMethod": verb}
        self.api.put_method(**where, authorizationType="NONE",
                            requestParameters={name: False for name in parameters})
        integration.setdefault("integrationHttpMethod", "POST")
        integration.setdefault("credentials", ROLE)
        self.api.put_integration(**where, type="AWS", uri=uri, **integration)
        for status, settings in (responses or {"200": {}}).items():
            headers = {name: False for name in settings.get("responseParameters", {})}
            self.api.put_method_response(**where, statusCode=status, responseParameters=headers)
            self.api.put_integration_response(**where, statusCode=status, **settings)
        self.api.create_deployment(restApiId=api["id"], stageName="dev", variables=stage or {})
        return f"{self.server.endpoint}/_aws/execute-api/{api['id']}/dev"

    def call(self, verb, url, body=None, **headers):
        request = urllib.request.Request(url, method=verb, data=body,
                                         headers={name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read()


class WithMoto(Apis):
    @classmethod
    def setUpClass(cls):
        cls.moto = Moto()
        cls.services = {"services": {"*": {
            "endpoint": cls.moto.endpoint, "accessKeyId": "test", "secretAccessKey": "test"}}}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.moto.stop()

    def queue(self, name, region="us-east-1"):
        sqs = self.moto.client("sqs", region)
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        return url, lambda: [m["Body"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]

    def test_sqs_by_path_with_the_query_protocol(self):
        _, messages = self.queue("by-path")
        url = self.deploy(
            "/send", "POST", "arn:aws:apigateway:us-east-1:sqs:path/000000000000/by-path",
            requestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
            requestTemplates={"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"},
            responses={"200": {"responseTemplates": {
                "application/json": '{"id": "$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}'}}})
        status, _, body = self.call("POST", url + "/send", b'{"text": "caf\xc3\xa9 & more"}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        self.assertRegex(json.loads(body)["id"], "^[0-9a-f-]{36}$")
        self.assertEqual(messages(), ['{"text": "café & more"}'])

    def test_sqs_by_action_with_mapped_parameters_in_another_region(self):
        queue, messages = self.queue("by-action", "eu-west-1")
        url = self.deploy(
            "/send", "GET", "arn:aws:apigateway:eu-west-1:sqs:action/SendMessage",
            parameters=["method.request.querystring.text"],
            requestParameters={
                "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
                "integration.request.querystring.QueueUrl": f"'{queue}'",
                "integration.request.querystring.MessageBody": "method.request.querystring.text",
            })
        status, headers, body = self.call("GET", url + "/send?text=hello%20you")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"), body)
        self.assertIn("MessageId", json.loads(body)["SendMessageResponse"]["SendMessageResult"])
        self.assertEqual(messages(), ["hello you"])

    def test_sqs_with_the_json_protocol(self):
        queue, messages = self.queue("json")
        url = self.deploy(
            "/send", "POST", "arn:aws:apigateway:us-east-1:sqs:action/SendMessage",
            requestParameters={
                "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
                "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
            },
            requestTemplates={"application/json":
                              '{"QueueUrl": "' + queue + '", "MessageBody": "$util.escapeJavaScript($input.body)"}'})
        status, _, body = self.call("POST", url + "/send", b'{"a": 1}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        self.assertEqual(messages(), ['{"a": 1}'])

    def test_an_error_of_the_service_is_mapped_by_its_status(self):
        url = self.deploy(
            "/send", "POST", "arn:aws:apigateway:us-east-1:sqs:path/000000000000/no-such-queue",
            requestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
            requestTemplates={"application/json": "Action=SendMessage&MessageBody=x"},
            responses={"200": {}, "502": {
                "selectionPattern": "4\\d{2}",
                "responseTemplates": {"application/json": '{"why": "$input.path(\'$.Error.Code\')"}'}}})
        status, _, body = self.call("POST", url + "/send", b"{}", Content_Type="application/json")
        self.assertEqual(status, 502, body)
        self.assertIn("NonExistentQueue", json.loads(body)["why"])

    def test_sns_publishes_to_a_subscribed_queue(self):
        sns = self.moto.client("sns")
        topic = sns.create_topic(Name="news")["TopicArn"]
        _, messages = self.queue("news")
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:news",
                      Attributes={"RawMessageDelivery": "true"})
        url = self.deploy(
            "/news", "POST", "arn:aws:apigateway:us-east-1:sns:action/Publish",
            requestParameters={
                "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
                "integration.request.querystring.TopicArn": f"'{topic}'",
                "integration.request.querystring.Message": "method.request.body.headline",
            },
            requestTemplates={"application/json": ""})
        status, _, body = self.call("POST", url + "/news", b'{"headline": "it works"}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        self.assertIn("MessageId", json.loads(body)["PublishResponse"]["PublishResult"])
        self.assertEqual(messages(), ["it works"])

    def test_dynamodb_puts_and_reads_an_item(self):
        table = self.moto.client("dynamodb")
        table.create_table(
            TableName="pets", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
        put = self.deploy(
            "/pets", "POST", "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
            requestTemplates={"application/json":
                              '{"TableName": "pets", "Item": {"id": {"S": "$input.path(\'$.id\')"}, '
                              '"name": {"S": "$input.path(\'$.name\')"}}}'})
        status, _, body = self.call("POST", put + "/pets", b'{"id": "7", "name": "Rex"}', Content_Type="application/json")
        self.assertEqual((status, body), (200, b"{}"))
        self.assertEqual(table.get_item(TableName="pets", Key={"id": {"S": "7"}})["Item"]["name"]["S"], "Rex")

        get = self.deploy(
            "/pets/{id}", "GET", "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem",
            requestTemplates={"application/json":
                              '{"TableName": "pets", "Key": {"id": {"S": "$input.params(\'id\')"}}}'},
            responses={"200": {"responseTemplates": {
                "application/json": '{"name": "$input.path(\'$.Item.name.S\')"}'}}})
        status, _, body = self.call("GET", get + "/pets/7")
        self.assertEqual((status, json.loads(body)), (200, {"name": "Rex"}))

    def test_s3_puts_and_gets_text_and_bytes_under_keys_with_slashes(self):
        s3 = self.moto.client("s3")
        s3.create_bucket(Bucket="files")
        mapped = {
            "requestParameters": {
                "integration.request.path.key": "method.request.path.proxy",
                "integration.request.header.Content-Type": "method.request.header.Content-Type",
            },
            "parameters": ["method.request.path.proxy", "method.request.header.Content-Type"],
            "binary": ["image/png"],
        }
        put = self.deploy("/{proxy+}", "PUT", "arn:aws:apigateway:us-east-1:s3:path/files/{key}",
                          integrationHttpMethod="PUT", **mapped)
        for key, content, content_type in (
                ("docs/a b/über+x.txt", "grüße".encode(), "text/plain"), ("img/x.png", PNG, "image/png")):
            status, _, body = self.call(
                "PUT", put + "/" + urllib.request.quote(key), content, Content_Type=content_type)
            self.assertEqual(status, 200, body)
            stored = s3.get_object(Bucket="files", Key=key)
            self.assertEqual((stored["Body"].read(), stored["ContentType"]), (content, content_type))

        get = self.deploy(
            "/{proxy+}", "GET", "arn:aws:apigateway:us-east-1:s3:path/files/{key}", integrationHttpMethod="GET",
            responses={
                "200": {"responseParameters": {
                    "method.response.header.Content-Type": "integration.response.header.Content-Type"}},
                "404": {"selectionPattern": "404"},
            }, **mapped)
        status, headers, body = self.call("GET", get + "/img/x.png", Accept="image/png")
        self.assertEqual((status, headers["Content-Type"], body), (200, "image/png", PNG))
        # A client that does not ask for bytes gets Base64 (sheet 8.3).
        self.assertEqual(base64.b64decode(self.call("GET", get + "/img/x.png")[2]), PNG)
        self.assertEqual(self.call("GET", get + "/docs/a%20b/%C3%BCber%2Bx.txt")[2], "grüße".encode())
        self.assertEqual(self.call("GET", get + "/no/such")[0], 404)

    def test_s3_by_subdomain_and_action_and_converted_from_base64(self):
        s3 = self.moto.client("s3")
        s3.create_bucket(Bucket="converted")
        put = self.deploy(
            "/{name}", "PUT", "arn:aws:apigateway:us-east-1:converted.s3:path/{name}", integrationHttpMethod="PUT",
            parameters=["method.request.path.name"], contentHandling="CONVERT_TO_BINARY",
            requestParameters={"integration.request.path.name": "method.request.path.name"})
        status, _, body = self.call("PUT", put + "/x.bin", base64.b64encode(PNG), Content_Type="text/plain")
        self.assertEqual(status, 200, body)
        self.assertEqual(s3.get_object(Bucket="converted", Key="x.bin")["Body"].read(), PNG)

        get = self.deploy(
            "/{name}", "GET", "arn:aws:apigateway:us-east-1:s3:action/GetObject&Bucket=converted&Key={name}",
            integrationHttpMethod="GET", parameters=["method.request.path.name"], binary=["*/*"],
            requestParameters={"integration.request.path.name": "method.request.path.name"})
        self.assertEqual(self.call("GET", get + "/x.bin")[2], PNG)

    def test_s3_lists_its_buckets_by_a_doubled_slash(self):
        self.moto.client("s3").create_bucket(Bucket="listed")
        url = self.deploy("/buckets", "GET", "arn:aws:apigateway:us-east-1:s3:path//", integrationHttpMethod="GET")
        status, _, body = self.call("GET", url + "/buckets")
        self.assertEqual(status, 200)
        self.assertIn(b"<Name>listed</Name>", body)  # S3 answers XML whatever is asked for (sheet 5.2)

    def test_kinesis_puts_a_record(self):
        kinesis = self.moto.client("kinesis")
        kinesis.create_stream(StreamName="clicks", ShardCount=1)
        url = self.deploy(
            "/clicks", "POST", "arn:aws:apigateway:us-east-1:kinesis:action/PutRecord",
            requestParameters={"integration.request.header.Content-Type": "'application/x-amz-json-1.1'"},
            requestTemplates={"application/json":
                              '{"StreamName": "clicks", "PartitionKey": "$input.path(\'$.user\')", '
                              '"Data": "$util.base64Encode($input.body)"}'})
        status, _, body = self.call("POST", url + "/clicks", b'{"user": "u1"}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        shard = json.loads(body)["ShardId"]
        start = kinesis.get_shard_iterator(
            StreamName="clicks", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        self.assertEqual([r["Data"] for r in kinesis.get_records(ShardIterator=start)["Records"]], [b'{"user": "u1"}'])

    def test_step_functions_start_an_execution(self):
        states = self.moto.client("stepfunctions")
        machine = states.create_state_machine(
            name="m", roleArn="arn:aws:iam::000000000000:role/states",
            definition='{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}')["stateMachineArn"]
        url = self.deploy(
            "/start", "POST", "arn:aws:apigateway:us-east-1:states:action/StartExecution",
            requestTemplates={"application/json":
                              '{"stateMachineArn": "' + machine + '", "input": "$util.escapeJavaScript($input.json(\'$\'))"}'})
        status, _, body = self.call("POST", url + "/start", b'{"order": 1}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        execution = states.describe_execution(executionArn=json.loads(body)["executionArn"])
        self.assertEqual(json.loads(execution["input"]), {"order": 1})

    def test_eventbridge_takes_events_with_a_mapped_target(self):
        events = self.moto.client("events")
        _, messages = self.queue("events")
        events.put_rule(Name="all", EventPattern='{"source": ["shop"]}')
        events.put_targets(Rule="all", Targets=[{"Id": "q", "Arn": "arn:aws:sqs:us-east-1:000000000000:events"}])
        url = self.deploy(
            "/events", "POST", "arn:aws:apigateway:us-east-1:events:action/PutEvents",
            requestParameters={
                "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
                "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
            },
            requestTemplates={"application/json":
                              '{"Entries": [{"Source": "shop", "DetailType": "sold", '
                              '"Detail": "$util.escapeJavaScript($input.json(\'$\'))"}]}'})
        status, _, body = self.call("POST", url + "/events", b'{"item": 3}', Content_Type="application/json")
        self.assertEqual(status, 200, body)
        self.assertEqual(json.loads(body)["FailedEntryCount"], 0)
        self.assertEqual([json.loads(m)["detail"] for m in messages()], [{"item": 3}])

    def test_ssm_answers_in_query_style(self):
        self.moto.client("ssm").put_parameter(Name="color", Value="blue", Type="String")
        url = self.deploy("/color", "GET", "arn:aws:apigateway:us-east-1:ssm:action/GetParameter",
                          requestTemplates={"application/json": '{"Name": "color"}'})
        status, _, body = self.call("GET", url + "/color")
        self.assertEqual(status, 200, body)
        self.assertEqual(
            json.loads(body)["GetParameterResponse"]["GetParameterResult"]["Parameter"]["Value"], "blue")

    def test_stage_variables_choose_table_role_and_action(self):
        table = self.moto.client("dynamodb")
        table.create_table(
            TableName="staged", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
        url = self.deploy(
            "/x", "POST", "arn:aws:apigateway:us-east-1:dynamodb:action/${stageVariables.action}",
            credentials="arn:aws:iam::000000000000:${stageVariables.role}",
            stage={"action": "PutItem", "role": "role/gateway", "table": "staged"},
            requestTemplates={"application/json": '{"TableName": "$stageVariables.table", "Item": {"id": {"S": "1"}}}'})
        status, _, body = self.call("POST", url + "/x", b"{}", Content_Type="application/json")
        self.assertEqual(status, 200, body)
        self.assertIn("Item", table.get_item(TableName="staged", Key={"id": {"S": "1"}}))

    def test_the_role_is_assumed(self):
        # moto knows a role's key only when it gave it out itself.
        url = self.deploy("/who", "POST", "arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity")
        status, _, body = self.call("POST", url + "/who", b"")
        self.assertEqual(status, 200, body)
        self.assertEqual(
            json.loads(body)["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"],
            "arn:aws:sts::000000000000:assumed-role/gateway/BackplaneAssumeRoleSession")


class WithoutServices(Apis):
    def test_a_service_that_nobody_configured_answers_500(self):
        url = self.deploy("/send", "POST", "arn:aws:apigateway:us-east-1:sqs:path/000000000000/q")
        self.assertEqual(self.call("POST", url + "/send", b"{}")[::2], (500, b'{"message": "Internal server error"}'))

    def test_doctor_names_the_setting(self):
        done = subprocess.run(
            [ROOT / "gatehouse", "doctor", "--port", "0", "--data", tempfile.mkdtemp(prefix="gatehouse-doctor-")],
            capture_output=True, text=True, check=False,
            env={key: value for key, value in os.environ.items() if not key.startswith("AWS_")})
        self.assertIn("services.json", done.stdout)
        self.assertIn("--services", done.stdout)


del Apis

if __name__ == "__main__":
    unittest.main()
