"""The clients that GetSdk generates, compiled by their own tools, call an API of the built server.

rest-control-plane §5: what is generated is the stage's deployed snapshot, the archive's name and headers are AWS's, and
the clients offer what AWS's generated ones do. A client whose tool is missing is skipped, and says so.
"""
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile

import boto3
from botocore.config import Config

from sdk_backend import REGION, Backend
from server import Server

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "sdks"
TIMEOUT = 600

JAVA = {"service.name": "SimpleCalc", "java.package-name": "com.example.calc"}
ANDROID = {
    "groupId": "com.example", "artifactId": "calc", "artifactVersion": "1.0.0", "invokerPackage": "com.example.calc",
}


def needs(*tools):
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return unittest.skipIf(missing, f"{', '.join(missing)}: not installed")


class GeneratedClients(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-sdks-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.backend = Backend()
        cls.addClassCleanup(cls.backend.stop)
        cls.server = Server()
        cls.addClassCleanup(lambda: cls.server.stop())
        cls.gateway = boto3.client(
            "apigateway", endpoint_url=cls.server.endpoint, region_name=REGION,
            aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}),
        )
        definition = (SOURCES / "api.yaml").read_text().replace("BACKEND", cls.backend.endpoint)
        cls.api = cls.gateway.import_rest_api(body=definition.encode())["id"]
        cls.gateway.create_deployment(restApiId=cls.api, stageName="test")
        cls.key = cls.keyed()
        # After the deployment: no client may know of it.
        root = next(item for item in cls.gateway.get_resources(restApiId=cls.api)["items"] if item["path"] == "/")
        cls.gateway.create_resource(restApiId=cls.api, parentId=root["id"], pathPart="undeployed")

    @classmethod
    def keyed(cls):
        stages = [{"apiId": cls.api, "stage": "test"}]
        plan = cls.gateway.create_usage_plan(name="sdks", apiStages=stages)["id"]
        key = cls.gateway.create_api_key(name="sdks", enabled=True)
        cls.gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
        return key["value"]

    def unpack(self, sdk_type, **parameters):
        answer = self.gateway.get_sdk(
            restApiId=self.api, stageName="test", sdkType=sdk_type, parameters=parameters)
        self.assertEqual(answer["contentType"], "application/octet-stream")
        self.assertRegex(
            answer["contentDisposition"],
            rf'^attachment; filename="{sdk_type}_\d{{4}}-\d\d-\d\d_\d\d-\d\dZ\.zip"$')
        folder = self.folder / sdk_type
        with zipfile.ZipFile(io.BytesIO(answer["body"].read())) as archive:
            archive.extractall(folder)
        for file in folder.rglob("*"):
            if file.is_file():
                self.assertNotIn("undeployed", file.read_text("utf-8"), file)
        return folder

    def run_tool(self, *command, cwd=None):
        environment = {**os.environ, "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
        done = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    @property
    def arguments(self):
        return self.key, self.backend.endpoint + "/signed"

    def check(self, output, op="+ &=ü/*'"):
        found = json.loads(output.strip().splitlines()[-1])
        expected = {
            "query": [3.5, op, "me", "v"],
            "body": 1.5,
            "path": ["/calc/x%20y/%C3%BC%2B%C3%B6/50%25", "t1"],
            "list": [2, 3.5],
            "keyless": 403,
            "binary": True,
            "error": [418, "no"],
            "timeout": True,
            "dots": True,
            "signed": "yes",
            "signedBody": "yes",
        }
        self.assertEqual({name: found.get(name) for name in expected}, expected)
        if "unknown" in found:
            self.assertEqual(found["unknown"], {"later": [1, {"z": None}]})
        return found

    @needs("node")
    def test_javascript(self):
        folder = self.unpack("javascript")
        output = self.run_tool("node", SOURCES / "javascript.cjs", folder, *self.arguments)
        found = self.check(output)
        self.assertEqual(found["missing"], "Missing required parameters: b")
        self.assertEqual(
            found["invoked"], {"path": "/files/any", "query": {"x": "1"}, "body": {"b": 1}})
        self.assertTrue(found["alias"])

    @needs("node", "npm")
    def test_typescript(self):
        compiler = SOURCES / "node_modules" / ".bin" / "tsc"
        if not compiler.exists():
            self.skipTest("typescript is not installed; run npm ci in tests/clients/sdks")
        package = self.unpack("typescript") / "simplecalc-sdk"
        self.run_tool(compiler, "-p", ".", cwd=package)
        self.assertTrue((package / "dist" / "index.d.ts").exists())
        shutil.copy(SOURCES / "typescript.mts", package / "caller.ts")
        self.run_tool(
            compiler, "--ignoreConfig", "--strict", "--target", "ES2022", "--module", "ES2022",
            "--moduleResolution", "bundler", "--lib", "ES2022,DOM,DOM.Iterable", "--types", "", "--outDir", "called",
            "caller.ts", cwd=package)
        self.check(self.run_tool("node", "called/caller.js", *self.arguments, cwd=package))

    @needs("python3")
    def test_python(self):
        package = self.unpack("python") / "simple-calc-sdk"
        output = self.run_tool("python3", "-W", "error", SOURCES / "python_client.py", package, *self.arguments)
        self.check(output)

    @needs("dotnet")
    def test_csharp(self):
        folder = self.unpack("csharp")
        shutil.copytree(SOURCES / "csharp", folder / "Caller")
        # The SDK asks for .NET 8; what is installed may be later, and its packs of earlier ones are not here.
        version = self.run_tool("dotnet", "--version").split(".")[0]
        for project in folder.rglob("*.csproj"):
            project.write_text(project.read_text().replace("net8.0", f"net{version}.0"))
        self.run_tool(
            "dotnet", "build", "-c", "Release", "--nologo", "-v", "q", "-p:TreatWarningsAsErrors=true", "Caller.csproj",
            cwd=folder / "Caller")
        built = next((folder / "Caller" / "bin").rglob("Caller.dll"))
        self.check(self.run_tool("dotnet", built, *self.arguments))

    @needs("go")
    def test_go(self):
        folder = self.unpack("go")
        shutil.copytree(SOURCES / "go", folder / "caller")
        self.run_tool("go", "vet", ".", cwd=folder / "simplecalcsdk")
        self.check(self.run_tool("go", "run", ".", *self.arguments, cwd=folder / "caller"))

    @needs("javac", "java")
    def test_java(self):
        folder = self.unpack("java", **JAVA)
        self.assertTrue((folder / "generated-code" / "pom.xml").exists())
        sources = sorted((folder / "generated-code").rglob("*.java"))
        self.run_tool("javac", "-Xlint:all", "-Werror", "--release", "11", "-encoding", "UTF-8", "-d", folder / "classes",
                      *sources, SOURCES / "java" / "Caller.java")
        self.check(self.run_tool("java", "-Dfile.encoding=UTF-8", "-cp", folder / "classes", "Caller", *self.arguments))

    @needs("ruby")
    def test_ruby(self):
        folder = self.unpack("ruby", **{"service.name": "SimpleCalc"})
        library = folder / "simplecalc-sdk" / "lib"
        output = self.run_tool("ruby", "-w", "-I", library, SOURCES / "ruby_client.rb", *self.arguments)
        self.check(output)

    @needs("javac")
    def test_android_compiles_against_the_annotations_of_the_mobile_sdk(self):
        folder = self.unpack("android", **ANDROID)
        sources = sorted(folder.rglob("*.java"))
        stubs = sorted((SOURCES / "android").rglob("*.java"))
        self.run_tool("javac", "-Xlint:all", "-Werror", "--release", "8", "-Xlint:-options", "-encoding", "UTF-8",
                      "-d", folder / "classes", *sources, *stubs)
        client = next(file for file in sources if file.name == "SimpleCalcClient.java").read_text()
        for method in ("Result rootGet(", "Result rootPost(", "Result aBOpGet(", "List<Result> listHistory("):
            self.assertIn(method, client)

    @needs("clang")
    def test_objective_c_compiles_against_the_headers_of_the_pod(self):
        folder = self.unpack("objectivec", classPrefix="SIMPLE_CALC") / "generated-src"
        for source in sorted(folder.glob("*.m")):
            self.run_tool(
                "clang", "-fsyntax-only", "-fobjc-arc", "-fblocks", "-fobjc-runtime=gnustep-2.0",
                "-fconstant-string-class=NSConstantString", "-Wall", "-Werror",
                "-I", SOURCES / "objectivec", "-I", folder, source)
        header = (folder / "SIMPLE_CALCSimpleCalcClient.h").read_text()
        for method in ("rootGet:(NSString *)a b:(NSString *)b op:(", "rootPost:(", "aBOpGet:(NSString *)a b:"):
            self.assertIn(method, header)

    def test_swift_names_its_methods_as_AWS_does(self):
        folder = self.unpack("swift", classPrefix="SIMPLE_CALC") / "generated-src"
        client = (folder / "SIMPLE_CALCSimpleCalcClient.swift").read_text()
        for method in ("func `default`()", "func rootGet(a: String, b: String, op: String? = nil)", "func aBOpGet(a: "):
            self.assertIn(method, client)
        swiftc = shutil.which("swiftc")
        if swiftc:
            self.run_tool(swiftc, "-parse", *sorted(folder.glob("*.swift")))
        else:
            # Without a compiler: what opens closes, outside texts and comments.
            for file in folder.glob("*.swift"):
                code = re.sub(r'"(\\.|[^"\\\n])*"|//[^\n]*', "", file.read_text())
                for pair in ("()", "[]", "{}"):
                    self.assertEqual(code.count(pair[0]), code.count(pair[1]), file)

    @needs("node")
    def test_the_sample_by_a_generated_client(self):
        definition = (SOURCES.parents[2] / "samples" / "petstore" / "openapi.yaml").read_bytes()
        api = self.gateway.import_rest_api(body=definition)["id"]
        self.gateway.create_deployment(restApiId=api, stageName="dev")
        for sdk_type in ("javascript", "python"):
            answer = self.gateway.get_sdk(restApiId=api, stageName="dev", sdkType=sdk_type)
            with zipfile.ZipFile(io.BytesIO(answer["body"].read())) as archive:
                archive.extractall(self.folder / "petstore")
        script = (
            "require(process.argv[1]).newClient().statusGet()"
            ".then((answer) => console.log(JSON.stringify(answer.data)))")
        client = self.folder / "petstore" / "apiGateway-js-sdk" / "apigClient.js"
        open_store = {"store": "open", "pets": 3}
        self.assertEqual(json.loads(self.run_tool("node", "-e", script, client)), open_store)
        script = "import petstore_sdk; print(petstore_sdk.ApiClient().get_status().text())"
        self.assertEqual(
            json.loads(self.run_tool("python3", "-c", script, cwd=self.folder / "petstore" / "petstore-sdk")), open_store)

    def test_every_sdk_type_is_listed_with_its_properties(self):
        types = {item["id"]: item for item in self.gateway.get_sdk_types()["items"]}
        self.assertLessEqual(
            {"android", "java", "javascript", "objectivec", "ruby", "swift", "typescript", "python", "csharp", "go"},
            types.keys())
        java = self.gateway.get_sdk_type(id="java")
        self.assertEqual(
            [item["name"] for item in java["configurationProperties"] if item["required"]],
            ["service.name", "java.package-name"])


if __name__ == "__main__":
    unittest.main()
