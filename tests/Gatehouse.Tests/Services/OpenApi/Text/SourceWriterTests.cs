using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Services.OpenApi.Text;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.Text;

/// <summary>How documents are written (rest-control-plane §4.9), and that what is written is read back the same.</summary>
public sealed class SourceWriterTests
{
    private const string Sample =
        """{"swagger":"2.0","none":{},"list":[],"schemes":["https","http"],"params":[{"name":"page","required":false},{"size":1.50}],"deep":{"a":{"b":null}},"t":"a\"b\\c\n\u0001é/"}""";

    /// <summary>Texts that one notation or the other could take for something else.</summary>
    private static readonly string[] Texts =
    [
        "", " ", "a", "yes", "No", "null", "~", "1.0", "0x1F", "true", "- a", "a: b", "#", "a #b", "'", "\"", "\\", "{", "[", "&a", "*a", "!x",
        "<<", "---", "...", "\n", "a\nb\n", "\t", "\r\n", "\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ud83d\ude00",
        "/pets/{id}", "application/json", "$ref", "2\\d{2}", "%41", "@", "`", "a:", ":a", "?", "? a", "200", "x-y", "\ufffd",
        new string('k', 1_020), new string('é', 1_500) + "\"", "a,b", "[a]", "a]", "a}", "=", "2016-04-05T19:58:27Z", "\u0130",
    ];

    [Fact]
    public void JSON_has_the_layout_of_exports() =>
        JsonSourceWriter.Write(JsonNode.Parse(Sample)!).ShouldBe(
            """
            {
              "swagger" : "2.0",
              "none" : { },
              "list" : [ ],
              "schemes" : [ "https", "http" ],
              "params" : [ {
                "name" : "page",
                "required" : false
              }, {
                "size" : 1.50
              } ],
              "deep" : {
                "a" : {
                  "b" : null
                }
              },
              "t" : "a\"b\\c\n\u0001é/"
            }
            """.ReplaceLineEndings("\n"));

    [Fact]
    public void YAML_begins_with_its_mark_and_puts_texts_into_double_quotes() =>
        YamlSourceWriter.Write(JsonNode.Parse(Sample)!).ShouldBe(
            """
            ---
            swagger: "2.0"
            none: {}
            list: []
            schemes:
            - "https"
            - "http"
            params:
            - name: "page"
              required: false
            - size: 1.50
            deep:
              a:
                b: null
            t: "a\"b\\c\n\u0001é/"

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void Keys_are_plain_only_where_no_reader_takes_them_for_something_else() =>
        YamlSourceWriter.Write(JsonNode.Parse("""{"/pets/{id}":1,"200":2,"yes":3,"application/json":4,"$ref":5,"a b":6,"<<":7}""")!).ShouldBe(
            "---\n/pets/{id}: 1\n\"200\": 2\n\"yes\": 3\napplication/json: 4\n$ref: 5\n\"a b\": 6\n\"<<\": 7\n");

    [Fact]
    public void Lists_of_lists_and_long_keys_have_their_own_forms()
    {
        var name = new string('k', 1_020);
        var written = YamlSourceWriter.Write(JsonNode.Parse($$"""{"a":[[1,[2]],[{"b":[3]}],{}],"{{name}}":{"x":[1]},"{{name}}l":[1]}""")!);

        written.ShouldStartWith("---\na:\n- - 1\n  - - 2\n- - b:\n    - 3\n- {}\n? kkk");
        OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(written)).Root[name + "l"]!.ToJsonString().ShouldBe("[1]");
    }

    [Fact]
    public void Every_text_survives_both_notations_as_a_key_and_as_a_value()
    {
        foreach (var text in Texts)
        {
            ShouldSurvive(new JsonObject { [text] = text, ["list"] = new JsonArray(text, new JsonObject { [text] = new JsonArray(text) }) });
        }
    }

    [Fact]
    public void Any_tree_survives_both_notations() =>
        Prop.ForAll(Trees(4).Select(static tree => new JsonObject { ["root"] = tree }).ToArbitrary(), static tree => ShouldSurvive(tree))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static void ShouldSurvive(JsonObject tree)
    {
        foreach (var text in new[] { JsonSourceWriter.Write(tree), YamlSourceWriter.Write(tree) })
        {
            var read = OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text)).Root;
            JsonNode.DeepEquals(read, tree).ShouldBeTrue(text);
        }
    }

    private static Gen<JsonNode?> Trees(int depth)
    {
        var scalars = Gen.OneOf(
            Gen.Elements(Texts).Select(static text => (JsonNode?)text),
            Gen.Elements("0", "-1", "1.50", "1e9", "12345678901234567890", "true", "false", "null").Select(static json => JsonNode.Parse(json)));
        if (depth == 0)
        {
            return scalars;
        }

        var inner = Trees(depth - 1);
        var lists = Gen.ListOf(inner).Select(static items => (JsonNode?)new JsonArray([.. items.Take(4).Select(static item => item?.DeepClone())]));
        var members = from names in Gen.ListOf(Gen.Elements(Texts))
                      from values in Gen.ListOf(inner)
                      select (JsonNode?)new JsonObject(names.Zip(values).Take(4).DistinctBy(static pair => pair.First)
                          .Select(static pair => new KeyValuePair<string, JsonNode?>(pair.First, pair.Second?.DeepClone())));
        return Gen.OneOf(scalars, lists, members);
    }
}
