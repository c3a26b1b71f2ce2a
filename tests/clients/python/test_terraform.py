"""Terraform with Amazon's own provider, unmodified: the modules of tests/clients/terraform are applied, planned again
without a difference, changed to their second edition, planned again, and destroyed. All at once: what takes the time is
the start of the provider.

Where Terraform or its provider is not to be had the tests are skipped and say so. A provider that the machine keeps in a
folder is found there, or named by TERRAFORM_PLUGIN_DIR.
"""
import glob
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest
import zipfile

from server import Server

MODULES = pathlib.Path(__file__).resolve().parent.parent / "terraform"
FOLDERS = ("/usr/share/terraform/*", "/usr/local/share/terraform/*", "/opt/*", os.path.expanduser("~/.terraform.d/*"))


def provider_folder():
    if named := os.environ.get("TERRAFORM_PLUGIN_DIR"):
        return named
    for pattern in FOLDERS:
        for folder in glob.glob(pattern):
            if os.path.isdir(os.path.join(folder, "registry.terraform.io", "hashicorp", "aws")):
                return folder
    return None


class Issuer(http.server.BaseHTTPRequestHandler):
    """What is asked of a token issuer when an authorizer is made."""

    def do_GET(self):
        issuer = f"http://{self.headers['Host']}"
        body = json.dumps({"issuer": issuer, "jwks_uri": f"{issuer}/keys", "keys": []}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class TerraformTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        if not shutil.which("terraform"):
            raise unittest.SkipTest("terraform is not installed (https://developer.hashicorp.com/terraform/install)")
        cls.issuer = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
        threading.Thread(target=cls.issuer.serve_forever, daemon=True).start()
        cls.server = Server()
        cls.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))},
            "TF_VAR_endpoint": cls.server.endpoint, "TF_VAR_issuer": f"http://127.0.0.1:{cls.issuer.server_port}",
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.issuer.shutdown()
        cls.issuer.server_close()

    def terraform(self, folder, *words, allowed=(0,)):
        done = subprocess.run(
            ["terraform", f"-chdir={folder}", *words], env=self.environment, capture_output=True, text=True, check=False)
        self.assertIn(done.returncode, allowed, f"terraform {' '.join(words)}:\n{done.stdout}\n{done.stderr}")
        return done

    def test_every_resource_is_applied_planned_again_changed_and_destroyed(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(MODULES, folder, dirs_exist_ok=True)
            for module in ("rest", "http", "websocket", "functions"):
                with zipfile.ZipFile(pathlib.Path(folder, module, "function.zip"), "w") as archive:
                    archive.writestr("index.mjs", "export const handler = async () => ({ statusCode: 200, body: 'hello' });")
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/certificates/key.pem",
                 "-out", f"{folder}/certificates/certificate.pem", "-days", "90", "-subj", "/CN=*.example.org", "-addext",
                 "subjectAltName=DNS:*.example.org"], check=True, capture_output=True)
            plugins = provider_folder()
            done = self.terraform(
                folder, "init", "-no-color", "-input=false", *([f"-plugin-dir={plugins}"] if plugins else []),
                allowed=(0, 1))
            if done.returncode:
                self.skipTest("Terraform cannot get Amazon's provider: " + done.stderr.strip().splitlines()[0])
            for edition in ("1", "2"):
                variables = ("-no-color", "-input=false", "-var", f"edition={edition}")
                self.terraform(folder, "apply", "-auto-approve", *variables)
                # 0: nothing to change, 2: there is a difference
                plan = self.terraform(folder, "plan", "-detailed-exitcode", *variables, allowed=(0, 1, 2))
                self.assertEqual(plan.returncode, 0, plan.stdout + plan.stderr)
            answer = json.loads(json.loads(self.terraform(folder, "output", "-json").stdout)["answer"]["value"])
            self.assertEqual(answer, {"statusCode": 200, "body": "hello"})
            self.terraform(folder, "destroy", "-auto-approve", "-refresh=false", *variables)
            self.assertEqual(self.terraform(folder, "state", "list").stdout, "")


if __name__ == "__main__":
    unittest.main()
