using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Text;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>YAML 1.2 §10.3 (core schema), RFC 8259, and the bounds of <see cref="OpenApiLimits"/>.</summary>
public sealed class OpenApiDocumentTextTests
{
    private static OpenApiDocumentText Parse(string text) => OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text));

    private static string Json(string text) => Parse(text).Root.ToJsonString();

    private static DocumentTextException Refusal(string text) => Should.Throw<DocumentTextException>(() => Parse(text));

    [Theory]
    [InlineData("a: no", """{"a":"no"}""")]
    [InlineData("a: on", """{"a":"on"}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: False", """{"a":false}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: Null", """{"a":null}""")]
    [InlineData("a: 'null'", """{"a":"null"}""")]
    [InlineData("a: \"true\"", """{"a":"true"}""")]
    [InlineData("a: '200'", """{"a":"200"}""")]
    [InlineData("a: 200", """{"a":200}""")]
    [InlineData("a: -1", """{"a":-1}""")]
    [InlineData("a: 1e3", """{"a":1e3}""")]
    [InlineData("a: !!str 200", """{"a":"200"}""")]
    [InlineData("a: 2016-04-05", """{"a":"2016-04-05"}""")]
    [InlineData("a: 1:30", """{"a":"1:30"}""")]
    [InlineData("a: 1_000", """{"a":"1_000"}""")]
    [InlineData("a: .inf", """{"a":".inf"}""")]
    [InlineData("a: +5", """{"a":5}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    public void Plain_scalars_follow_the_core_schema_and_quoted_ones_are_text(string yaml, string json) =>
        Json(yaml).ShouldBe(json);

    [Theory]
    [InlineData("a: 1.10", """{"a":1.10}""")]
    [InlineData("a: 2.0", """{"a":2.0}""")]
    [InlineData("a: 000000000001", """{"a":"000000000001"}""")]
    [InlineData("a: 123456789012345678901234567890", """{"a":123456789012345678901234567890}""")]
    public void Numbers_keep_their_digits(string yaml, string json) => Json(yaml).ShouldBe(json);

    [Theory]
    [InlineData("200: ok", """{"200":"ok"}""")]
    [InlineData("true: ok", """{"true":"ok"}""")]
    [InlineData("null: ok", """{"null":"ok"}""")]
    public void Keys_are_always_text(string yaml, string json) => Json(yaml).ShouldBe(json);

    [Fact]
    public void Block_scalars_keep_their_lines() =>
        Parse("a: |\n  #set($x = 1)\n  $x\nb: >-\n  one\n  two\n").Root.ToJsonString()
            .ShouldBe("""{"a":"#set($x = 1)\n$x\n","b":"one two"}""");

    [Fact]
    public void Anchors_are_copied_and_the_merge_key_loses_to_what_stands_beside_it() =>
        Json("""
            base: &b { x: 1, y: 2 }
            one: *b
            two: { <<: *b, y: 3 }
            """).ShouldBe("""{"base":{"x":1,"y":2},"one":{"x":1,"y":2},"two":{"y":3,"x":1}}""");

    [Theory]
    [InlineData("a: *nowhere")]
    [InlineData("a: &a [*a]")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: { <<: 5 }")]
    [InlineData("a: { <<: ~ }")]
    [InlineData("a: { <<: [1] }")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("a: !Sub x")]
    [InlineData("a: !Ref {b: c}")]
    [InlineData("a: [1")]
    [InlineData("a:\n\t- b")]
    [InlineData("--- \na: 1\n---\nb: 2")]
    [InlineData("- a")]
    [InlineData("just text")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} x")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"a\": 01}")]
    public void What_is_no_object_in_JSON_or_YAML_is_refused_with_a_position(string text)
    {
        var position = Refusal(text).Position;
        position.Line.ShouldBeGreaterThan(0);
        position.Column.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_refusal_names_the_line_and_column() =>
        Refusal("a: 1\nb:\n  c: *nowhere\n").Position.ShouldBe(new SourcePosition(3, 6));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Should.Throw<DocumentTextException>(() => OpenApiDocumentText.Parse(new byte[] { 0x61, 0x3A, 0xFF }));

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_text() =>
        OpenApiDocumentText.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' }).Root.Count.ShouldBe(0);

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level <= 9; level++)
        {
            yaml.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Refusal(yaml.ToString()).Message.ShouldContain("too large");
    }

    [Fact]
    public void Aliases_that_nest_are_stopped_before_the_tree_is_too_deep_to_walk()
    {
        var yaml = new StringBuilder("a0: &a0 [x]\n");
        for (var level = 1; level <= 200; level++)
        {
            yaml.Append($"a{level}: &a{level} [*a{level - 1}]\n");
        }

        Refusal(yaml.ToString()).Message.ShouldContain("too deeply");
    }

    [Theory]
    [InlineData("{\"a\":", "[", "]", "}")]
    [InlineData("a: ", "[", "]", "")]
    public void Nesting_is_bounded(string before, string open, string close, string after)
    {
        string Nested(int depth) =>
            before + string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth)) + after;

        Parse(Nested(OpenApiLimits.Depth - 1)).Root.Count.ShouldBe(1);
        Refusal(Nested(OpenApiLimits.Depth + 1));
        Refusal(Nested(100_000));
    }

    [Theory]
    [InlineData("{{\"{0}\": 1}}")]
    [InlineData("{0}: 1")]
    [InlineData("? {0}\n: 1")]
    public void Names_are_bounded(string form) => Refusal(
        string.Format(System.Globalization.CultureInfo.InvariantCulture, form, new string('k', OpenApiLimits.NameLength + 1)));

    [Fact]
    public void Files_over_six_megabytes_are_refused() =>
        Refusal("a: " + new string('x', OpenApiLimits.Bytes)).Message.ShouldContain("larger than");

    [Theory]
    [InlineData("/info/title", 3, 3)]
    [InlineData("/paths/~1a~1{b}/get", 6, 5)]
    [InlineData("/paths/~1a~1{b}/get/tags/1", 6, 24)]
    [InlineData("/paths/~1a~1{b}/get/not/there", 6, 5)]
    [InlineData("", 1, 1)]
    public void Yaml_positions_are_those_of_the_keys(string pointer, int line, int column) =>
        Parse("""
            openapi: 3.0.1
            info:
              title: demo
            paths:
              /a/{b}:
                get: { tags: [one, two] }
            """).Positions.Find(pointer).ShouldBe(new SourcePosition(line, column));

    [Theory]
    [InlineData("/a", 2, 3)]
    [InlineData("/é", 3, 3)]
    [InlineData("/é/1", 3, 14)]
    [InlineData("/b~1c~0d", 4, 3)]
    public void Json_positions_count_characters(string pointer, int line, int column) =>
        Parse("{\n  \"a\": 1,\n  \"é\": [\"😀\", 2],\n  \"b/c~d\": null\n}")
            .Positions.Find(pointer).ShouldBe(new SourcePosition(line, column));

    [Fact]
    public void A_copied_alias_is_found_at_the_place_of_the_alias() =>
        Parse("a: &x { b: { c: 1 } }\nd: *x").Positions.Find("/d/b/c").ShouldBe(new SourcePosition(2, 1));

    [Fact]
    public void Numbers_of_JSON_keep_their_digits() =>
        ((JsonValue)Parse("""{"a": 1.10}""").Root["a"]!).ToJsonString().ShouldBe("1.10");
}
