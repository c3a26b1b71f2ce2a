using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Exports;

/// <summary>GetExport (rest-control-plane §2.25, §4.9).</summary>
public sealed class GetExportTests
{
    private static readonly (string Name, string Value)[] Signed =
        [("Authorization", ControlPlaneHarness.Authorization()), ("X-Amz-Date", "20260101T000000Z")];

    private readonly ControlPlaneHarness _plane = new();

    [Theory]
    [InlineData("swagger", "application/json", "{\n  \"swagger\" : \"2.0\",\n  \"info\" : {\n    \"version\" : \"2017-11-22T19:37:13Z\",\n    \"title\" : \"pets\"\n  },\n  \"host\" : \"", "json")]
    [InlineData("oas30", "application/json", "{\n  \"openapi\" : \"3.0.1\",\n  \"info\" : {\n    \"title\" : \"pets\",\n    \"version\" : \"2017-11-22T19:37:13Z\"\n  },\n  \"servers\" : [ {\n    \"url\" : \"https://", "json")]
    [InlineData("swagger", "application/yaml", "---\nswagger: \"2.0\"\ninfo:\n  version: \"2017-11-22T19:37:13Z\"\n  title: \"pets\"\nhost: \"", "yaml")]
    [InlineData("oas30", "application/yaml", "---\nopenapi: \"3.0.1\"\ninfo:\n  title: \"pets\"\n  version: \"2017-11-22T19:37:13Z\"\nservers:\n- url: \"https://", "yaml")]
    public async Task A_stage_is_exported_in_both_forms_and_notations(string type, string accept, string begin, string extension)
    {
        var api = await DeployedAsync();

        var answer = await ExportAsync(api, $"exports/{type}", accept);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldStartWith(begin + api + ".execute-api.us-east-1.amazonaws.com");
        answer.Headers["Content-Type"].ShouldBe("application/octet-stream"); // seen on AWS (§4.9)
        answer.Headers["Content-Disposition"].ShouldBe($"attachment; filename=\"{type}_2017-11-22T19:37:13Z.{extension}\"");
    }

    [Fact]
    public async Task The_deployed_snapshot_is_exported_and_not_the_draft()
    {
        var api = await DeployedAsync();
        await _plane.PatchAsync($"/restapis/{api}", ("replace", "/name", "changed"));
        var root = (await _plane.CallAsync("GET", $"/restapis/{api}")).String("rootResourceId");
        await _plane.CreateResourceAsync(api, root, "draft");

        var before = (await ExportAsync(api, "exports/oas30")).Json;
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var after = (await ExportAsync(api, "exports/oas30")).Json;

        (before["info"]!["title"]!.GetValue<string>(), before["paths"]!.AsObject().Count).ShouldBe(("pets", 1));
        (after["info"]!["title"]!.GetValue<string>(), after["paths"]!.AsObject().Count).ShouldBe(("changed", 2));
    }

