using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.HttpApis;

/// <summary>ExportApi (http-api §5).</summary>
public sealed class HttpApiExportTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task The_bytes_have_AWSs_layout()
    {
        var api = await _plane.CreateHttpApiAsync(""","corsConfiguration":{"allowOrigins":["*"]}""");
        var integration = await _plane.CreateHttpIntegrationAsync(
            api, $$""" "integrationType":"AWS_PROXY","integrationUri":"{{HttpApiHarness.Function}}","payloadFormatVersion":"2.0" """);
        await _plane.CreateRouteAsync(api, "GET /files/{proxy+}", $$""","operationName":"read","target":"integrations/{{integration}}" """);
        var unused = await _plane.CreateHttpIntegrationAsync(api);

        var exported = await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON");

        exported.Status.ShouldBe(200);
        exported.Text.ShouldBe(
            $$$"""
            {
              "openapi" : "3.0.1",
              "info" : {
                "title" : "pets",
                "version" : "2017-11-22 19:37:13UTC"
              },
              "servers" : [ {
                "url" : "https://{{{api}}}.execute-api.us-east-1.amazonaws.com/{basePath}",
                "variables" : {
                  "basePath" : {
                    "default" : ""
                  }
                }
              } ],
              "paths" : {
                "/files/{proxy+}" : {
                  "get" : {
                    "operationId" : "read",
                    "responses" : {
                      "default" : {
                        "description" : "Default response for GET /files/{proxy+}"
                      }
                    },
                    "x-amazon-apigateway-integration" : {
                      "payloadFormatVersion" : "2.0",
                      "type" : "aws_proxy",
                      "httpMethod" : "POST",
                      "uri" : "{{{HttpApiHarness.Invocation}}}",
                      "connectionType" : "INTERNET"
                    }
                  },
                  "parameters" : [ {
                    "name" : "proxy+",
                    "in" : "path",
                    "description" : "Generated path parameter for proxy+",
                    "required" : true,
                    "schema" : {
                      "type" : "string"
                    }
                  } ]
                }
              },
              "components" : {
                "x-amazon-apigateway-integrations" : {
                  "unusedIntegration_{{{unused}}}" : {
                    "payloadFormatVersion" : "1.0",
                    "type" : "http_proxy",
                    "httpMethod" : "ANY",
                    "uri" : "https://example.com",
                    "connectionType" : "INTERNET"
                  }
                }
              },
              "x-amazon-apigateway-cors" : {
                "maxAge" : 0,
                "allowCredentials" : false,
                "allowOrigins" : [ "*" ]
              },
              "x-amazon-apigateway-importexport-version" : "1.0"
            }
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_import_of_an_export_makes_the_same_API()
    {
        var api = await GuardedApiAsync();
        foreach (var type in new[] { "JSON", "YAML" })
        {
            var exported = await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType={type}");
            var copy = await _plane.CallAsync("PUT", "/v2/apis?failOnWarnings=true", new JsonObject { ["body"] = exported.Text }.ToJsonString());
            copy.Status.ShouldBe(201, copy.Text);

            var again = await _plane.CallAsync("GET", $"/v2/apis/{copy.String("apiId")}/exports/OAS30?outputType={type}");

            Neutral(again.Text, copy.String("apiId")).ShouldBe(Neutral(exported.Text, api));
        }
    }

    [Fact]
    public async Task Without_extensions_nothing_of_Amazon_is_left()
    {
        var api = await GuardedApiAsync();

        var exported = await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON&includeExtensions=false");

        exported.Text.ShouldNotContain("x-amazon-");
        exported.Json["paths"]!["/users"]!["get"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stage_is_exported_as_it_was_deployed()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "dev");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON&stageName=dev")).Status.ShouldBe(400);
        await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"dev"}""");
        await _plane.CreateRouteAsync(api, "GET /b");

        var deployed = await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON&stageName=dev");
        var current = await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON");

        deployed.Json["paths"]!.AsObject().Count.ShouldBe(1);
        deployed.Json["servers"]![0]!["variables"]!["basePath"]!["default"]!.GetValue<string>().ShouldBe("dev");
        current.Json["paths"]!.AsObject().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("OAS31?outputType=JSON", 400)]
    [InlineData("OAS30", 400)]
    [InlineData("OAS30?outputType=XML", 400)]
    [InlineData("OAS30?outputType=JSON&exportVersion=2.0", 400)]
    [InlineData("OAS30?outputType=JSON&stageName=none", 404)]
    [InlineData("OAS30?outputType=YAML&exportVersion=1.0", 200)]
    public async Task What_cannot_be_exported_is_refused(string export, int status)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/{export}")).Status.ShouldBe(status);
    }

    private async Task<string> GuardedApiAsync()
    {
        var api = await _plane.CreateHttpApiAsync(
            ""","version":"1","tags":{"a":"b"},"disableExecuteApiEndpoint":true,"corsConfiguration":{"allowMethods":["GET"],"allowHeaders":["x"],"exposeHeaders":["y"],"allowOrigins":["https://a.example"],"allowCredentials":true,"maxAge":3}""");
        var jwt = (await _plane.CallAsync("POST", $"/v2/apis/{api}/authorizers", AuthorizerTests.Jwt)).String("authorizerId");
        var fn = (await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/authorizers",
            $$"""{"name":"fn","authorizerType":"REQUEST","identitySource":["$request.header.x"],"authorizerUri":"{{HttpApiHarness.Invocation}}","authorizerPayloadFormatVersion":"2.0","enableSimpleResponses":true}"""))
            .String("authorizerId");
        var proxy = await _plane.CreateHttpIntegrationAsync(
            api,
            """ "integrationType":"HTTP_PROXY","integrationMethod":"GET","integrationUri":"https://example.com","timeoutInMillis":100,"requestParameters":{"append:header.a":"$request.path"},"responseParameters":{"500":{"overwrite:statuscode":"403"}}""");
        var queue = await _plane.CreateHttpIntegrationAsync(
            api,
            $$$""" "integrationType":"AWS_PROXY","integrationSubtype":"SQS-SendMessage","credentialsArn":"{{{HttpApiHarness.Role}}}","requestParameters":{"QueueUrl":"u","MessageBody":"$request.body"}""");
        await _plane.CreateRouteAsync(api, "GET /users", $$""","authorizationType":"JWT","authorizerId":"{{jwt}}","authorizationScopes":["s"],"target":"integrations/{{proxy}}" """);
        await _plane.CreateRouteAsync(api, "ANY /fn/{id}", $$""","authorizationType":"CUSTOM","authorizerId":"{{fn}}","target":"integrations/{{queue}}" """);
        await _plane.CreateRouteAsync(api, "POST /iam", ""","authorizationType":"AWS_IAM" """);
        await _plane.CreateRouteAsync(api, "$default", $$""","target":"integrations/{{proxy}}" """);
        return api;
    }

    private static string Neutral(string export, string api) => export.Replace(api, "API", StringComparison.Ordinal);
}
