using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Models;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Models;

/// <summary>What schema a model may have (rest-control-plane §1.9, §2.18).</summary>
public sealed class ModelSchemaTests
{
    private const string Api = "a1b2c3d4e5";
    private const string Start = "Invalid model specified: Validation Result: warnings : [], errors : [";

    [Theory]
    [InlineData("""{"type":"object","example":1,"properties":{"a":{"nullable":true}}}""",
        "Invalid model schema specified. Unsupported keyword(s): [\"example\",\"nullable\"]]")]
    [InlineData("""{"items":{"$ref":"TodoModel"}}""",
        "Invalid model schema specified, Model reference must be in canonical form]")]
    [InlineData("""{"items":{"$ref":"#/definitions/gone"}}""",
        "Invalid model schema specified. The reference \"#/definitions/gone\" leads nowhere (line 1, column 18).]")]
    [InlineData("""{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Nobody"}""",
        "Invalid model schema specified. The reference \"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Nobody\" "
        + "leads nowhere (line 1, column 9).]")]
    [InlineData("""{"type":"strin"}""",
        "Invalid model schema specified. \"strin\" is not a valid primitive type (line 1, column 9).]")]
    [InlineData("""{"required":[]}""",
        "Invalid model schema specified. \"required\" must have at least one element (line 1, column 13).]")]
    public void A_schema_that_draft_4_does_not_know_is_refused(string schema, string message) =>
        Should.Throw<ServiceFaultException>(() => ModelRules.CheckSchema(Model("A", schema), Api, []))
            .Message.ShouldBe(Start + message);

    [Fact]
    public void References_lead_to_the_models_of_the_API_and_to_the_model_itself()
    {
        const string schema = """
            {"$schema":"http://json-schema.org/draft-04/schema#","title":"t","description":"d","default":{},
             "properties":{"b":{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/B"},
             "a":{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/A"}}}
            """;
        // What B itself holds is B's affair: it may have come in by an import.
        ModelRules.CheckSchema(Model("A", schema), Api, [Model("B", """{"type":"string","example":"x"}""")]);
    }

    [Fact]
    public void An_import_may_refer_to_what_comes_later_and_may_hold_other_keywords() // §3.8: dropped, not refused
    {
        ModelRules.CheckSchema("""
            {"example":1,"items":{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Later"}}
            """);
        Should.Throw<ServiceFaultException>(() => ModelRules.CheckSchema("""{"minLength":"1"}"""));
    }

    private static ModelDocument Model(string name, string schema) => new() { Id = "m00000", Name = name, Schema = schema };
}