    [Fact]
    public async Task The_stages_documentation_version_is_injected_and_later_edits_are_not()
    {
        var api = await DeployedAsync();
        var parts = $"/restapis/{api}/documentation/parts";
        var part = (await _plane.CallAsync("POST", parts, """{"location":{"type":"METHOD","path":"/","method":"GET"},"properties":"{\"description\":\"Says hello\",\"foo\":\"kept\"}"}""")).String("id");
        (await ExportAsync(api, "exports/oas30")).Text.ShouldNotContain("Says hello");
        await _plane.CallAsync("POST", $"/restapis/{api}/documentation/versions", """{"documentationVersion":"v1","stageName":"dev"}""");
        await _plane.PatchAsync($"{parts}/{part}", ("replace", "/properties", """{"description":"Changed"}"""));

        var plain = (await ExportAsync(api, "exports/oas30")).Json;
        var integrations = (await ExportAsync(api, "exports/oas30?extensions=integrations")).Json;

        plain["paths"]!["/"]!["get"]!["description"]!.GetValue<string>().ShouldBe("Says hello");
        plain["paths"]!["/"]!["get"]!["foo"].ShouldBeNull();
        plain["x-amazon-apigateway-documentation"]!.ToJsonString().ShouldBe(
            """{"version":"v1","createdDate":"2017-11-22T19:37:13Z","documentationParts":[{"location":{"type":"METHOD","method":"GET"},"properties":{"description":"Says hello","foo":"kept"}}]}""");
        integrations["paths"]!["/"]!["get"]!["description"]!.GetValue<string>().ShouldBe("Says hello");
        integrations["x-amazon-apigateway-documentation"].ShouldBeNull();
    }

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("?extensions=integrations", true, false, false)]
    [InlineData("?extensions=authorizers", false, true, false)]
    [InlineData("?extensions=integrations,authorizers", true, true, false)]
    [InlineData("?extensions=integrations%2Cauthorizers%2Cdocumentation", true, true, false)]
    [InlineData("?extensions=postman", false, false, false)]
    [InlineData("?extensions=apigateway", true, true, true)]
    public async Task Extensions_add_only_their_parts(string query, bool integrations, bool authorizers, bool settings)
    {
        var api = await ImportedAsync();

        foreach (var type in new[] { "oas30", "swagger" })
        {
            var text = (await ExportAsync(api, $"exports/{type}{query}")).Text;

            text.Contains("\"x-amazon-apigateway-integration\"", StringComparison.Ordinal).ShouldBe(integrations, text);
            text.Contains("\"x-amazon-apigateway-authorizer\"", StringComparison.Ordinal).ShouldBe(authorizers, text);
            text.Contains("\"x-amazon-apigateway-authtype\"", StringComparison.Ordinal).ShouldBe(authorizers, text);
            foreach (var setting in new[] { "request-validators", "request-validator\"", "gateway-responses", "binary-media-types", "minimum-compression-size", "policy", "endpoint-configuration" })
            {
                text.Contains($"x-amazon-apigateway-{setting}", StringComparison.Ordinal).ShouldBe(settings, setting + text);
            }

            text.Contains("x-postman-meta", StringComparison.Ordinal).ShouldBe(query.EndsWith("postman", StringComparison.Ordinal), text);

            // Who may call stands in every export, by name.
            text.ShouldContain("\"security\" : [ {\n          \"lambda\" : [ ]\n        }, {\n          \"api_key\" : [ ]\n        } ]");
        }
    }

    [Fact]
    public async Task What_is_not_there_or_not_known_is_refused()
    {
        var api = await DeployedAsync();

        (await _plane.CallAsync("GET", "/restapis/none/stages/dev/exports/oas30"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid API identifier specified {ControlPlaneHarness.Account}:none");
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/none/exports/oas30"))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
        (await ExportAsync(api, "exports/raml"))
            .ShouldRefuse(400, "BadRequestException", "Invalid export type specified: raml. Must be one of [oas30, swagger]");
        (await ExportAsync(api, "exports/oas30?extensions=integration")).Status.ShouldBe(400);
        (await ExportAsync(api, "exports/oas30", "text/html")).Status.ShouldBe(400);
        (await ExportAsync(api, "exports/oas30", "*/*")).Text.ShouldStartWith("{");
        (await ExportAsync(api, "exports/oas30", "text/html, application/yaml;q=0.9")).Text.ShouldStartWith("---");
    }

    [Fact]
    public async Task A_body_with_models_of_other_types_alone_is_refused()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/POST";
        await _plane.CallAsync("PUT", method, """{"authorizationType":"NONE","requestModels":{"application/xml":"Empty"}}""");
        await _plane.CallAsync("PUT", method + "/integration", """{"type":"MOCK"}""");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        (await ExportAsync(api, "exports/oas30"))
            .ShouldRefuse(400, "BadRequestException", "Only found non-JSON body models for POST /");
    }

    [Fact]
    public async Task A_version_of_any_text_makes_a_header_that_can_be_sent()
    {
        var created = await _plane.SendAsync(
            "POST", "/restapis?mode=import", Encoding.UTF8.GetBytes("""{"openapi":"3.0.1","info":{"title":"t","version":"1 \"é\"\r\nX: y/z"},"paths":{"/":{"get":{"responses":{},"x-amazon-apigateway-integration":{"type":"mock"}}}}}"""),
            Signed);
        var api = created.String("id");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        (await ExportAsync(api, "exports/swagger")).Headers["Content-Disposition"].ShouldBe("attachment; filename=\"swagger_1______X:_y_z.json\"");
    }

    [Fact]
    public async Task What_is_exported_makes_an_equal_API()
    {
        var api = await ImportedAsync();
        var exported = await ExportAsync(api, "exports/oas30?extensions=apigateway", "application/yaml");

        var created = await _plane.SendAsync(
            "POST", "/restapis?mode=import", Encoding.UTF8.GetBytes(exported.Text), Signed);

        created.Status.ShouldBe(201, created.Text);
        created.Json["warnings"].ShouldBeNull();
        await _plane.DeployAsync(created.String("id"), "\"stageName\":\"dev\"");
        var again = await ExportAsync(created.String("id"), "exports/oas30?extensions=apigateway", "application/yaml");
        again.Text.Replace(created.String("id"), "(api)", StringComparison.Ordinal)
            .ShouldBe(exported.Text.Replace($"https://{api}", "https://(api)", StringComparison.Ordinal));
        OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(again.Text)).Root["paths"].ShouldBeOfType<JsonObject>().Count.ShouldBe(1);
    }

    private async Task<string> DeployedAsync()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        return api;
    }

    private async Task<string> ImportedAsync()
    {
        const string text = """
            openapi: 3.0.1
            info: { title: all, version: "1" }
            servers: [{ url: /, x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true } }]
            paths:
              /pets:
                get:
                  security: [{ lambda: [] }, { api_key: [] }]
                  x-amazon-apigateway-request-validator: all
                  responses: { "200": { description: ok } }
                  x-amazon-apigateway-integration: { type: mock, responses: { default: { statusCode: "200" } } }
                post:
                  security: [{ sigv4: [] }]
                  responses: { "200": { description: 200 response } }
                  x-amazon-apigateway-integration: { type: mock, responses: { default: { statusCode: "200" } } }
            components:
              securitySchemes:
                api_key: { type: apiKey, name: x-api-key, in: header }
                sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
                lambda:
                  type: apiKey
                  name: Token
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer: { type: token, authorizerUri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations" }
            x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }
            x-amazon-apigateway-gateway-responses: { THROTTLED: { statusCode: 429 } }
            x-amazon-apigateway-binary-media-types: [image/png]
            x-amazon-apigateway-minimum-compression-size: 0
            x-amazon-apigateway-policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "arn:aws:execute-api:us-east-1:000000000000:*" }] }
            """;
        var created = await _plane.SendAsync(
            "POST", "/restapis?mode=import&ignore=documentation", Encoding.UTF8.GetBytes(text), Signed);
        created.Status.ShouldBe(201, created.Text);
        await _plane.DeployAsync(created.String("id"), "\"stageName\":\"dev\"");
        return created.String("id");
    }

    private Task<Answer> ExportAsync(string api, string target, string? accept = null) => _plane.SendAsync(
        "GET", $"/restapis/{api}/stages/dev/{target}", null,
        accept is null ? Signed : [.. Signed, ("Accept", accept)]);
}
