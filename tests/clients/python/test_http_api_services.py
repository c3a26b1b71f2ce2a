"""Service integrations of HTTP APIs against moto_server: made through boto3, called over HTTP, looked up at the service."""
import json
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

import test_aws_integrations as rest

DEFINITION = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})


class ServiceIntegrations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.moto = rest.Moto()
        cls.server = rest.ServerWithServices({"services": {"*": {
            "endpoint": cls.moto.endpoint, "accessKeyId": "test", "secretAccessKey": "test"}}})
        cls.api = boto3.client(
            "apigatewayv2", endpoint_url=cls.server.endpoint, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}))

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0
        cls.moto.stop()

    def deploy(self, subtype, parameters, **integration):
        """An HTTP API whose only route calls the service; returns its URL."""
        api = self.api.create_api(Name="services", ProtocolType="HTTP")["ApiId"]
        target = self.api.create_integration(
            ApiId=api, IntegrationType="AWS_PROXY", IntegrationSubtype=subtype, PayloadFormatVersion="1.0",
            CredentialsArn=rest.ROLE, RequestParameters=parameters, **integration)["IntegrationId"]
        self.api.create_route(ApiId=api, RouteKey="POST /x", Target=f"integrations/{target}")
        self.api.create_stage(ApiId=api, StageName="$default")
        self.api.create_deployment(ApiId=api, StageName="$default")
        return f"{self.server.endpoint}/_aws/execute-api/{api}/x"

    def post(self, url, body=b"", **headers):
        request = urllib.request.Request(url, method="POST", data=body, headers={
            "Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def queue(self, name, region="us-east-1"):
        sqs = self.moto.client("sqs", region)
        return sqs, sqs.create_queue(QueueName=name)["QueueUrl"]

    def test_sqs_send_message_required_only(self):
        sqs, queue = self.queue("send")
        url = self.deploy("SQS-SendMessage", {"QueueUrl": queue, "MessageBody": "$request.body"})
        status, headers, body = self.post(url, '{"text":"café & more"}'.encode())
        self.assertEqual(status, 200, body)
        self.assertIn("xml", headers["Content-Type"])
        self.assertIn(b"<SendMessageResponse", body)
        self.assertEqual(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"], '{"text":"café & more"}')

    def test_sqs_send_message_with_everything(self):
        sqs = self.moto.client("sqs")
        queue = sqs.create_queue(QueueName="all.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        url = self.deploy("SQS-SendMessage", {
            "QueueUrl": queue, "MessageBody": "$request.body.text", "MessageGroupId": "$request.header.x-group",
            "MessageDeduplicationId": "$context.requestId", "DelaySeconds": "0",
            "MessageAttributes": '{"who":{"DataType":"String","StringValue":"${request.header.x-who}"}}',
            "MessageSystemAttributes":
                '{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1-67891233-abcdef012345678912345678"}}'})
        status, _, body = self.post(url, b'{"text":"hi"}', x_group="g", x_who="me & you")
        self.assertEqual(status, 200, body)
        message = sqs.receive_message(
            QueueUrl=queue, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"][0]
        self.assertEqual(message["Body"], "hi")
        self.assertEqual(message["MessageAttributes"]["who"]["StringValue"], "me & you")
        self.assertEqual(message["Attributes"]["MessageGroupId"], "g")
        self.assertEqual(message["Attributes"]["AWSTraceHeader"], "Root=1-67891233-abcdef012345678912345678")

    def test_sqs_receive_delete_and_purge(self):
        sqs, queue = self.queue("life")
        sqs.send_message(QueueUrl=queue, MessageBody="one")
        receive = self.deploy("SQS-ReceiveMessage", {
            "QueueUrl": queue, "AttributeNames": '["All"]', "MaxNumberOfMessages": "1", "VisibilityTimeout": "0",
            "WaitTimeSeconds": "0"})
        status, _, body = self.post(receive)
        self.assertEqual(status, 200, body)
        self.assertIn(b"<Body>one</Body>", body)
        self.assertIn(b"SentTimestamp", body)
        handle = sqs.receive_message(QueueUrl=queue, VisibilityTimeout=0)["Messages"][0]["ReceiptHandle"]
        delete = self.deploy("SQS-DeleteMessage", {"QueueUrl": queue, "ReceiptHandle": "$request.body.handle"})
        status, _, body = self.post(delete, json.dumps({"handle": handle}).encode())
        self.assertEqual(status, 200, body)
        self.assertNotIn("Messages", sqs.receive_message(QueueUrl=queue))
        sqs.send_message(QueueUrl=queue, MessageBody="two")
        status, _, body = self.post(self.deploy("SQS-PurgeQueue", {"QueueUrl": queue}))
        self.assertEqual(status, 200, body)
        self.assertNotIn("Messages", sqs.receive_message(QueueUrl=queue))

    def test_region_targets_another_region(self):
        sqs, queue = self.queue("elsewhere", "eu-west-1")
        url = self.deploy("SQS-SendMessage", {"QueueUrl": queue, "MessageBody": "far", "Region": "eu-west-1"})
        self.assertEqual(self.post(url)[0], 200)
        self.assertEqual(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"], "far")

    def test_a_queue_that_is_not_there_and_a_value_that_is_missing(self):
        _, queue = self.queue("some")
        status, _, body = self.post(self.deploy("SQS-SendMessage", {"QueueUrl": queue + "-gone", "MessageBody": "x"}))
        self.assertEqual(status, 400, body)
        self.assertIn(b"NonExistentQueue", body)
        url = self.deploy("SQS-SendMessage", {"QueueUrl": queue, "MessageBody": "$request.body.text"})
        self.assertEqual(self.post(url, b"{}")[::2], (400, b'{"message":"Bad Request"}'))

    def test_event_bridge_put_events(self):
        sqs, queue = self.queue("events")
        events = self.moto.client("events")
        events.create_event_bus(Name="own")
        events.put_rule(Name="all", EventBusName="own", EventPattern='{"source":["me"]}')
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_targets(Rule="all", EventBusName="own", Targets=[{"Id": "1", "Arn": arn}])
        url = self.deploy("EventBridge-PutEvents", {
            "Source": "me", "DetailType": "$request.header.x-kind", "Detail": "$request.body", "EventBusName": "own",
            "Time": "2020-01-02T03:04:05Z", "Resources": '["arn:aws:x:::y"]', "TraceHeader": "Root=1"})
        status, _, body = self.post(url, b'{"id":7}', x_kind="made")
        self.assertEqual(status, 200, body)
        answer = json.loads(body)
        self.assertEqual(answer["FailedEntryCount"], 0)
        self.assertTrue(answer["Entries"][0]["EventId"])
        event = json.loads(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
        self.assertEqual((event["source"], event["detail-type"], event["detail"]), ("me", "made", {"id": 7}))
        self.assertEqual((event["time"], event["resources"]), ("2020-01-02T03:04:05Z", ["arn:aws:x:::y"]))

    def test_event_bridge_required_only_and_a_detail_that_is_no_object(self):
        url = self.deploy("EventBridge-PutEvents", {"Source": "me", "DetailType": "t", "Detail": "$request.body"})
        self.assertEqual(self.post(url, b"{}")[0], 200)
        self.assertEqual(self.post(url, b"7")[0], 400)

    def test_kinesis_put_record(self):
        kinesis = self.moto.client("kinesis")
        kinesis.create_stream(StreamName="flow", ShardCount=1)
        url = self.deploy("Kinesis-PutRecord", {
            "StreamName": "flow", "Data": "$request.body", "PartitionKey": "$request.querystring.key",
            "ExplicitHashKey": "1"})
        data = bytes(range(256))
        status, _, body = self.post(url + "?key=p", data)
        self.assertEqual(status, 200, body)
        self.assertIn("SequenceNumber", json.loads(body))
        shard = kinesis.list_shards(StreamName="flow")["Shards"][0]["ShardId"]
        iterator = kinesis.get_shard_iterator(
            StreamName="flow", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        record = kinesis.get_records(ShardIterator=iterator)["Records"][0]
        self.assertEqual((record["Data"], record["PartitionKey"]), (data, "p"))

    def machine(self, name, kind="STANDARD"):
        states = self.moto.client("stepfunctions")
        return states, states.create_state_machine(
            name=name, definition=DEFINITION, roleArn=rest.ROLE, type=kind)["stateMachineArn"]

    def test_step_functions_start_and_stop(self):
        states, machine = self.machine("start")
        start = self.deploy("StepFunctions-StartExecution", {
            "StateMachineArn": machine, "Name": "$request.body.name", "Input": "$request.body"})
        status, _, body = self.post(start, b'{"name":"first"}')
        self.assertEqual(status, 200, body)
        execution = json.loads(body)["executionArn"]
        self.assertIsInstance(json.loads(body)["startDate"], float | int)
        self.assertEqual(states.describe_execution(executionArn=execution)["input"], '{"name":"first"}')
        stop = self.deploy("StepFunctions-StopExecution", {
            "ExecutionArn": "$request.body.arn", "Cause": "enough", "Error": "Stopped"})
        status, _, body = self.post(stop, json.dumps({"arn": execution}).encode())
        self.assertEqual(status, 200, body)
        self.assertIn("stopDate", json.loads(body))

    def test_what_moto_does_not_have_arrives_and_its_refusal_passes(self):
        # StartSyncExecution and GetConfiguration: their wire form is shown by Tests.Execution.Http.ServiceTests.
        _, machine = self.machine("sync", "EXPRESS")
        sync = self.deploy("StepFunctions-StartSyncExecution", {"StateMachineArn": machine, "Input": "$request.body"})
        configuration = self.deploy("AppConfig-GetConfiguration", {
            "Application": "shop", "Environment": "prod", "Configuration": "flags", "ClientId": "$context.requestId"})
        for url in (sync, configuration):
            status, headers, body = self.post(url, b'{"a":1}')
            self.assertGreaterEqual(status, 400)
            self.assertNotEqual(body, b'{"message":"Internal Server Error"}')
            self.assertNotEqual(headers["Content-Type"], "application/json")

    def test_the_answer_is_mapped(self):
        _, queue = self.queue("mapped")
        url = self.deploy(
            "SQS-SendMessage", {"QueueUrl": queue, "MessageBody": "x"},
            ResponseParameters={"200": {"overwrite:statuscode": "202", "append:header.x-done": "yes"}})
        status, headers, _ = self.post(url)
        self.assertEqual((status, headers["x-done"]), (202, "yes"))


if __name__ == "__main__":
    unittest.main()
