"""Functions and what is around them: URLs, destinations at moto_server, roles under --enforce-iam, functions elsewhere."""
import io
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import zipfile

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from server import ROOT, Server
from test_aws_integrations import Moto

ROLE = "arn:aws:iam::000000000000:role/worker"
ROOT_KEY, ROOT_SECRET = "AKIAROOTROOTROOTROOT", "rootrootrootrootrootrootrootrootrootroot"


def package(code, name="index.js"):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr(name, code)
    return archive.getvalue()


def client(server, service, key="test", secret="test"):
    return boto3.client(service, endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=key,
                        aws_secret_access_key=secret, config=Config(retries={"max_attempts": 1}))


def create(aws, name, code, runtime="nodejs22.x", handler="index.handler", file="index.js", **more):
    return aws.create_function(FunctionName=name, Runtime=runtime, Handler=handler, Role=ROLE, Timeout=20,
                               Code={"ZipFile": package(code, file)}, **more)


def invoke(aws, name, payload=None, **more):
    answer = aws.invoke(FunctionName=name, Payload=json.dumps(payload or {}), **more)
    return answer, json.loads(answer["Payload"].read() or "null")


def get(url, host, method="GET", body=None, headers=None):
    """By the server's own address and the URL's name: resolvers need not know *.localhost."""
    request = urllib.request.Request(url, method=method, data=body, headers={"Host": host, **(headers or {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


class WithServices(Server):
    """The built server with a map of services in its data folder."""

    def __init__(self, services, *options, environment=None):
        self.data = tempfile.mkdtemp(prefix="gatehouse-functions-")
        pathlib.Path(self.data, "services.json").write_text(json.dumps({"services": services}))
        clean = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.process = subprocess.Popen(
            [ROOT / "gatehouse", "serve", "--port", "0", "--data", self.data, *options],
            stdout=subprocess.PIPE, text=True, env={**clean, **(environment or {})})
        for line in self.process.stdout:
            ready = re.search(r"http://\S+:\d+", line)
            if ready:
                self.endpoint = ready.group(0)
                return
        raise RuntimeError(f"the server ended with code {self.process.wait()} before it was ready")


class FunctionUrls(unittest.TestCase):
    CODE = """
    exports.handler = async (event) => ({
      statusCode: 201, headers: { 'x-seen': event.requestContext.authorizer?.iam.userArn ?? 'anonymous' },
      cookies: ['a=1'], body: `${event.requestContext.http.method} ${event.rawPath}?${event.rawQueryString} ${event.body ?? ''}`,
    });"""
    STREAM = """
    exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { 'Content-Type': 'text/plain' } });
      for (const piece of ['one', 'two']) stream.write(piece);
      stream.end();
    });"""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.aws = client(cls.server, "lambda")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def url(self, name, **settings):
        address = self.aws.create_function_url_config(FunctionName=name, **settings)["FunctionUrl"]
        return re.match(r"http://([^/]+)/$", address).group(1)

    def open(self, name):
        self.aws.add_permission(FunctionName=name, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*",
                                FunctionUrlAuthType="NONE")
        self.aws.add_permission(FunctionName=name, StatementId="function", Action="lambda:InvokeFunction", Principal="*",
                                InvokedViaFunctionUrl=True)

    def test_a_public_url_serves_once_both_permissions_are_there(self):
        create(self.aws, "public", self.CODE)
        host = self.url("public", AuthType="NONE", Cors={"AllowOrigins": ["https://a.example"]})
        self.assertEqual(get(self.server.endpoint + "/p", host)[0], 403)
        self.open("public")
        status, headers, body = get(self.server.endpoint + "/p/q?x=1", host, "POST", b"hi", {"Content-Type": "text/plain"})
        self.assertEqual((status, headers["x-seen"], headers["Set-Cookie"], body), (201, "anonymous", "a=1", b"POST /p/q?x=1 hi"))
        status, headers, _ = get(self.server.endpoint + "/", host, "OPTIONS", None, {
            "Origin": "https://a.example", "Access-Control-Request-Method": "GET"})
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (200, "https://a.example"))
        self.aws.delete_function_url_config(FunctionName="public")
        self.assertEqual(get(self.server.endpoint + "/p", host)[0], 403)

    def test_a_signed_url_takes_botocores_signature(self):
        create(self.aws, "signed", self.CODE)
        host = self.url("signed", AuthType="AWS_IAM")
        self.assertEqual(get(self.server.endpoint + "/", host)[0], 403)
        iam = client(self.server, "iam")
        iam.create_user(UserName="caller")
        iam.put_user_policy(UserName="caller", PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], "Resource": "*"}]}))
        key = iam.create_access_key(UserName="caller")["AccessKey"]
        request = AWSRequest("GET", f"http://{host}/x", headers={"Host": host})
        SigV4Auth(Credentials(key["AccessKeyId"], key["SecretAccessKey"]), "lambda", "us-east-1").add_auth(request)
        status, headers, _ = get(self.server.endpoint + "/x", host, headers=dict(request.headers))
        self.assertEqual((status, headers["x-seen"]), (201, "arn:aws:iam::000000000000:user/caller"))

    def test_a_streaming_url(self):
        create(self.aws, "stream", self.STREAM)
        host = self.url("stream", AuthType="NONE", InvokeMode="RESPONSE_STREAM")
        self.open("stream")
        status, headers, body = get(self.server.endpoint + "/", host)
        self.assertEqual((status, headers["Content-Type"], body), (202, "text/plain", b"onetwo"))


