"""ACM as boto3 and the AWS CLI call it (deployment-and-tools §2.3)."""
import json
import os
import pathlib
import shutil
import subprocess
import unittest

import boto3

from certificates import Certificates
from server import Server


class Acm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.acm = boto3.client("acm", endpoint_url=cls.server.endpoint, aws_access_key_id="test",
                               aws_secret_access_key="test", region_name="us-east-1")
        cls.made = Certificates()
        cls.made.make("root", authority=True)
        cls.made.make("leaf", "root", names=["leaf.example.com"], usage="serverAuth", key="2048")
        cls.made.make("alone", names=["alone.example.com"], usage="serverAuth", key="2048")

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        shutil.rmtree(cls.made.folder)
        assert code == 0, f"SIGTERM ended the server with {code}"

    def material(self, name):
        return dict(Certificate=self.made.pem(name).encode(), PrivateKey=pathlib.Path(self.made.path(name, "key")).read_bytes())

    def test_an_imported_certificate_is_described_as_it_is(self):
        arn = self.acm.import_certificate(
            **self.material("leaf"), CertificateChain=self.made.pem("root").encode(), Tags=[{"Key": "team", "Value": "a"}])["CertificateArn"]
        self.assertRegex(arn, r"^arn:aws:acm:us-east-1:000000000000:certificate/[0-9a-f-]{36}$")
        shown = self.acm.describe_certificate(CertificateArn=arn)["Certificate"]
        self.assertEqual(("IMPORTED", "ISSUED", "RSA_2048", "SHA256WITHECDSA", ["leaf.example.com"], "INELIGIBLE", []), tuple(shown[one] for one in (
            "Type", "Status", "KeyAlgorithm", "SignatureAlgorithm", "SubjectAlternativeNames", "RenewalEligibility", "InUseBy")))
        self.assertIn("TLS_WEB_SERVER_AUTHENTICATION", [one["Name"] for one in shown["ExtendedKeyUsages"]])
        got = self.acm.get_certificate(CertificateArn=arn)
        self.assertEqual(self.made.pem("leaf").split(), got["Certificate"].split())
        self.assertEqual(self.made.pem("root").split(), got["CertificateChain"].split())

        # Imported anew: the same ARN, another certificate; who knows nothing of it keeps its tags.
        again = self.acm.import_certificate(**self.material("alone"), CertificateArn=arn)["CertificateArn"]
        self.assertEqual(arn, again)
        self.assertEqual("alone.example.com", self.acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainName"])
        self.assertEqual([{"Key": "team", "Value": "a"}], self.acm.list_tags_for_certificate(CertificateArn=arn)["Tags"])
        self.acm.add_tags_to_certificate(CertificateArn=arn, Tags=[{"Key": "team", "Value": "b"}, {"Key": "x", "Value": "y"}])
        self.acm.remove_tags_from_certificate(CertificateArn=arn, Tags=[{"Key": "team", "Value": "other"}, {"Key": "x"}])
        self.assertEqual([{"Key": "team", "Value": "b"}], self.acm.list_tags_for_certificate(CertificateArn=arn)["Tags"])
        self.acm.delete_certificate(CertificateArn=arn)
        with self.assertRaisesRegex(self.acm.exceptions.ResourceNotFoundException, "Could not find certificate"):
            self.acm.describe_certificate(CertificateArn=arn)

    def test_what_cannot_be_imported_is_refused(self):
        self.made.make("old", "root", names=["old.example.com"], dates=("20200101000000Z", "20210101000000Z"))
        good = self.material("alone")
        for wrong, text in (
            (dict(good, Certificate=good["Certificate"] * 2), "more than one certificate"),
            (dict(good, PrivateKey=self.material("leaf")["PrivateKey"]), "private key"),
            (dict(good, PrivateKey=b"nothing"), "private key"),
            (dict(good, Certificate=b"nothing"), "certificate"),
            (self.material("leaf"), "not a valid self signed"),
            (dict(self.material("leaf"), CertificateChain=self.made.pem("alone").encode()), "Could not validate the certificate with the certificate chain"),
            (self.material("old"), "validity"),
        ):
            with self.subTest(text), self.assertRaisesRegex(self.acm.exceptions.ValidationException, text):
                self.acm.import_certificate(**wrong)

    def test_a_requested_certificate_is_issued_and_verifies_against_its_chain(self):
        asked = dict(DomainName="*.example.org", SubjectAlternativeNames=["example.org"], ValidationMethod="DNS", IdempotencyToken="once")
        arn = self.acm.request_certificate(**asked)["CertificateArn"]
        self.assertEqual(arn, self.acm.request_certificate(**asked)["CertificateArn"])
        self.acm.get_waiter("certificate_validated").wait(CertificateArn=arn)
        shown = self.acm.describe_certificate(CertificateArn=arn)["Certificate"]
        self.assertEqual(("AMAZON_ISSUED", "ISSUED", "RSA_2048", ["*.example.org", "example.org"]), tuple(
            shown[one] for one in ("Type", "Status", "KeyAlgorithm", "SubjectAlternativeNames")))
        record = shown["DomainValidationOptions"][0]["ResourceRecord"]
        self.assertRegex(record["Name"], r"^_[0-9a-f]{32}\.example\.org\.$")
        self.assertRegex(record["Value"], r"^_[0-9a-f]{32}\.[0-9a-z]{10}\.acm-validations\.aws\.$")
        got = self.acm.get_certificate(CertificateArn=arn)
        (self.made.folder / "got.pem").write_text(got["Certificate"])
        (self.made.folder / "chain.pem").write_text(got["CertificateChain"])
        self.assertIn("OK", self.made.run("verify", "-CAfile", "chain.pem", "-purpose", "sslserver", "-verify_hostname", "a.example.org", "got.pem"))
        self.acm.renew_certificate(CertificateArn=arn)
        self.assertNotEqual(got["Certificate"], self.acm.get_certificate(CertificateArn=arn)["Certificate"])
        self.assertEqual("SUCCESS", self.acm.describe_certificate(CertificateArn=arn)["Certificate"]["RenewalSummary"]["RenewalStatus"])
        for wrong in (dict(DomainName="nonsense"), dict(DomainName="a..b"), dict(DomainName="a.example.org", KeyAlgorithm="RSA_1024"),
                      dict(DomainName="a.example.org", SubjectAlternativeNames=[f"a{i}.example.org" for i in range(11)])):
            with self.subTest(wrong), self.assertRaises(self.acm.exceptions.ClientError):
                self.acm.request_certificate(**wrong)

    def test_lists_show_rsa_unless_asked_and_come_in_pages(self):
        arns = {self.acm.request_certificate(DomainName=f"list{i}.example.org", KeyAlgorithm="EC_prime256v1")["CertificateArn"] for i in range(3)}
        shown = {one["CertificateArn"] for one in self.acm.list_certificates(MaxItems=1000)["CertificateSummaryList"]}
        self.assertFalse(arns & shown)
        pages = self.acm.get_paginator("list_certificates").paginate(
            Includes={"keyTypes": ["EC_prime256v1"]}, CertificateStatuses=["ISSUED"], PaginationConfig={"PageSize": 2})
        found = [one["CertificateArn"] for page in pages for one in page["CertificateSummaryList"]]
        self.assertTrue(arns <= set(found))
        self.assertEqual(len(found), len(set(found)))

    def test_only_exportable_certificates_are_exported(self):
        arn = self.acm.request_certificate(DomainName="out.example.org", Options={"Export": "ENABLED"})["CertificateArn"]
        got = self.acm.export_certificate(CertificateArn=arn, Passphrase=b"correct horse")
        (self.made.folder / "out.key").write_text(got["PrivateKey"])
        (self.made.folder / "out.crt").write_text(got["Certificate"])
        key = self.made.run("pkey", "-in", "out.key", "-passin", "pass:correct horse", "-pubout")
        self.assertEqual(key, self.made.run("x509", "-in", "out.crt", "-noout", "-pubkey"))
        closed = self.acm.import_certificate(**self.material("alone"))["CertificateArn"]
        for wrong in (closed, self.acm.request_certificate(DomainName="in.example.org")["CertificateArn"]):
            with self.assertRaises(self.acm.exceptions.ValidationException):
                self.acm.export_certificate(CertificateArn=wrong, Passphrase=b"correct horse")

    def test_the_cli_waits_for_its_certificate(self):
        aws = shutil.which("aws")
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-west-1",
                       "AWS_ENDPOINT_URL": self.server.endpoint, "AWS_PAGER": ""}
        run = lambda *words: subprocess.run([aws, "acm", *words], env=environment, capture_output=True, text=True, check=True).stdout
        arn = json.loads(run("request-certificate", "--domain-name", "cli.example.org"))["CertificateArn"]
        self.assertIn(":eu-west-1:", arn)
        run("wait", "certificate-validated", "--certificate-arn", arn)
        self.assertEqual(arn, json.loads(run("list-certificates"))["CertificateSummaryList"][0]["CertificateArn"])


if __name__ == "__main__":
    unittest.main()
