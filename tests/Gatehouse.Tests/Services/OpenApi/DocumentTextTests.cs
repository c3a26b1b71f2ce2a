using System.Text;
using Gatehouse.Services.OpenApi.Text;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>JSON and YAML as nodes with positions.</summary>
public sealed class DocumentTextTests
{
    [Theory] // YAML 1.2 core schema: what a person means by an unquoted word
    [InlineData("no", "\"no\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("12", "12")]
    [InlineData("012", "\"012\"")]
    [InlineData("1.50", "1.50")]
    [InlineData("\"200\"", "\"200\"")]
    [InlineData("2015-03-31", "\"2015-03-31\"")]
    [InlineData("~", "null")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData(".inf", "\".inf\"")]
    public void A_scalar_is_what_YAML_says(string yaml, string json)
    {
        var node = Parse($"a: {yaml}")["a"];

        (node?.ToJsonString() ?? "null").ShouldBe(json);
    }

    [Fact]
    public void Keys_are_text_and_anchors_and_merge_keys_are_expanded()
    {
        var root = Parse("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\nalso: *b\n200: ok\n");

        root["use"]!.ToJsonString().ShouldBe("""{"y":3,"x":1}""");
        root["also"]!.ToJsonString().ShouldBe("""{"x":1,"y":2}""");
        root["200"]!.GetValue<string>().ShouldBe("ok");
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (var i = 1; i < 10; i++)
        {
            bomb.Append($"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n");
        }

        Should.Throw<DocumentTextException>(() => Parse(bomb.ToString()));
    }

    [Fact]
    public void Deep_nesting_is_refused_in_both_forms()
    {
        Should.Throw<DocumentTextException>(() => Parse("a: " + new string('[', 5_000) + new string(']', 5_000)));
        Should.Throw<DocumentTextException>(() => Parse("{\"a\": " + new string('[', 5_000) + new string(']', 5_000) + "}"));
    }

    [Theory]
    [InlineData("a:\n  b: 1\n  c:\n    - x\n    - y\n", "/a/c/1", 5, 7)]
    [InlineData("a:\n  b: 1\n", "/a/b", 2, 3)]
    [InlineData("{\n  \"a\": {\n    \"b\": [1,\n  22]}}", "/a/b/1", 4, 3)]
    [InlineData("paths:\n  /x/{y}: {}\n", "/paths/~1x~1{y}", 2, 3)]
    [InlineData("a: 1\n", "/a/not/there", 1, 1)]
    public void A_value_is_found_where_it_stands(string text, string pointer, int line, int column)
    {
        var position = OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text)).Positions.Find(pointer);

        (position.Line, position.Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("{\"a\": 1,}", 1)]
    [InlineData("{\n\"a\" 1}", 2)]
    [InlineData("a: 1\n b: 2\n", 2)]
    [InlineData("a: 1\na: 2\n", 2)]
    public void A_fault_names_its_line(string text, int line)
    {
        Should.Throw<DocumentTextException>(() => Parse(text)).Position.Line.ShouldBe(line);
    }

    private static System.Text.Json.Nodes.JsonObject Parse(string text) =>
        OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text)).Root;
}
