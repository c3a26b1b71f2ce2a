"""Every operation of apigateway (v1), driven by the unmodified AWS CLI: the table that the AWS SDK for JavaScript walks too
(../rest-operations.json). The groups run side by side, because each start of the CLI costs most of a second; within a
group, rows use what earlier rows saved. An operation of the contract that the table lacks fails the test."""
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from server import ROOT, Server

ROWS = json.loads(pathlib.Path(__file__).parent.with_name("rest-operations.json").read_text())
CONTRACT = ROOT / "src/Gatehouse.Wire/Contracts/ApiGateway.g.cs"
BLOBS = {"ImportRestApi", "PutRestApi", "ImportApiKeys", "ImportDocumentationParts"}
FILES = {"GetExport", "GetSdk"}  # their bodies go to a file


def fill(value, known):
    if isinstance(value, str):
        return re.sub(r"<(\w+)>", lambda match: known.get(match.group(1), match.group(0)), value)
    if isinstance(value, list):
        return [fill(one, known) for one in value]
    if isinstance(value, dict):
        return {fill(name, known): fill(one, known) for name, one in value.items()}
    return value


def find(value, path):
    """Keys may hold dots: the longest that is there counts."""
    if path == "" or value is None:
        return value
    entries = {str(index): one for index, one in enumerate(value)} if isinstance(value, list) else value
    for name in sorted(entries, key=len, reverse=True):
        if path == name or path.startswith(name + "."):
            return find(entries[name], path[len(name) + 1:])
    return None


def kebab(name):
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


class RestOperations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.folder = tempfile.mkdtemp(prefix="gatehouse-ops-")
        cls.environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
        }

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def test_the_table_has_a_row_for_every_operation_of_the_contract(self):
        contract = set(re.findall(r"^operation (\w+)", CONTRACT.read_text(), re.MULTILINE))
        self.assertEqual(len(contract), 124)
        self.assertEqual(contract, {row["operation"] for row in ROWS})

    def test_the_cli_drives_every_operation(self):
        groups = sorted({row["group"] for row in ROWS})
        with concurrent.futures.ThreadPoolExecutor(len(groups)) as pool:
            failures = [failure for found in pool.map(self.walk, groups) for failure in found]
        self.assertFalse(failures, "\n".join(failures))

    def walk(self, group):
        known = {"today": datetime.datetime.now(datetime.timezone.utc).date().isoformat()}
        failures = []
        for number, row in enumerate(one for one in ROWS if one["group"] == group):
            done = self.run_row(f"{group}{number}", row["operation"], fill(row["input"], known))
            told = f"{row['operation']}: {done.stdout}{done.stderr}"
            if done.returncode != 0:
                failures.append(told)
                continue
            answer = json.loads(done.stdout) if done.stdout.strip() else {}
            for name, path in row.get("save", {}).items():
                known[name] = find(answer, path) or failures.append(f"no {path} in {told}")
            for path, expected in fill(row.get("expect", {}), known).items():
                found = find(answer, path)
                if found in (None, "") and expected != "" if expected == "*" else found != expected:
                    failures.append(f"{path} is {found!r}, not {expected!r}, in {told}")
        return failures

    def run_row(self, name, operation, members):
        words = [kebab(operation)]
        path = pathlib.Path(self.folder, name)
        if operation in BLOBS:
            path.write_text(members.pop("body"))
            words += ["--body", f"fileb://{path}"]
        if operation in FILES:  # beside the file's name, version 1 of the CLI takes no JSON
            for member, value in members.items():
                words += [f"--{kebab(member)}", value if isinstance(value, str) else json.dumps(value)]
            words.append(f"{path}.out")
        else:
            words += ["--cli-input-json", json.dumps(members)]
        # Older CLIs do not read AWS_ENDPOINT_URL; the option works in every version.
        return subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", "apigateway", *words],
            env=self.environment, capture_output=True, text=True, check=False,
        )


if __name__ == "__main__":
    unittest.main()
