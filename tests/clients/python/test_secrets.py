"""Secrets at rest: planted through real clients, looked for in every file and line of the server; keys rotated and rewrapped."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import boto3

from certificates import Certificates
from server import ROOT, Server

KEY = "planted-api-key-value-0123456789abcdef"
PASSWORD = "Planted-Passw0rd!"


class KeptServer(Server):
    """Keeps its data folder, so that it can be started again."""

    def __init__(self, data, *options, environment=None):
        self.data = data
        self.log = open(pathlib.Path(data).with_suffix(".log"), "ab")
        self.process = subprocess.Popen(
            [ROOT / "gatehouse", "serve", "--port", "0", "--data", data, "--verbose", *options],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline()
        if " at " not in line:
            raise RuntimeError(f"the server ended with code {self.process.wait()} before it was ready")
        self.endpoint = line.split(" at ")[1].split(",")[0]

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        code = self.process.wait()
        self.log.close()
        assert code == 0, code

    def client(self, service):
        return boto3.client(service, endpoint_url=self.endpoint, aws_access_key_id="test", aws_secret_access_key="test",
                            region_name="us-east-1")


class Secrets(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-secrets-"))
        self.data = str(self.root / "data")
        os.mkdir(self.data)
        self.made = Certificates()
        self.addCleanup(shutil.rmtree, self.root)
        self.addCleanup(shutil.rmtree, self.made.folder)

    def keys(self, *words, environment=None, code=0):
        done = subprocess.run([ROOT / "gatehouse", "keys", *words, "--data", self.data], capture_output=True, text=True,
                              env={**os.environ, **(environment or {})})
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def plant(self, server):
        """What must not be found again, and what must still work."""
        key = server.client("apigateway").create_api_key(name="k", value=KEY, enabled=True)["id"]
        server.client("apigateway").generate_client_certificate()
        iam = server.client("iam")
        iam.create_user(UserName="u")
        access = iam.create_access_key(UserName="u")["AccessKey"]
        self.made.make("imported", names=["imported.example.com"], key="2048")
        private = pathlib.Path(self.made.path("imported", "key")).read_text()
        arn = server.client("acm").import_certificate(Certificate=self.made.pem("imported").encode(), PrivateKey=private.encode())["CertificateArn"]
        exported = server.client("acm").request_certificate(DomainName="out.example.org", Options={"Export": "ENABLED"})["CertificateArn"]
        pools = server.client("cognito-idp")
        pool = pools.create_user_pool(PoolName="p")["UserPool"]["Id"]
        app = pools.create_user_pool_client(UserPoolId=pool, ClientName="c", GenerateSecret=True)["UserPoolClient"]
        pools.admin_create_user(UserPoolId=pool, Username="someone", TemporaryPassword=PASSWORD, MessageAction="SUPPRESS")
        planted = [KEY, access["SecretAccessKey"], app["ClientSecret"], PASSWORD, "PRIVATE KEY", private.splitlines()[3]]
        return planted, (key, access, exported, (pool, app))

    def check(self, server, kept):
        key, access, exported, (pool, app) = kept
        self.assertEqual(KEY, server.client("apigateway").get_api_key(apiKey=key, includeValue=True)["value"])
        self.assertNotIn("value", server.client("apigateway").get_api_key(apiKey=key))
        mine = boto3.client("sts", endpoint_url=server.endpoint, aws_access_key_id=access["AccessKeyId"],
                            aws_secret_access_key=access["SecretAccessKey"], region_name="us-east-1")
        self.assertEqual("arn:aws:iam::000000000000:user/u", mine.get_caller_identity()["Arn"])
        server.client("acm").export_certificate(CertificateArn=exported, Passphrase=b"abcdef")
        self.assertEqual(app["ClientSecret"], server.client("cognito-idp").describe_user_pool_client(
            UserPoolId=pool, ClientId=app["ClientId"])["UserPoolClient"]["ClientSecret"])

    def find(self, planted):
        found = []
        for path in self.root.rglob("*"):
            # The listener's own certificate for localhost lies in a file that only its owner reads.
            if path.is_file() and path.parent.name != "tls":
                content = path.read_bytes()
                found += [(path.name, secret) for secret in planted if secret.encode() in content]
        return found

    def test_no_file_and_no_line_holds_a_secret_and_rotation_keeps_everything(self):
        server = KeptServer(self.data)
        planted, kept = self.plant(server)
        self.check(server, kept)
        # What goes wrong must not tell either.
        for wrong in (lambda: server.client("apigateway").create_api_key(name="again", value=KEY),
                      lambda: server.client("acm").import_certificate(Certificate=b"x", PrivateKey=planted[-1].encode())):
            with self.assertRaises(Exception) as raised:
                wrong()
            self.assertNotIn(KEY, str(raised.exception))
            self.assertNotIn(planted[-1], str(raised.exception))
        self.assertIn("in use", self.keys("rotate", code=1))
        self.assertEqual([], self.find(planted))
        server.stop()
        self.assertEqual([], self.find(planted))

        before = self.sealed()
        self.assertIn("in force", self.keys("rotate"))
        self.assertEqual(set(), before & self.sealed(), "every secret was sealed anew")
        self.assertEqual(2, len(json.loads((pathlib.Path(self.data) / "keys.json").read_text())["keys"]))
        server = KeptServer(self.data)
        self.check(server, kept)
        server.stop()

        self.keys("rotate", "--end-sessions")
        self.assertEqual(1, len(json.loads((pathlib.Path(self.data) / "keys.json").read_text())["keys"]))
        server = KeptServer(self.data)
        self.check(server, kept)
        server.stop()
        self.assertEqual([], self.find(planted))

    def sealed(self):
        with sqlite3.connect(pathlib.Path(self.data) / "gatehouse.db") as connection:
            bodies = [bytes(row[0]) for row in connection.execute("SELECT body FROM documents")]
        connection.close()
        access = {json.loads(body).get("sealedSecret", "").encode() for body in bodies if body.startswith(b"{")} - {b""}
        return {body for body in bodies if not body.startswith(b"{")} | access

    def test_a_master_key_of_the_operator_and_another_one(self):
        first = {"GATEHOUSE_MASTER_KEY": self.made.run("rand", "-base64", "32").strip()}
        second = self.root / "second.key"
        second.write_text(self.made.run("rand", "-base64", "32"))
        server = KeptServer(self.data, environment=first)
        planted, kept = self.plant(server)
        server.stop()
        self.assertFalse((pathlib.Path(self.data) / "master.key").exists())
        self.assertIn("missing", self.keys("show", code=1))
        self.assertIn("chmod 600", self.keys("rewrap", "--new-master-key-file", str(second), environment=first, code=1))
        second.chmod(0o600)
        self.keys("rewrap", "--new-master-key-file", str(second), environment=first)
        self.assertIn("does not open them", self.keys("show", environment=first, code=1))
        server = KeptServer(self.data, "--master-key-file", str(second))
        self.check(server, kept)
        server.stop()
        self.assertEqual([], self.find([*planted, first["GATEHOUSE_MASTER_KEY"]]))

    def test_a_kms_command_wraps_and_nothing_of_the_master_key_is_here(self):
        kms = self.root / "kms"
        kms.write_text("#!/bin/sh\nread line\ncase $1 in\n"
                       "wrap) echo \"$line\" | openssl enc -aes-256-cbc -pbkdf2 -pass pass:kms -base64 -A; echo ;;\n"
                       "unwrap) echo \"$line\" | openssl enc -d -aes-256-cbc -pbkdf2 -pass pass:kms -base64 -A ;;\n*) exit 9 ;;\nesac\n")
        kms.chmod(0o700)
        server = KeptServer(self.data, "--master-key-command", str(kms))
        planted, kept = self.plant(server)
        server.stop()
        self.assertFalse((pathlib.Path(self.data) / "master.key").exists())
        self.keys("rotate", "--master-key-command", str(kms))
        server = KeptServer(self.data, "--master-key-command", str(kms))
        self.check(server, kept)
        server.stop()
        self.assertIn("exit code 7", self.keys("show", "--master-key-command", "exit 7;", code=1))


if __name__ == "__main__":
    unittest.main()
