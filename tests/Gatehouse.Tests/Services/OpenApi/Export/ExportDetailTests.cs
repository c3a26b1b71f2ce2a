using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.OpenApi;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.Export;

/// <summary>What the management API can make and a document can hold only in one way (rest-control-plane §4.9).</summary>
public sealed class ExportDetailTests
{
    private static readonly RestApiDefinition Start = ImportFixture.Import(
        """
        openapi: 3.0.1
        info: { title: t, version: "1" }
        paths:
          /a/b: { get: { responses: {}, x-amazon-apigateway-integration: { type: mock } } }
          /c/d: {}
        """);

    [Fact]
    public void A_resource_at_the_end_of_a_branch_stands_for_itself()
    {
        var paths = ExportFixture.Export(Start)["paths"]!.AsObject();

        paths.Select(static path => path.Key).ShouldBe(["/a/b", "/c/d"]);
        paths["/c/d"]!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public void Two_validators_of_one_name_keep_apart()
    {
        var definition = Start with
        {
            RequestValidators =
            [
                new RequestValidatorDocument { Id = "v1", Name = "check", ValidateRequestBody = true },
                new RequestValidatorDocument { Id = "v2", Name = "check", ValidateRequestParameters = true },
            ],
        };
        var export = ExportFixture.Export(With(definition, static method => method with { RequestValidatorId = "v2" }));

        export["x-amazon-apigateway-request-validators"]!.AsObject().Select(static one => one.Key).ShouldBe(["check", "check-v2"]);
        Get(export)["x-amazon-apigateway-request-validator"]!.GetValue<string>().ShouldBe("check-v2");
    }

    [Fact]
    public void A_model_that_is_gone_is_written_anew_so_that_no_reference_leads_nowhere()
    {
        // "Empty may be named even if deleted" (§2.18).
        var definition = With(Start, static method => method with
        {
            RequestModels = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("application/json", "Empty")]),
        });

        ExportFixture.Export(definition)["components"]!["schemas"]!.ToJsonString()
            .ShouldBe("""{"Empty":{"type":"object","title":"Empty Schema"}}""");
    }

    [Fact]
    public void Schemes_of_keys_and_signatures_step_aside_for_an_authorizer_of_their_name()
    {
        const string uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
        var definition = With(
            Start with
            {
                Authorizers =
                    [new AuthorizerDocument { Id = "a1", Name = "api_key", Type = "TOKEN", AuthType = "custom", AuthorizerUri = uri, IdentitySource = "method.request.header.A" }],
            },
            static method => method with { AuthorizationType = "CUSTOM", AuthorizerId = "a1", ApiKeyRequired = true });

        var export = ExportFixture.Export(definition);

        Get(export)["security"]!.ToJsonString().ShouldBe("""[{"api_key":[]},{"api_key_1":[]}]""");
        export["components"]!["securitySchemes"]!["api_key_1"]!.ToJsonString().ShouldBe("""{"type":"apiKey","name":"x-api-key","in":"header"}""");
        var method = ImportFixture.Method(ExportFixture.Reimport(definition, definition, isSwagger: true, isYaml: true), "/a/b", "GET");
        (method.AuthorizationType, method.AuthorizerId, method.ApiKeyRequired).ShouldBe(("CUSTOM", "a1", true));
    }

    [Fact]
    public void Of_integration_responses_with_one_pattern_the_one_that_is_chosen_is_written()
    {
        // Several without a pattern: the lowest status decides (rest-execution §5.7).
        static IntegrationResponseDocument Response(string status, string? pattern) => new() { StatusCode = status, SelectionPattern = pattern };
        IntegrationResponseDocument[] responses = [Response("500", null), Response("200", ""), Response("201", "a"), Response("404", "a")];
        var definition = With(Start, method => method with
        {
            MethodIntegration = method.MethodIntegration! with
            {
                IntegrationResponses = responses.ToImmutableSortedDictionary(static one => one.StatusCode, static one => one, StringComparer.Ordinal),
            },
        });

        Get(ExportFixture.Export(definition))["x-amazon-apigateway-integration"]!["responses"]!.ToJsonString()
            .ShouldBe("""{"default":{"statusCode":"200"},"a":{"statusCode":"201"}}""");
    }

    [Fact]
    public void Swagger_shows_the_types_that_share_the_model_of_JSON()
    {
        var definition = With(
            Start with { Models = [Model("A"), Model("B")] },
            static method => method with
            {
                RequestModels = ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal,
                    [KeyValuePair.Create("application/json", "A"), KeyValuePair.Create("text/a", "A"), KeyValuePair.Create("text/b", "B")]),
            });

        var operation = Get(ExportFixture.Export(definition, isSwagger: true));

        operation["consumes"]!.ToJsonString().ShouldBe("""["application/json","text/a"]""");
        operation["parameters"]!.ToJsonString().ShouldBe("""[{"in":"body","name":"A","required":true,"schema":{"$ref":"#/definitions/A"}}]""");
    }

    [Fact]
    public void A_deployed_API_is_told_from_the_stage_of_its_base_path()
    {
        // §4.2: as AWS writes it, the stage is left alone by default and becomes a resource with prepend.
        var text = ExportFixture.Write(ExportFixture.Export(Start), isYaml: true);

        ImportFixture.Routes(ImportFixture.Import(text)).ShouldBe(["/", "/a", "/a/b GET", "/c", "/c/d"]);
        ImportFixture.Routes(ImportFixture.Import(text, new OpenApiImportOptions { BasePath = BasePathMode.Prepend }))
            .ShouldBe(["/", "/prod", "/prod/a", "/prod/a/b GET", "/prod/c", "/prod/c/d"]);
    }

    private static ModelDocument Model(string name) => new() { Id = name, Name = name, Schema = """{"type":"object"}""" };

    private static JsonNode Get(JsonObject export) => export["paths"]!["/a/b"]!["get"]!;

    private static RestApiDefinition With(RestApiDefinition definition, Func<MethodDocument, MethodDocument> change) => definition with
    {
        Resources = [.. definition.Resources.Select(resource => resource with
        {
            ResourceMethods = resource.ResourceMethods.ToImmutableSortedDictionary(
                static pair => pair.Key, pair => change(pair.Value), StringComparer.Ordinal),
        })],
    };
}
