using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Services.OpenApi;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>Schemas of OpenAPI 3.1 in models of draft 4, and references of every version.</summary>
public sealed class SchemaConversionTests
{
    [Theory]
    [InlineData("""{"exclusiveMinimum":1.5}""", """{"minimum":1.5,"exclusiveMinimum":true}""")]
    [InlineData("""{"exclusiveMinimum":1,"minimum":2}""", """{"minimum":2}""")]
    [InlineData("""{"exclusiveMaximum":5,"maximum":5}""", """{"maximum":5,"exclusiveMaximum":true}""")]
    [InlineData("""{"const":"a"}""", """{"enum":["a"]}""")]
    [InlineData("""{"const":null}""", """{"enum":[null]}""")]
    [InlineData("""{"prefixItems":[{"const":1},true],"items":false}""", """{"additionalItems":false,"items":[{"enum":[1]},{}]}""")]
    [InlineData("""{"$defs":{"x":{"const":1}},"properties":{"const":{"const":2},"if":true}}""", """{"properties":{"const":{"enum":[2]},"if":{}},"definitions":{"x":{"enum":[1]}}}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":false}}""", """{"dependencies":{"c":{"not":{}},"a":["b"]}}""")]
    [InlineData("""{"not":true,"additionalProperties":false,"anyOf":[false,{"const":1}]}""", """{"not":{},"additionalProperties":false,"anyOf":[{"not":{}},{"enum":[1]}]}""")]
    [InlineData("""{"type":["string","null"],"examples":["a"]}""", """{"type":["string","null"],"examples":["a"]}""")]
    public void What_draft_4_can_say_is_said_in_its_words(string schema, string expected)
    {
        var node = JsonNode.Parse(schema)!.AsObject();

        SchemaConversion.ToDraft4(node).ShouldBeEmpty();

        JsonNode.DeepEquals(node, JsonNode.Parse(expected)).ShouldBeTrue(node.ToJsonString());
    }

    [Fact]
    public void What_draft_4_cannot_say_is_named_in_a_warning()
    {
        var (definition, warnings) = ImportFixture.ImportWithWarnings(
            """{"openapi":"3.1.0","info":{"title":"t"},"paths":{},"components":{"schemas":{"A":{"contains":{"type":"string"},"items":{"if":{},"then":{}}}}}}""");

        warnings.ShouldBe(["Keywords of the schema are not supported and not enforced: [contains, if, then]"]);
        definition.Models.Single().Name.ShouldBe("A");
    }

    [Fact]
    public void Only_3_1_is_converted()
    {
        const string schemas = """{"A":{"minimum":1,"exclusiveMinimum":true,"const":1}}""";
        var model = ImportFixture.Import($$"""{"swagger":"2.0","info":{"title":"t"},"paths":{},"definitions":{{schemas}}}""").Models.Single();

        model.Schema.ShouldBe("""{"minimum":1,"exclusiveMinimum":true,"const":1}""");
    }

    [Fact]
    public void References_lead_to_models_into_models_and_into_the_model_itself()
    {
        const string Api = """
            {"openapi":"3.1.0","info":{"title":"t"},"paths":{},"components":{"schemas":{
              "A":{"$defs":{"x":{"type":"string"}},"properties":{"own":{"$ref":"#/components/schemas/A/$defs/x"},"self":{"$ref":"#/components/schemas/A"}}},
              "B":{"properties":{"whole":{"$ref":"#/components/schemas/A"},"part":{"$ref":"#/components/schemas/A/$defs/x"}}}}}}
            """;
        var definition = ImportFixture.Import(Api);

        var url = $"https://apigateway.amazonaws.com/restapis/{definition.Api.Id}/models/A";
        Reference(definition, "A", "own").ShouldBe("#/definitions/x");
        Reference(definition, "A", "self").ShouldBe(url);
        Reference(definition, "B", "whole").ShouldBe(url);
        Reference(definition, "B", "part").ShouldBe(url + "#/definitions/x");
    }

    private static string? Reference(Gatehouse.Model.RestApis.RestApiDefinition definition, string model, string property) =>
        JsonDocument.Parse(definition.Models.Single(one => one.Name == model).Schema).RootElement
            .GetProperty("properties").GetProperty(property).GetProperty("$ref").GetString();
}
