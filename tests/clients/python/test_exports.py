"""Exports and imports of definitions and documentation, by the unmodified AWS CLI and boto3."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import boto3

from server import Server

DEFINITION = """
openapi: 3.0.1
info: { title: pets, version: "1.0", description: A store }
paths:
  /pets/{id}:
    get:
      description: One pet
      security: [{ api_key: [] }]
      parameters: [{ name: id, in: path, required: true, description: Which, schema: { type: string } }]
      responses: { "200": { description: A pet, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
      x-amazon-apigateway-integration: { type: mock, responses: { default: { statusCode: "200" } } }
components:
  schemas: { Pet: { type: object, properties: { name: { type: string } } } }
  securitySchemes: { api_key: { type: apiKey, name: x-api-key, in: header } }
"""

DOCUMENTATION = {
    "x-amazon-apigateway-documentation": {
        "documentationParts": [{"location": {"type": "METHOD", "path": "/pets/{id}", "method": "GET"}, "properties": {"summary": "Reads"}}]
    }
}


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = shutil.which("aws")
        assert cls.aws, "the AWS CLI is missing: ./test installs it (package awscli)"
        cls.server = Server()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-exports-"))
        cls.gateway = boto3.client(
            "apigateway", endpoint_url=cls.server.endpoint, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",
        )

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)
        code = cls.server.stop()
        assert code == 0, f"SIGTERM ended the server with {code}"

    def cli(self, *words):
        done = subprocess.run(
            [self.aws, "--endpoint-url", self.server.endpoint, "--output", "json", "apigateway", *words],
            env={
                **os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": os.devnull, "AWS_PAGER": "",
            },
            capture_output=True, text=True, check=False,
        )
        self.assertEqual(done.returncode, 0, f"aws apigateway {' '.join(words)}\n{done.stderr}")
        return json.loads(done.stdout)

    def deployed(self):
        api = self.gateway.import_rest_api(body=DEFINITION)
        self.gateway.create_deployment(restApiId=api["id"], stageName="prod")
        return api["id"]

    def test_the_cli_exports_a_stage_to_a_file(self):
        api = self.deployed()
        file = self.folder / "swagger.json"

        answer = self.cli(
            "get-export", "--rest-api-id", api, "--stage-name", "prod", "--export-type", "swagger",
            "--parameters", "extensions='integrations,authorizers'", str(file),
        )

        self.assertEqual(answer["contentDisposition"], 'attachment; filename="swagger_1.0.json"')
        exported = json.loads(file.read_text())
        self.assertEqual(exported["host"], f"{api}.execute-api.us-east-1.amazonaws.com")
        self.assertEqual(exported["basePath"], "/prod")
        self.assertEqual(exported["paths"]["/pets/{id}"]["get"]["x-amazon-apigateway-integration"]["type"], "mock")

    def test_the_cli_imports_documentation(self):
        api = self.deployed()
        file = self.folder / "documentation.json"
        file.write_text(json.dumps(DOCUMENTATION))

        answer = self.cli(
            "import-documentation-parts", "--rest-api-id", api, "--mode", "merge", "--body", f"fileb://{file}",
        )

        self.assertEqual(len(answer["ids"]), 1)
        part = self.gateway.get_documentation_part(restApiId=api, documentationPartId=answer["ids"][0])
        self.assertEqual(json.loads(part["properties"]), {"description": "One pet", "summary": "Reads"})

    def test_boto3_reads_an_export_and_imports_it_to_an_equal_API(self):
        api = self.deployed()
        self.gateway.create_documentation_version(restApiId=api, documentationVersion="v1", stageName="prod")

        for form in ("oas30", "swagger"):
            exported = self.gateway.get_export(
                restApiId=api, stageName="prod", exportType=form, parameters={"extensions": "apigateway"}, accepts="application/yaml",
            )
            body = exported["body"].read()
            self.assertTrue(body.startswith(b"---\n"), body)
            self.assertEqual(exported["contentDisposition"], f'attachment; filename="{form}_1.0.yaml"')

            again = self.gateway.import_rest_api(body=body, failOnWarnings=True)["id"]

            self.assertEqual(self.everything(again), self.everything(api))

    def everything(self, api):
        """All that the import made, without ids."""
        resources = self.gateway.get_resources(restApiId=api, embed=["methods"])["items"]
        for resource in resources:
            resource.pop("id")
            resource.pop("parentId", None)
            for method in resource.get("resourceMethods", {}).values():
                method["methodIntegration"].pop("cacheNamespace")
        models = [{**model, "id": ""} for model in self.gateway.get_models(restApiId=api)["items"]]
        parts = [{**part, "id": ""} for part in self.gateway.get_documentation_parts(restApiId=api)["items"]]
        return (
            sorted(resources, key=lambda one: one["path"]), models,
            sorted(parts, key=lambda one: json.dumps(one["location"], sort_keys=True)),
        )


if __name__ == "__main__":
    unittest.main()
