"""Response streaming as boto3 returns it: botocore checks every frame's checksums."""
import io
import json
import unittest
import zipfile

import boto3

from server import Server

CODE = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  for (let i = 0; i < event.pieces; i++) {
    await new Promise((written) => stream.write(Buffer.alloc(event.size, 97 + (i % 26)), written));
  }
  if (event.bad) throw new Error('midway');
  stream.end();
});
"""


class Streaming(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.client = boto3.client(
            "lambda", endpoint_url=cls.server.endpoint, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",
        )
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("index.js", CODE)
        cls.client.create_function(
            FunctionName="pieces", Runtime="nodejs22.x", Handler="index.handler",
            Role="arn:aws:iam::000000000000:role/any", Code={"ZipFile": package.getvalue()}, Timeout=20,
        )

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def invoke(self, **event):
        answer = self.client.invoke_with_response_stream(FunctionName="pieces", Payload=json.dumps(event))
        payload, complete = b"", None
        for item in answer["EventStream"]:
            payload += item.get("PayloadChunk", {}).get("Payload", b"")
            complete = item.get("InvokeComplete", complete)
        return answer, payload, complete

    def test_every_byte_arrives_and_the_stream_completes(self):
        answer, payload, complete = self.invoke(pieces=40, size=100_000)
        self.assertEqual(answer["StatusCode"], 200)
        self.assertEqual(answer["ExecutedVersion"], "$LATEST")
        self.assertEqual(payload, b"".join(bytes([97 + i % 26]) * 100_000 for i in range(40)))
        self.assertEqual(complete, {})

    def test_an_error_in_the_middle_is_in_the_last_event(self):
        _, payload, complete = self.invoke(pieces=2, size=3, bad=True)
        self.assertEqual(payload, b"aaabbb")
        self.assertEqual(json.loads(complete["ErrorDetails"])["errorMessage"], "midway")

    def test_an_unknown_function_is_refused_before_the_stream(self):
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            self.client.invoke_with_response_stream(FunctionName="absent")


if __name__ == "__main__":
    unittest.main()