class Destinations(unittest.TestCase):
    """What became of asynchronous events, at moto_server's queues, topics and buses."""

    CODE = "exports.handler = async (event) => { if (event.bad) throw new Error('no'); return { fine: event }; };"

    @classmethod
    def setUpClass(cls):
        cls.moto = Moto()
        cls.server = WithServices({"*": {"endpoint": cls.moto.endpoint, "accessKeyId": "test", "secretAccessKey": "test"}})
        cls.aws = client(cls.server, "lambda")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0
        cls.moto.stop()

    def queue(self, name):
        sqs = self.moto.client("sqs")
        url = sqs.create_queue(QueueName=name)["QueueUrl"]

        def receive():
            for _ in range(200):
                found = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages")
                if found:
                    return found[0]
                time.sleep(0.05)
            self.fail(f"nothing arrived in {name}")
        return f"arn:aws:sqs:us-east-1:000000000000:{name}", receive

    def function(self, name, on_success=None, on_failure=None, **more):
        create(self.aws, name, self.CODE, **more)
        config = {key: {"Destination": arn} for key, arn in (("OnSuccess", on_success), ("OnFailure", on_failure)) if arn}
        self.aws.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0, DestinationConfig=config)

    def post(self, name, **event):
        answer = self.aws.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event))
        self.assertEqual(answer["StatusCode"], 202)

    def test_a_success_goes_to_a_queue_with_its_record(self):
        arn, receive = self.queue("succeeded")
        self.function("to-queue", on_success=arn)
        self.post("to-queue", a=1)
        record = json.loads(receive()["Body"])
        self.assertEqual(record["requestContext"]["condition"], "Success")
        self.assertEqual((record["requestPayload"], record["responsePayload"]), ({"a": 1}, {"fine": {"a": 1}}))

    def test_a_failure_goes_to_a_topic(self):
        arn, receive = self.queue("behind-topic")
        sns = self.moto.client("sns")
        topic = sns.create_topic(Name="failed")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        self.function("to-topic", on_failure=topic)
        self.post("to-topic", bad=True)
        record = json.loads(json.loads(receive()["Body"])["Message"])
        self.assertEqual(record["requestContext"]["condition"], "RetriesExhausted")
        self.assertEqual(record["responsePayload"]["errorMessage"], "no")

    def test_a_success_goes_to_an_event_bus(self):
        arn, receive = self.queue("behind-bus")
        events = self.moto.client("events")
        bus = events.create_event_bus(Name="outcomes")["EventBusArn"]
        events.put_rule(Name="all", EventBusName="outcomes", EventPattern=json.dumps({"source": ["lambda"]}))
        events.put_targets(Rule="all", EventBusName="outcomes", Targets=[{"Id": "1", "Arn": arn}])
        self.function("to-bus", on_success=bus)
        self.post("to-bus", a=2)
        event = json.loads(receive()["Body"])
        self.assertEqual(event["detail-type"], "Lambda Function Invocation Result - Success")
        self.assertEqual(event["detail"]["requestPayload"], {"a": 2})

    def test_a_dead_letter_queue_gets_the_raw_event_and_what_was_wrong(self):
        arn, receive = self.queue("dead")
        self.function("to-dead", DeadLetterConfig={"TargetArn": arn})
        self.post("to-dead", bad=True)
        message = receive()
        self.assertEqual(json.loads(message["Body"]), {"bad": True})
        attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
        self.assertEqual((attributes["ErrorCode"], attributes["ErrorMessage"]), ("200", "no"))

    def test_an_asynchronous_integration_has_the_same_queue(self):
        arn, receive = self.queue("from-api")
        self.function("behind-api", on_success=arn)
        self.aws.add_permission(FunctionName="behind-api", StatementId="api", Action="lambda:InvokeFunction",
                                Principal="apigateway.amazonaws.com")
        api = client(self.server, "apigateway")
        rest = api.create_rest_api(name="events")
        where = {"restApiId": rest["id"], "resourceId": rest["rootResourceId"], "httpMethod": "POST"}
        api.put_method(**where, authorizationType="NONE")
        api.put_integration(
            **where, type="AWS", integrationHttpMethod="POST",
            uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                "arn:aws:lambda:us-east-1:000000000000:function:behind-api/invocations",
            requestParameters={"integration.request.header.X-Amz-Invocation-Type": "'Event'"})
        api.put_method_response(**where, statusCode="200")
        api.put_integration_response(**where, statusCode="200")
        api.create_deployment(restApiId=rest["id"], stageName="dev")
        get(f"{self.server.endpoint}/_aws/execute-api/{rest['id']}/dev/", "localhost", "POST", b'{"from":"api"}',
            {"Content-Type": "application/json"})
        self.assertEqual(json.loads(receive()["Body"])["requestPayload"], {"from": "api"})


