"""Custom domains over TLS: boto3 makes them, the unmodified curl and openssl call them."""
import io
import json
import pathlib
import re
import shutil
import socket
import subprocess
import time
import unittest
import zipfile

import boto3

from certificates import Certificates
from server import Server

FUNCTION = "import json\ndef handler(event, context):\n    return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}\n"
CONTEXT = "|".join("$context.identity.clientCert." + one for one in (
    "subjectDN", "issuerDN", "serialNumber", "validity.notBefore", "validity.notAfter"))


class TlsServer(Server):
    def __init__(self, *options):
        super().__init__("--tls-port", "0", *options)
        self.tls_port = int(re.search(r"https://\S+:(\d+)", self.process.stdout.readline()).group(1))


def package():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("app.py", FUNCTION)
    return content.getvalue()


class MutualTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for tool in ("openssl", "curl"):
            assert shutil.which(tool), f"{tool} is missing: ./test installs it"
        cls.server = TlsServer()
        settings = dict(endpoint_url=cls.server.endpoint, aws_access_key_id="test", aws_secret_access_key="test",
                        region_name="us-east-1")
        cls.acm = boto3.client("acm", **settings)
        cls.v1 = boto3.client("apigateway", **settings)
        cls.v2 = boto3.client("apigatewayv2", **settings)
        cls.functions = boto3.client("lambda", **settings)
        cls.made = Certificates()
        cls.prepare_certificates(cls.made)
        cls.function = cls.functions.create_function(
            FunctionName="who", Runtime="python3.11", Handler="app.handler", Role="arn:aws:iam::000000000000:role/r",
            Code={"ZipFile": package()})["FunctionArn"]
        cls.functions.add_permission(
            FunctionName="who", StatementId="s", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
        cls.api = cls.make_api()

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        shutil.rmtree(cls.made.folder)
        assert code == 0, f"SIGTERM ended the server with {code}"

    @staticmethod
    def prepare_certificates(made):
        made.make("root", authority=True)
        made.make("good", "root")
        made.make("rsa", "root", key="2048")
        made.make("weak", "root", key="1024")
        made.make("sha1", "root", digest="sha1")
        made.make("server-only", "root", usage="serverAuth")
        made.make("no-usage", "root", usage=None)
        made.make("expired", "root", dates=("20200101000000Z", "20210101000000Z"))
        made.make("early", "root", dates=("20990101000000Z", "20990201000000Z"))
        made.make("self-signed")
        made.make("other-root", authority=True)
        made.make("stranger", "other-root")
        previous = "root"
        for level in range(1, 5):
            previous = made.make(f"middle{level}", previous, authority=True)
        made.make("four", "middle3")  # root, middle1, middle2, middle3: four authorities
        made.make("five", "middle4")
        made.make("lonely", authority=True)
        made.make("lonely-middle", "lonely", authority=True)
        made.make("orphan", "lonely-middle")

    @classmethod
    def make_api(cls):
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{cls.function}/invocations"
        definition = {
            "openapi": "3.0.1", "info": {"title": "t", "version": "1"},
            "paths": {
                "/cert": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {
                    "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                    "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": CONTEXT}}}}}},
                "/event": {"get": {"x-amazon-apigateway-integration": {
                    "type": "aws_proxy", "httpMethod": "POST", "uri": uri}}},
            },
        }
        api = cls.v1.import_rest_api(body=json.dumps(definition))["id"]
        cls.v1.create_deployment(restApiId=api, stageName="dev")
        return api

    def put_truststore(self, name, *members):
        path = pathlib.Path(self.server.data) / "truststores" / "trust" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(self.made.pem(one) for one in members))
        return f"s3://trust/{name}"

    def make_domain(self, name, **more):
        certificate = self.acm.request_certificate(DomainName=name, KeyAlgorithm="EC_prime256v1")["CertificateArn"]
        self.trust_server(certificate)
        domain = self.v1.create_domain_name(
            domainName=name, regionalCertificateArn=certificate, endpointConfiguration={"types": ["REGIONAL"]}, **more)
        self.v1.create_base_path_mapping(domainName=name, restApiId=self.api, stage="dev")
        return domain

    def trust_server(self, certificate):
        chain = self.acm.get_certificate(CertificateArn=certificate)["CertificateChain"]
        pathlib.Path(self.made.path("server-ca")).write_text(chain)

    def curl(self, host, path, certificate=None, *options, header=None):
        words = ["curl", "-sS", "--cacert", self.made.path("server-ca"), "--max-time", "20", "-o", "-", "-w", "\n%{http_code} %{http_version}",
                 "--resolve", f"{host}:{self.server.tls_port}:127.0.0.1", *options]
        if certificate:
            words += ["--cert", self.made.path(certificate), "--key", self.made.path(certificate, "key")]
        if header:
            words += ["-H", header]
        done = subprocess.run([*words, f"https://{host}:{self.server.tls_port}{path}"], capture_output=True, text=True)
        if done.returncode != 0:
            return done.returncode, done.stderr
        body, _, last = done.stdout.rpartition("\n")
        return int(last.split()[0]), body

    def plain(self, host, path):
        done = subprocess.run(
            ["curl", "-sS", "-o", "-", "-w", "\n%{http_code}", "-H", f"Host: {host}", self.server.endpoint + path],
            capture_output=True, text=True, check=True)
        body, _, last = done.stdout.rpartition("\n")
        return int(last), body

    def s_client(self, host, *options):
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.tls_port}", "-servername", host, *options],
            capture_output=True, text=True, input="", timeout=30)
        return done.stdout + done.stderr

    FORBIDDEN = (403, '{"message":"Forbidden"}')

    def test_only_good_client_certificates_come_in(self):
        trust = self.put_truststore("one.pem", "root")
        self.make_domain("one.example.com", mutualTlsAuthentication={"truststoreUri": trust})

        status, body = self.curl("one.example.com", "/cert", "good")
        self.assertEqual(200, status)
        subject, issuer, serial, before, after = body.split("|")
        self.assertEqual("CN=good,O=Example,C=US", subject)
        self.assertEqual("CN=root,O=Example,C=US", issuer)
        real = self.made.run("x509", "-in", self.made.path("good"), "-noout", "-serial", "-startdate", "-enddate").splitlines()
        self.assertEqual(real[0].split("=")[1].lower(), serial.replace(":", ""))
        self.assertRegex(serial, "^([0-9a-f]{2}:)+[0-9a-f]{2}$")
        self.assertEqual((real[1].split("=")[1], real[2].split("=")[1]), (before, after))
        for good in ("rsa", "no-usage"):
            self.assertEqual(200, self.curl("one.example.com", "/cert", good)[0], good)
        for bad in ("expired", "early", "weak", "sha1", "self-signed", "stranger", "server-only", "orphan"):
            with self.subTest(bad):
                answer = self.curl("one.example.com", "/cert", bad)
                # curl itself refuses to load what its own library finds too weak.
                self.assertTrue(answer == self.FORBIDDEN or (bad in ("weak", "sha1") and answer[0] == 58), answer)

    def test_without_a_certificate_the_handshake_fails(self):
        trust = self.put_truststore("bare.pem", "root")
        self.make_domain("bare.example.com", mutualTlsAuthentication={"truststoreUri": trust})

        for options in (["--tls-max", "1.2"], ["--tlsv1.3"], ["--http1.1"]):
            code, text = self.curl("bare.example.com", "/cert", None, *options)
            self.assertIn(code, (16, 18, 35, 52, 55, 56, 92), (options, text))

    def test_every_way_around_is_403(self):
        trust = self.put_truststore("ways.pem", "root")
        self.make_domain("ways.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        self.make_domain("open.example.com")

        self.assertEqual(self.FORBIDDEN, self.plain("ways.example.com", "/cert"))
        self.assertEqual(self.FORBIDDEN, self.plain("ways.example.com", "/ping"))
        self.trust_server(self.v1.get_domain_name(domainName="open.example.com")["regionalCertificateArn"])
        self.assertEqual(200, self.curl("open.example.com", "/cert")[0])
        # The handshake of another domain, then the Host of this one; over HTTP/2 too.
        for version in ("--http1.1", "--http2"):
            self.assertEqual(
                self.FORBIDDEN, self.curl("open.example.com", "/cert", "good", version, header="Host: ways.example.com"))
        self.assertEqual(self.FORBIDDEN, self.curl("ways.example.com", "/ping", "stranger"))
        self.assertEqual((200, "healthy"), self.curl("ways.example.com", "/ping", "good"))
        # A certificate that was shown to one domain says nothing on another one.
        status, body = self.curl("ways.example.com", "/cert", "good", header="Host: open.example.com")
        self.assertEqual((200, "||||"), (status, body))

    def test_the_default_address_is_open_until_it_is_disabled(self):
        trust = self.put_truststore("default.pem", "root")
        self.make_domain("default.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        host = f"{self.api}.execute-api.localhost"

        self.assertEqual(200, self.plain(host, "/dev/cert")[0])
        self.v1.update_rest_api(restApiId=self.api, patchOperations=[
            {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"}])
        self.v1.create_deployment(restApiId=self.api, stageName="dev")
        self.assertEqual(self.FORBIDDEN, self.plain(host, "/dev/cert"))
        self.assertEqual(200, self.curl("default.example.com", "/cert", "good")[0])
        self.v1.update_rest_api(restApiId=self.api, patchOperations=[
            {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "false"}])
        self.v1.create_deployment(restApiId=self.api, stageName="dev")

    def test_chains_of_four_authorities_and_no_more(self):
        trust = self.put_truststore("chain.pem", "root", "middle1", "middle2", "middle3", "middle4")
        self.make_domain("chain.example.com", mutualTlsAuthentication={"truststoreUri": trust})

        self.assertEqual(200, self.curl("chain.example.com", "/cert", "four")[0])
        self.assertEqual(self.FORBIDDEN, self.curl("chain.example.com", "/cert", "five"))

    def test_what_the_client_sends_beside_its_certificate_does_not_count(self):
        trust = self.put_truststore("partial.pem", "root")
        self.make_domain("partial.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        bundle = self.made.folder / "bundle.pem"
        bundle.write_text("".join(self.made.pem(one) for one in ("four", "middle3", "middle2", "middle1")))
        shutil.copy(self.made.path("four", "key"), self.made.path("bundle", "key"))

        self.assertEqual(self.FORBIDDEN, self.curl("partial.example.com", "/cert", "bundle"))
        # An intermediate without its root does not help either.
        trust = self.put_truststore("no-root.pem", "lonely-middle")
        self.make_domain("no-root.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        self.assertEqual(self.FORBIDDEN, self.curl("no-root.example.com", "/cert", "orphan"))

    def test_nothing_that_a_certificate_names_is_fetched(self):
        with socket.create_server(("127.0.0.1", 0)) as asked:
            url = f"URI:http://127.0.0.1:{asked.getsockname()[1]}"
            more = (f"authorityInfoAccess=caIssuers;{url}/issuer.cer,OCSP;{url}/ocsp", f"crlDistributionPoints={url}/list.crl")
            self.made.make("named", "root", more=more)
            self.made.make("named-orphan", "lonely-middle", more=more)  # its issuer could only be had from the address
            trust = self.put_truststore("named.pem", "root", "lonely")
            self.make_domain("named.example.com", mutualTlsAuthentication={"truststoreUri": trust})

            self.assertEqual(200, self.curl("named.example.com", "/cert", "named")[0])
            self.assertEqual(self.FORBIDDEN, self.curl("named.example.com", "/cert", "named-orphan"))

            asked.setblocking(False)
            with self.assertRaises(BlockingIOError):  # nobody has called
                asked.accept()

    def test_a_truststore_changes_warns_and_ends(self):
        trust = self.put_truststore("change.pem", "root")
        domain = self.make_domain("change.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        self.assertNotIn("truststoreWarnings", domain["mutualTlsAuthentication"])
        self.assertEqual(200, self.curl("change.example.com", "/cert", "good")[0])

        # The object alone changes nothing; naming it again does.
        self.put_truststore("change.pem", "other-root")
        self.assertEqual(200, self.curl("change.example.com", "/cert", "good")[0])
        patch = {"op": "replace", "path": "/mutualTlsAuthentication/truststoreUri", "value": trust}
        self.v1.update_domain_name(domainName="change.example.com", patchOperations=[patch])
        self.assertEqual(self.FORBIDDEN, self.curl("change.example.com", "/cert", "good"))
        self.assertEqual(200, self.curl("change.example.com", "/cert", "stranger")[0])

        self.put_truststore("change.pem", "root", "expired")
        changed = self.v1.update_domain_name(domainName="change.example.com", patchOperations=[patch])
        self.assertRegex(changed["mutualTlsAuthentication"]["truststoreWarnings"][0], "expired on 2021-01-01")
        for wrong, members, text in (
                ("missing.pem", None, "not available"), ("key.pem", "key", "private key"), ("text.pem", "text", "1 to 1000")):
            if members:
                path = pathlib.Path(self.server.data) / "truststores" / "trust" / wrong
                path.write_text("nothing" if members == "text" else
                                self.made.pem("root") + pathlib.Path(self.made.path("root", "key")).read_text().replace("EC PRIVATE", "PRIVATE"))
            with self.assertRaisesRegex(self.v1.exceptions.BadRequestException, text):
                self.v1.update_domain_name(domainName="change.example.com", patchOperations=[
                    {**patch, "value": f"s3://trust/{wrong}"}])

        self.v1.update_domain_name(domainName="change.example.com", patchOperations=[{**patch, "value": ""}])
        self.assertEqual(200, self.curl("change.example.com", "/cert")[0])

    def test_functions_learn_who_called(self):
        trust = self.put_truststore("event.pem", "root")
        self.make_domain("event.example.com", mutualTlsAuthentication={"truststoreUri": trust})

        status, body = self.curl("event.example.com", "/event", "good")
        self.assertEqual(200, status, body)
        shown = json.loads(body)["identity"]["clientCert"]
        self.assertEqual(self.made.pem("good").strip(), shown["clientCertPem"].strip())
        self.assertEqual("CN=good,O=Example,C=US", shown["subjectDN"])

        for payload in ("1.0", "2.0"):
            name = f"http{payload[0]}.example.com"
            api = self.v2.create_api(Name=name, ProtocolType="HTTP")["ApiId"]
            integration = self.v2.create_integration(
                ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=self.function, PayloadFormatVersion=payload)["IntegrationId"]
            self.v2.create_route(ApiId=api, RouteKey="GET /event", Target=f"integrations/{integration}")
            self.v2.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
            certificate = self.acm.request_certificate(DomainName=name)["CertificateArn"]
            self.trust_server(certificate)
            self.v2.create_domain_name(
                DomainName=name, DomainNameConfigurations=[{"CertificateArn": certificate, "EndpointType": "REGIONAL"}],
                MutualTlsAuthentication={"TruststoreUri": trust})
            self.v2.create_api_mapping(DomainName=name, ApiId=api, Stage="$default")
            status, body = self.curl(name, "/event", "good")
            self.assertEqual(200, status, body)
            context = json.loads(body)
            shown = context["identity"]["clientCert"] if payload == "1.0" else context["authentication"]["clientCert"]
            self.assertEqual("CN=good,O=Example,C=US", shown["subjectDN"])
            self.assertEqual({"notBefore", "notAfter"}, set(shown["validity"]))
            self.assertEqual(self.FORBIDDEN, self.curl(name, "/event", "stranger"))

    def test_a_session_of_one_domain_is_not_resumed_on_another(self):
        trust = self.put_truststore("session.pem", "root")
        self.make_domain("session.example.com", mutualTlsAuthentication={"truststoreUri": trust})
        self.make_domain("plain.example.com")
        certificate = ("-cert", self.made.path("good"), "-key", self.made.path("good", "key"))

        # The listener's own names resume; so the question is a real one.
        self.assertTrue(self.resumes("localhost", "localhost"))
        for first in ("localhost", "plain.example.com"):
            self.assertFalse(self.resumes(first, "session.example.com"), first)
        # A session of the mutual domain itself does not stand in for its certificate.
        self.assertFalse(self.resumes("session.example.com", "session.example.com", *certificate))

    def resumes(self, first, second, *options):
        session = pathlib.Path(self.made.path("session", "sess"))
        session.unlink(missing_ok=True)
        self.s_client(first, "-tls1_2", "-sess_out", str(session), *options)
        return session.exists() and "Reused," in self.s_client(second, "-tls1_2", "-sess_in", str(session))


class DomainCertificates(MutualTls):
    """The same server with other questions; what MutualTls asks is not asked again."""

    def shown(self, host, *options):
        text = self.s_client(host, *options)
        return re.search(r"subject=(.*)", text)[1] if "subject=" in text else text

    def test_each_name_shows_its_certificate_and_unknown_ones_the_listeners(self):
        self.make_domain("a.sni.example.com")
        wild = self.acm.request_certificate(DomainName="*.wild.example.com")["CertificateArn"]
        self.v1.create_domain_name(
            domainName="*.wild.example.com", regionalCertificateArn=wild, endpointConfiguration={"types": ["REGIONAL"]})

        self.assertIn("CN = a.sni.example.com", self.shown("a.sni.example.com"))
        self.assertIn("CN = *.wild.example.com", self.shown("any.wild.example.com"))
        self.assertIn("CN = localhost", self.shown("two.labels.wild.example.com"))
        self.assertIn("CN = localhost", self.shown("unknown.example.com"))
        self.assertIn("ALPN protocol: h2", self.s_client("a.sni.example.com", "-alpn", "h2,http/1.1"))
        self.assertIn("CN = a.sni.example.com", self.shown("A.SNI.example.COM"))

    def test_a_renewed_and_an_imported_certificate_are_shown_at_once(self):
        self.make_domain("renew.example.com")
        arn = self.v1.get_domain_name(domainName="renew.example.com")["regionalCertificateArn"]
        serial = lambda: self.made.run("x509", "-noout", "-serial", data=self.s_client("renew.example.com", "-showcerts"))
        before = serial()
        self.acm.renew_certificate(CertificateArn=arn)
        self.assertNotEqual(before, serial())

        self.made.make("imported", names=["renew.example.com"], usage="serverAuth", key="2048")
        imported = self.acm.import_certificate(
            Certificate=self.made.pem("imported").encode(), PrivateKey=pathlib.Path(self.made.path("imported", "key")).read_bytes())["CertificateArn"]
        self.v1.update_domain_name(domainName="renew.example.com", patchOperations=[
            {"op": "replace", "path": "/regionalCertificateArn", "value": imported}])
        mine = self.made.run("x509", "-noout", "-serial", "-in", self.made.path("imported"))
        self.assertEqual(mine, serial())

    def test_security_policies_choose_protocols_and_suites(self):
        policies = {
            "TLS_1_2": ({"1.2", "1.3"}, {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA384"}, {"ECDHE-ECDSA-AES128-SHA"}),
            "TLS_1_0": ({"1.2", "1.3"}, {"ECDHE-ECDSA-AES128-SHA"}, {"ECDHE-ECDSA-CHACHA20-POLY1305"}),
            "SecurityPolicy_TLS13_1_3_2025_09": ({"1.3"}, set(), set()),
            "SecurityPolicy_TLS13_1_3_FIPS_2025_09": ({"1.3"}, set(), set()),
            "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09": ({"1.2", "1.3"}, {"ECDHE-ECDSA-AES256-GCM-SHA384"}, {"ECDHE-ECDSA-AES128-SHA256"}),
            "SecurityPolicy_TLS13_1_2_2021_06": ({"1.2", "1.3"}, {"ECDHE-ECDSA-AES128-SHA256"}, {"ECDHE-ECDSA-AES128-SHA"}),
            "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09": ({"1.2", "1.3"}, {"ECDHE-ECDSA-AES128-SHA256"}, {"ECDHE-ECDSA-AES128-SHA"}),
        }
        for number, (policy, (protocols, suites, refused)) in enumerate(policies.items()):
            host = f"p{number}.example.com"
            mode = {"endpointAccessMode": "BASIC"} if policy.startswith("Security") else {}
            self.make_domain(host, securityPolicy=policy, **mode)
            with self.subTest(policy):
                for version in ("1", "1_1", "1_2", "1_3"):
                    wanted = version.replace("_", ".") in protocols
                    self.assertEqual(wanted, "CN = p" in self.shown(host, "-tls" + version, "-cipher", "DEFAULT@SECLEVEL=0"), version)
                for suite in suites:
                    self.assertIn("CN = p", self.shown(host, "-tls1_2", "-cipher", suite), suite)
                for suite in refused:
                    self.assertNotIn("CN = p", self.shown(host, "-tls1_2", "-cipher", suite), suite)
                chacha = "CN = p" in self.shown(host, "-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")
                self.assertEqual("FIPS" not in policy, chacha)

    def test_strict_domains_want_the_name_of_the_handshake(self):
        self.make_domain("loose.example.com")
        self.make_domain("strict.example.com", securityPolicy="SecurityPolicy_TLS13_1_3_2025_09", endpointAccessMode="STRICT")

        self.assertEqual(200, self.curl("strict.example.com", "/cert")[0])
        self.assertEqual(self.FORBIDDEN, self.curl("loose.example.com", "/cert", header="Host: strict.example.com"))
        self.assertEqual(self.FORBIDDEN, self.plain("strict.example.com", "/cert"))

    def test_certificates_must_fit_the_domain(self):
        other = self.acm.request_certificate(DomainName="other.example.com")["CertificateArn"]
        with self.assertRaisesRegex(self.v1.exceptions.BadRequestException, "not covered"):
            self.v1.create_domain_name(domainName="mine.example.com", regionalCertificateArn=other, endpointConfiguration={"types": ["REGIONAL"]})
        self.made.make("owned", names=["owned.example.com"], key="2048")
        imported = self.acm.import_certificate(
            Certificate=self.made.pem("owned").encode(), PrivateKey=pathlib.Path(self.made.path("owned", "key")).read_bytes())["CertificateArn"]
        asked = dict(domainName="owned.example.com", regionalCertificateArn=imported, endpointConfiguration={"types": ["REGIONAL"]},
                     mutualTlsAuthentication={"truststoreUri": self.put_truststore("owned.pem", "root")})
        with self.assertRaisesRegex(self.v1.exceptions.BadRequestException, "Missing ownershipVerificationCertificate."):
            self.v1.create_domain_name(**asked)
        proof = self.acm.request_certificate(DomainName="owned.example.com")["CertificateArn"]
        self.v1.create_domain_name(**asked, ownershipVerificationCertificateArn=proof)
        with self.assertRaises(self.acm.exceptions.ResourceInUseException):
            self.acm.delete_certificate(CertificateArn=imported)
        self.assertIn(":/domainnames/owned.example.com", self.acm.describe_certificate(CertificateArn=imported)["Certificate"]["InUseBy"][0])


for name in [one for one in dir(MutualTls) if one.startswith("test_")]:
    setattr(DomainCertificates, name, None)


if __name__ == "__main__":
    unittest.main()
