using System.Text;
using Gatehouse.Languages.Schema;
using Gatehouse.Languages.Schema.Compilation;
using Shouldly;

namespace Gatehouse.Tests.Languages.Schema;

/// <summary>What is no schema of draft 4, where it says so, and references.</summary>
public sealed class SchemaSyntaxTests
{
    private const string Api = "a1b2c3d4e5";
    private const string Models = $"https://apigateway.amazonaws.com/restapis/{Api}/models/";

    [Theory]
    [InlineData("", SchemaProblem.Json, 1, 1)]
    [InlineData("{", SchemaProblem.Json, 1, 2)]
    [InlineData("{\n  \"type\": \"string\",\n}", SchemaProblem.Json, 3, 1)]
    [InlineData("{\"type\":\"string\",\"type\":\"string\"}", SchemaProblem.Json, 1, 18)]
    [InlineData("[]", SchemaProblem.Syntax, 1, 1)]
    [InlineData("true", SchemaProblem.Syntax, 1, 1)]
    [InlineData("{\"type\":\"any\"}", SchemaProblem.Syntax, 1, 9)]
    [InlineData("{\"type\":[]}", SchemaProblem.Syntax, 1, 9)]
    [InlineData("{\"type\":[\"string\",\"string\"]}", SchemaProblem.Syntax, 1, 19)]
    [InlineData("{\n\"properties\":\n {\"a\": {\"minLength\":\"1\"}}}", SchemaProblem.Syntax, 3, 21)]
    [InlineData("{\"minLength\":-1}", SchemaProblem.Syntax, 1, 14)]
    [InlineData("{\"minLength\":1.5}", SchemaProblem.Syntax, 1, 14)]
    [InlineData("{\"multipleOf\":0}", SchemaProblem.Syntax, 1, 15)]
    [InlineData("{\"multipleOf\":-2}", SchemaProblem.Syntax, 1, 15)]
    [InlineData("{\"exclusiveMinimum\":true}", SchemaProblem.Syntax, 1, 21)]
    [InlineData("{\"minimum\":1,\"exclusiveMinimum\":1}", SchemaProblem.Syntax, 1, 33)]
    [InlineData("{\"required\":[]}", SchemaProblem.Syntax, 1, 13)]
    [InlineData("{\"required\":true}", SchemaProblem.Syntax, 1, 13)]
    [InlineData("{\"required\":[\"a\",\"a\"]}", SchemaProblem.Syntax, 1, 18)]
    [InlineData("{\"enum\":[]}", SchemaProblem.Syntax, 1, 9)]
    [InlineData("{\"allOf\":[]}", SchemaProblem.Syntax, 1, 10)]
    [InlineData("{\"anyOf\":{}}", SchemaProblem.Syntax, 1, 10)]
    [InlineData("{\"not\":[]}", SchemaProblem.Syntax, 1, 8)]
    [InlineData("{\"items\":true}", SchemaProblem.Syntax, 1, 10)]
    [InlineData("{\"additionalProperties\":1}", SchemaProblem.Syntax, 1, 25)]
    [InlineData("{\"properties\":{\"a\":true}}", SchemaProblem.Syntax, 1, 20)]
    [InlineData("{\"dependencies\":{\"a\":\"b\"}}", SchemaProblem.Syntax, 1, 22)]
    [InlineData("{\"pattern\":\"(\"}", SchemaProblem.Syntax, 1, 12)]
    [InlineData("{\"patternProperties\":{\"[\":{}}}", SchemaProblem.Syntax, 1, 27)]
    [InlineData("{\"uniqueItems\":1}", SchemaProblem.Syntax, 1, 16)]
    [InlineData("{\"definitions\":{\"unused\":{\"type\":1}}}", SchemaProblem.Syntax, 1, 34)]
    [InlineData("{\"$ref\":\"#/definitions/gone\"}", SchemaProblem.Reference, 1, 9)]
    [InlineData("{\"$ref\":\"http://example.com/x\"}", SchemaProblem.Reference, 1, 9)]
    [InlineData("{\"$ref\":\"https://apigateway.amazonaws.com/restapis/other/models/A\"}", SchemaProblem.Reference, 1, 9)]
    [InlineData("{\"$ref\":\"#\"}", SchemaProblem.Reference, 1, 9)]
    [InlineData("{\"allOf\":[{\"$ref\":\"#\"}]}", SchemaProblem.Reference, 1, 1)]
    [InlineData("{\"not\":{\"anyOf\":[{},{\"$ref\":\"#\"}]}}", SchemaProblem.Reference, 1, 1)]
    [InlineData("{\"dependencies\":{\"a\":{\"$ref\":\"#\"}}}", SchemaProblem.Reference, 1, 1)]
    public void A_schema_that_is_none_is_refused_with_its_place(string schema, SchemaProblem kind, int line, int column)
    {
        var refused = Should.Throw<SchemaException>(() => JsonSchemaProgram.Compile(schema));
        refused.Kind.ShouldBe(kind);
        (refused.Line, refused.Column).ShouldBe((line, column), refused.Message);
    }

