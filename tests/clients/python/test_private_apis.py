"""PRIVATE APIs and private custom domains through "VPC endpoints" of the server (security §4.3 to §4.5)."""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import boto3

from server import Server

ACCOUNT = "000000000000"
MOCK = {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "hello"}}}}
FORBIDDEN = (403, '{"message":"Forbidden"}')


def statement(effect="Allow", resource="execute-api:/*", condition=None):
    one = {"Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": resource}
    return {**one, "Condition": condition} if condition else one


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


class PrivateApis(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-vpce-")) / "endpoints.json"
        deny = policy(statement("Allow", "*"), statement("Deny", "arn:aws:execute-api:*:*:*/dev/GET/closed"))
        cls.file.write_text(json.dumps({"endpoints": [
            {"id": "vpce-one", "vpc": "vpc-a", "listen": "127.0.0.1:0"},
            {"id": "vpce-two", "vpc": "vpc-b", "listen": "127.0.0.1:0", "policy": deny},
            {"id": "vpce-open", "vpc": "vpc-b", "listen": "127.0.0.1:0", "privateDns": False},
            {"id": "vpce-far", "vpc": "vpc-b", "listen": "127.0.0.1:0", "sources": ["10.0.0.0/8"]},
            {"id": "vpce-range", "vpc": "vpc-c", "sources": ["192.0.2.0/24"]},
        ]}))
        cls.server = Server("--vpc-endpoints", str(cls.file))
        cls.urls = {}
        for _ in range(4):
            name, url = re.search(r"VPC endpoint (\S+) at (?:\x1b\[1m)?(http://[0-9.:]+)", cls.server.process.stdout.readline()).groups()
            cls.urls[name] = url
        settings = dict(endpoint_url=cls.server.endpoint, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        cls.v1 = boto3.client("apigateway", **settings)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.file.unlink()
        cls.file.parent.rmdir()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def make(self, resource_policy, kind="PRIVATE"):
        definition = {"openapi": "3.0.1", "info": {"title": "t", "version": "1"},
                      "x-amazon-apigateway-endpoint-configuration": {"types": [kind]},
                      "paths": {path: {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": MOCK}}
                                for path in ("/open", "/closed")}}
        if resource_policy:
            definition["x-amazon-apigateway-policy"] = resource_policy
        api = self.v1.import_rest_api(body=json.dumps(definition), parameters={"endpointConfigurationTypes": kind})["id"]
        self.v1.create_deployment(restApiId=api, stageName="dev")
        return api

    def call(self, endpoint, host, path="/dev/open", *headers):
        words = [word for header in (f"Host: {host}", *headers) for word in ("-H", header)]
        done = subprocess.run(["curl", "-sS", "-o", "-", "-w", "\n%{http_code}", *words, self.urls.get(endpoint, self.server.endpoint) + path],
                              capture_output=True, text=True)
        if done.returncode:
            return done.returncode, done.stderr
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    def test_every_form_of_address_leads_there_through_an_endpoint_and_nowhere_else(self):
        api = self.make(policy(statement()))
        host = f"{api}.execute-api.us-east-1.amazonaws.com"
        public = "vpce-one-x.execute-api.us-east-1.vpce.amazonaws.com"

        self.assertEqual((200, "hello"), self.call("vpce-one", host))
        self.assertEqual((200, "hello"), self.call("vpce-one", f"{api}-vpce-one.execute-api.us-east-1.amazonaws.com"))
        self.assertEqual((200, "hello"), self.call("vpce-one", public, "/dev/open", f"x-apigw-api-id: {api}"))
        self.assertEqual(FORBIDDEN, self.call(None, host))
        self.assertEqual(FORBIDDEN, self.call(None, f"{api}-vpce-one.execute-api.us-east-1.amazonaws.com"))
        self.assertEqual(403, self.call(None, public, "/dev/open", f"x-apigw-api-id: {api}")[0])

    def test_the_header_selects_no_public_api_on_a_public_listener(self):
        api = self.make(None, "REGIONAL")
        self.assertEqual(200, self.call(None, f"{api}.execute-api.localhost")[0])
        self.assertEqual(403, self.call(None, "vpce-one-x.execute-api.us-east-1.vpce.amazonaws.com", "/dev/open", f"x-apigw-api-id: {api}")[0])

    def test_public_apis_answer_403_through_an_endpoint_with_private_names(self):
        api = self.make(None, "REGIONAL")
        host = f"{api}.execute-api.us-east-1.amazonaws.com"
        self.assertEqual(FORBIDDEN, self.call("vpce-one", host))
        self.assertEqual((200, "hello"), self.call("vpce-open", host))

    def test_a_private_api_without_a_policy_is_not_deployed(self):
        with self.assertRaisesRegex(self.v1.exceptions.BadRequestException, "resource policy"):
            self.make(None)

    def test_conditions_see_the_endpoint_and_not_the_address(self):
        def allowed(condition, endpoint="vpce-one"):
            api = self.make(policy(statement(condition=condition)))
            return self.call(endpoint, f"{api}.execute-api.localhost")[0] == 200

        self.assertTrue(allowed({"StringEquals": {"aws:SourceVpce": "vpce-one"}}))
        self.assertFalse(allowed({"StringEquals": {"aws:SourceVpce": "vpce-two"}}))
        self.assertTrue(allowed({"StringEquals": {"aws:SourceVpc": "vpc-a"}}))
        self.assertFalse(allowed({"StringEquals": {"aws:SourceVpc": "vpc-a"}}, "vpce-two"))
        self.assertTrue(allowed({"IpAddress": {"aws:VpcSourceIp": "127.0.0.0/8"}}))
        self.assertFalse(allowed({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}))
        self.assertFalse(allowed({"Null": {"aws:SourceIp": "false"}}))

    def test_the_policy_of_the_endpoint_denies_by_itself(self):
        api = self.make(policy(statement()))
        host = f"{api}.execute-api.localhost"
        self.assertEqual(200, self.call("vpce-two", host)[0])
        status, body = self.call("vpce-two", host, "/dev/closed")
        self.assertEqual(403, status)
        self.assertIn("with an explicit deny in a VPC endpoint policy", body)
        self.assertEqual(200, self.call("vpce-one", host, "/dev/closed")[0])

    def test_who_is_not_in_the_security_group_is_cut_off(self):
        api = self.make(policy(statement()))
        self.assertIn(self.call("vpce-far", f"{api}.execute-api.localhost")[0], (52, 56))

    def test_a_private_domain_needs_its_association_and_both_policies(self):
        api = self.make(policy(statement()))
        certificate = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/x"
        domain = self.v1.create_domain_name(
            domainName="private.example.com", certificateArn=certificate, endpointConfiguration={"types": ["PRIVATE"]},
            policy=json.dumps(policy(statement(condition={"StringEquals": {"aws:SourceVpce": ["vpce-one", "vpce-two"]}}))))
        self.v1.create_base_path_mapping(domainName="private.example.com", domainNameId=domain["domainNameId"], restApiId=api, stage="dev")

        self.assertEqual(FORBIDDEN, self.call("vpce-one", "private.example.com", "/open"))
        for source in ("vpce-one", "vpce-open"):
            self.v1.create_domain_name_access_association(
                domainNameArn=domain["domainNameArn"], accessAssociationSource=source, accessAssociationSourceType="VPCE")
        self.assertEqual((200, "hello"), self.call("vpce-one", "private.example.com", "/open"))
        self.assertEqual(FORBIDDEN, self.call("vpce-two", "private.example.com", "/open"))   # allowed, not associated
        self.assertEqual(FORBIDDEN, self.call("vpce-open", "private.example.com", "/open"))  # associated, not allowed
        self.assertEqual(FORBIDDEN, self.call(None, "private.example.com", "/open"))

        arn = next(one["domainNameAccessAssociationArn"] for one in self.v1.get_domain_name_access_associations()["items"]
                   if one["accessAssociationSource"] == "vpce-one")
        self.v1.reject_domain_name_access_association(domainNameAccessAssociationArn=arn, domainNameArn=domain["domainNameArn"])
        self.assertEqual(FORBIDDEN, self.call("vpce-one", "private.example.com", "/open"))

    def test_a_file_that_is_not_understood_does_not_start_the_server(self):
        from server import ROOT
        for wrong in ('{"endpoints":[{"id":"vpce-x","vpc":"vpc-x"}]}', '{"endpoints":[{"id":"x","vpc":"vpc-x","listen":"127.0.0.1:0"}]}',
                      '{"endpoints":[{"id":"vpce-x","vpc":"vpc-x","listen":"127.0.0.1:0","sorces":[]}]}', '{"endpoint":[]}', "[]",
                      '{"endpoints":[{"id":"vpce-x","vpc":"vpc-x","listen":"127.0.0.1:0","policy":{"Statement":"x"}}]}'):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file, tempfile.TemporaryDirectory() as data:
                file.write(wrong)
                file.flush()
                done = subprocess.run([ROOT / "gatehouse", "serve", "--port", "0", "--data", data, "--vpc-endpoints", file.name],
                                      capture_output=True, text=True, timeout=60)
                self.assertEqual(1, done.returncode, wrong + done.stderr)


if __name__ == "__main__":
    unittest.main()