class Roles(unittest.TestCase):
    """A function's own calls to this server are authorized by its role."""

    CODE = """
import boto3
def handler(event, context):
    try:
        return [f['FunctionName'] for f in boto3.client('lambda').list_functions()['Functions']] if event.get('list') \\
            else boto3.client('sts').get_caller_identity()['Arn']
    except Exception as error:
        return str(error)
"""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("--enforce-iam", environment={
            "GATEHOUSE_ROOT_ACCESS_KEY_ID": ROOT_KEY, "GATEHOUSE_ROOT_SECRET_ACCESS_KEY": ROOT_SECRET})
        cls.aws = client(cls.server, "lambda", ROOT_KEY, ROOT_SECRET)
        cls.iam = client(cls.server, "iam", ROOT_KEY, ROOT_SECRET)
        cls.iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def test_a_functions_calls_are_its_roles(self):
        create(self.aws, "worker", self.CODE, "python3.12", "app.handler", "app.py")
        _, who = invoke(self.aws, "worker")
        self.assertEqual(who, "arn:aws:sts::000000000000:assumed-role/worker/worker")
        _, refused = invoke(self.aws, "worker", {"list": True})
        self.assertIn("is not authorized to perform: lambda:ListFunctions", refused)
        self.iam.put_role_policy(RoleName="worker", PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:ListFunctions", "Resource": "*"}]}))
        _, listed = invoke(self.aws, "worker", {"list": True})
        self.assertEqual(listed, ["worker"])


class Elsewhere(unittest.TestCase):
    """A function of another server, by the name that the operator's map leads to."""

    @classmethod
    def setUpClass(cls):
        cls.there = Server()
        cls.here = WithServices({"lambda": {
            "endpoint": cls.there.endpoint, "accessKeyId": "test", "secretAccessKey": "test"}})
        cls.far, cls.near = client(cls.there, "lambda"), client(cls.here, "lambda")

    @classmethod
    def tearDownClass(cls):
        assert cls.here.stop() == 0
        assert cls.there.stop() == 0

    def test_invoke_and_an_api_reach_a_function_that_is_only_there(self):
        create(self.far, "far", "exports.handler = async (e) => ({ statusCode: 200, body: `far ${e.path ?? e.a}` });")
        create(self.near, "near", "exports.handler = async () => 'near';")
        self.assertEqual(invoke(self.near, "far", {"a": 1})[1]["body"], "far 1")
        self.assertEqual(invoke(self.near, "near")[1], "near")
        with self.assertRaises(self.near.exceptions.ResourceNotFoundException):
            invoke(self.near, "nowhere")
        api = client(self.here, "apigateway")
        rest = api.create_rest_api(name="far")
        where = {"restApiId": rest["id"], "resourceId": rest["rootResourceId"], "httpMethod": "GET"}
        api.put_method(**where, authorizationType="NONE")
        api.put_integration(
            **where, type="AWS_PROXY", integrationHttpMethod="POST",
            uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                "arn:aws:lambda:us-east-1:000000000000:function:far/invocations")
        api.create_deployment(restApiId=rest["id"], stageName="dev")
        status, _, body = get(f"{self.here.endpoint}/_aws/execute-api/{rest['id']}/dev/", "localhost")
        self.assertEqual((status, body), (200, b"far /"))


if __name__ == "__main__":
    unittest.main()
