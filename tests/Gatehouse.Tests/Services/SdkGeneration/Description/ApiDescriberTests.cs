using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.SdkGeneration.Description;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration.Description;

/// <summary>What of a deployment a client is told (rest-control-plane §5.2).</summary>
public sealed class ApiDescriberTests
{
    [Fact]
    public void Methods_for_ANY_produce_nothing_and_those_for_OPTIONS_do()
    {
        var operations = SdkSample.Describe(SdkSample.Calculator()).Operations;

        operations.Select(static operation => operation.Verb + " " + operation.Path).ShouldBe(
        [
            "GET /", "POST /", "GET /files/{proxy+}", "GET /secure", "POST /users/{userName}/create-course", "OPTIONS /{a}",
            "GET /{a}/{b}/{op}",
        ], ignoreOrder: true);
        operations.Single(static operation => operation.Path == "/secure").RequiresSignature.ShouldBeTrue();
    }

    [Fact]
    public void Parameters_of_the_path_are_there_though_nobody_declared_them()
    {
        var operations = SdkSample.Describe(SdkSample.Calculator()).Operations;

        operations.Single(static operation => operation.Path.EndsWith("{op}", StringComparison.Ordinal)).Parameters
            .Select(static parameter => (parameter.Name, parameter.Location, parameter.IsRequired))
            .ShouldBe([
                ("a", SdkParameterLocation.Path, true), ("b", SdkParameterLocation.Path, true),
                ("op", SdkParameterLocation.Path, true),
            ]);
        var proxy = operations.Single(static operation => operation.Path.StartsWith("/files", StringComparison.Ordinal));
        (proxy.Parameters[0].Name, proxy.Parameters[0].IsGreedy).ShouldBe(("proxy", true));
    }

    [Theory]
    [InlineData("application/json", "application/json", true)]
    [InlineData("application/vnd.pets+json; charset=utf-8", "application/vnd.pets+json; charset=utf-8", true)]
    [InlineData("$default", "application/json", true)]
    [InlineData("image/png", "image/png", false)]
    [InlineData("text/plain\r\nX-Evil: 1", "application/json", true)]
    public void A_body_is_JSON_or_bytes_by_its_content_type(string contentType, string sent, bool isJson)
    {
        var method = SdkSample.Method("POST") with
        {
            RequestModels = ImmutableSortedDictionary<string, string>.Empty.Add(contentType, "Input"),
        };
        var body = SdkSample.Describe(SdkSample.Definition("x", [], ("/", "POST", method))).Operations[0].Body!;

        (body.ContentType, body.Type is not null).ShouldBe((sent, isJson));
    }

    [Fact]
    public void Descriptions_come_from_the_documentation_of_the_place_or_of_one_above()
    {
        var documentation = new ApiDocumentation(
        [
            Part("METHOD", "/files", "GET", null, """{"description":"of the parent"}"""),
            Part("METHOD", "/secure", "*", null, """{"summary":"for all verbs"}"""),
            Part("PATH_PARAMETER", "/", null, "a", """{"description":"the first"}"""),
            Part("METHOD", "/", "GET", null, """{"description":1}"""),
        ]);

        var api = SdkSample.Describe(SdkSample.Calculator(), documentation);

        api.Operations.Single(static operation => operation.Path == "/secure").Description.ShouldBe("for all verbs");
        api.Operations.Single(static operation => operation.Path == "/files/{proxy+}").Description.ShouldBeNull();
        api.Operations.Single(static operation => operation.Path == "/{a}/{b}/{op}").Parameters[0].Description.ShouldBe("the first");
    }

    private static DocumentationPartDocument Part(string type, string path, string? method, string? name, string properties) =>
        new()
        {
            Id = "p",
            Location = new DocumentationLocation { Type = type, Path = path, Method = method, Name = name },
            Properties = properties,
        };
}
