using Gatehouse.Services.SdkGeneration.Description;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration.Description;

/// <summary>JSON Schemas as types of a programming language.</summary>
public sealed class SchemaReaderTests
{
    private const string Prefix = "https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/";

    [Theory]
    [InlineData("""{"type":"string"}""", "Text")]
    [InlineData("""{"type":["null","integer"]}""", "Integer")]
    [InlineData("""{"type":["string","integer"]}""", "Any")]
    [InlineData("""{"type":"array","items":{"type":"number"}}""", "List<Number>")]
    [InlineData("""{"type":"array","items":[{"type":"number"}]}""", "List<Any>")]
    [InlineData("""{"items":{"type":"boolean"}}""", "List<Boolean>")]
    [InlineData("""{"enum":["a","b"]}""", "Text(a|b)")]
    [InlineData("""{"enum":["a",1]}""", "Any")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", "Map<Integer>")]
    [InlineData("""{"oneOf":[{"type":"string"}]}""", "Any")] // §5.2: unsupported
    [InlineData("""{"type":"object"}""", "M{}")] // §5.4: a class, where the platform has one for it
    [InlineData("""{"properties":{"a":{"type":"string"}},"required":["a"]}""", "M{a!:Text}")]
    [InlineData("""{"type":"object","properties":{"b":{"type":"object","properties":{"c":{}}}}}""", "M{b:M b{c:Any}}")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"integer"}},"required":["b"]}]}""", "M{a:Text,b!:Integer}")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/definitions/D"}},"definitions":{"D":{"properties":{"x":{"type":"boolean"}}}}}""", "M{a:D{x:Boolean}}")]
    [InlineData("""{"$ref":"#/definitions/none"}""", "Any")]
    [InlineData("""{"$ref":"http://elsewhere/"}""", "Any")]
    [InlineData("not json", "Any")]
    [InlineData("[]", "Any")]
    [InlineData("null", "Any")]
    public void A_schema_becomes_the_type_that_a_client_can_rely_on(string schema, string type) =>
        Show(new SchemaReader(new Dictionary<string, string> { ["M"] = schema }).ReadModel("M")).ShouldBe(type);

    [Fact]
    public void Models_refer_to_each_other_and_to_themselves()
    {
        var reader = new SchemaReader(new Dictionary<string, string>
        {
            ["Node"] = Refer("""{"type":"object","properties":{"next":{"$ref":"@Node"},"all":{"$ref":"@Nodes"}}}"""),
            ["Nodes"] = Refer("""{"type":"array","items":{"$ref":"@Node"}}"""),
            ["Loop"] = Refer("""{"$ref":"@Loop"}"""),
            ["Loops"] = Refer("""{"type":"array","items":{"$ref":"@Loops"}}"""),
            ["Same"] = Refer("""{"allOf":[{"$ref":"@Same"},{"properties":{"a":{"type":"string"}}}]}"""),
        });

        var node = reader.ReadModel("Node").Model!;
        node.Members[0].Type.Model.ShouldBeSameAs(node);
        node.Members[1].Type.Element!.Model.ShouldBeSameAs(node);
        Show(reader.ReadModel("Loop")).ShouldBe("Any");
        Show(reader.ReadModel("Loops")).ShouldBe("List<Any>");
        Show(reader.ReadModel("Same")).ShouldBe("Same{a:Text}");
        reader.Models.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_nested_too_deep_is_any_value()
    {
        var schema = """{"type":"string"}""";
        for (var i = 0; i < 50; i++)
        {
            schema = """{"type":"array","items":""" + schema + "}";
        }

        Show(new SchemaReader(new Dictionary<string, string> { ["M"] = schema }).ReadModel("M")).ShouldContain("List<Any>");
    }

    private static string Refer(string schema) => schema.Replace("@", Prefix, StringComparison.Ordinal);

    private static string Show(SdkType type) => type.Kind switch
    {
        SdkKind.Text when !type.Values.IsEmpty => $"Text({string.Join('|', type.Values)})",
        SdkKind.List or SdkKind.Map => $"{type.Kind}<{Show(type.Element!)}>",
        SdkKind.Model => type.Model!.Name + "{" + string.Join(',', type.Model.Members.Select(static member =>
            $"{member.Name}{(member.IsRequired ? "!" : "")}:{Show(member.Type)}")) + "}",
        _ => type.Kind.ToString(),
    };
}