    [Fact]
    public void Limits_on_schemas_are_told_as_limits()
    {
        Refused($$"""{"description":"{{new string('x', SchemaLimits.SchemaBytes)}}"}""").Kind.ShouldBe(SchemaProblem.Limit);
        Refused(Nested("{\"not\":", 200)).Kind.ShouldBe(SchemaProblem.Json); // deeper than the reader goes

        var names = string.Join(',', Enumerable.Range(0, SchemaLimits.TrackedNames + 1).Select(i => $"\"{i}\""));
        Refused($$"""{"required":[{{names}}]}""").Kind.ShouldBe(SchemaProblem.Limit);

        var chain = string.Join(',', Enumerable.Range(0, 300)
            .Select(i => $$"""
                "d{{i}}":{"allOf":[{"$ref":"#/definitions/d{{i + 1}}"}]}
                """));
        Refused($$$"""{"$ref":"#/definitions/d0","definitions":{{{{chain}}},"d300":{} }}""").Kind.ShouldBe(SchemaProblem.Limit);
    }

    [Fact]
    public void A_long_chain_of_references_is_no_deep_recursion()
    {
        var chain = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$"""
            "d{{i}}":{"$ref":"#/definitions/d{{i + 1}}"}
            """));
        var program = JsonSchemaProgram.Compile(
            $$$"""{"properties":{"a":{"$ref":"#/definitions/d0"}},"definitions":{{{{chain}}},"d5000":{"type":"null"} } }""");
        program.IsValid("""{"a":null}"""u8).ShouldBeTrue();
        program.IsValid("""{"a":1}"""u8).ShouldBeFalse();
    }

    [Fact]
    public void Models_refer_to_each_other_by_their_address_in_cycles_too() // sheet §4.3
    {
        var models = new Dictionary<string, string>
        {
            ["Person"] = $$$"""
                {"type":"object","required":["name"],"properties":{"name":{"$ref":"{{{Models}}}Name"},
                "friends":{"type":"array","items":{"$ref":"{{{Models}}}Person"}},
                "boss":{"$ref":"https://apigateway.eu-west-1.amazonaws.com/restapis/{{{Api}}}/models/Person"} } }
                """,
            ["Name"] = """{"$ref":"#/definitions/text","definitions":{"text":{"type":"string","minLength":1}}}""",
            ["Inner"] = $$$"""{"properties":{"t":{"$ref":"{{{Models}}}Name#/definitions/text"} } }""",
        };
        var compiler = new JsonSchemaCompiler((api, name) => api == Api ? models.GetValueOrDefault(name) : null);

        var person = compiler.CompileModel(Api, "Person").ShouldNotBeNull();
        person.IsValid("""{"name":"a","friends":[{"name":"b","boss":{"name":"c"}}]}"""u8).ShouldBeTrue();
        person.IsValid("""{"name":"a","friends":[{"name":"b","boss":{"name":""}}]}"""u8).ShouldBeFalse();
        var inner = compiler.CompileModel(Api, "Inner").ShouldNotBeNull();
        inner.IsValid("""{"t":""}"""u8).ShouldBeFalse();
        compiler.CompileModel(Api, "Nobody").ShouldBeNull();
        compiler.CompileModel("other", "Person").ShouldBeNull();
    }

    [Fact]
    public void A_model_that_failed_does_not_spoil_the_next()
    {
        var compiler = new JsonSchemaCompiler();
        Should.Throw<SchemaException>(() => compiler.Compile("""{"properties":{"a":{"type":"string"},"b":{"type":1}}}"""));
        compiler.Compile("""{"properties":{"a":{"type":"string"}}}""").IsValid("""{"a":1}"""u8).ShouldBeFalse();
    }

    [Fact]
    public void Members_that_are_no_keywords_are_told() // rest-control-plane §1.9
    {
        var compiler = new JsonSchemaCompiler();
        compiler.Compile("""
            {"example":1,"properties":{"example":{"nullable":true},"x":{"enum":[{"foo":1}],"default":{"bar":1}}}}
            """);
        compiler.UnsupportedKeywords.ShouldBe(["example", "nullable"]);
    }

    [Fact]
    public void Ids_of_parts_are_addresses_and_a_fragment_alone_still_finds_the_whole_document()
    {
        // Such ids are what schema generators of the draft's time wrote.
        var program = JsonSchemaProgram.Compile("""
            {"id":"http://jsonschema.net","properties":{"url":{"id":"http://jsonschema.net/url","items":
            {"$ref":"#/definitions/t"}}},"definitions":{"t":{"type":"string"}}}
            """);
        program.IsValid("""{"url":["a"]}"""u8).ShouldBeTrue();
        program.IsValid("""{"url":[1]}"""u8).ShouldBeFalse();
    }

    private static SchemaException Refused(string schema) =>
        Should.Throw<SchemaException>(() => JsonSchemaProgram.Compile(schema));

    private static string Nested(string open, int depth) =>
        new StringBuilder().Insert(0, open, depth).Append("{}").Append('}', depth).ToString();
}
