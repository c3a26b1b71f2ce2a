using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.JsonPath;

/// <summary>
/// Whatever a path says, it compiles and finds something, or fails in one of the two ways of the engine (issue 3;
/// security sheet §11.4).
/// </summary>
public sealed class JsonPathHostileTests
{
    private const int MutationsPerPath = 40;

    [Fact]
    public void Mutated_paths_find_something_or_fail_with_a_position()
    {
        foreach (var (path, _) in JsonPathCorpus.Cases())
        {
            foreach (var mutant in Mutations.Of(path, MutationsPerPath))
            {
                Should.NotThrow(() => JsonPathCorpus.Evaluate(mutant), mutant);
                CheckPosition(mutant);
            }
        }
    }

    [Fact]
    public void Every_prefix_that_is_refused_is_refused_with_a_position()
    {
        foreach (var (path, _) in JsonPathCorpus.Cases())
        {
            for (var length = 0; length < path.Length; length++)
            {
                CheckPosition(path[..length]);
            }
        }
    }

    [Theory]
    [InlineData("$.a b", 1, 4)]
    [InlineData("a b", 1, 2)]
    [InlineData("$.a[x]", 1, 4)]
    [InlineData("a[x]", 1, 2)]
    [InlineData("$['a','b", 1, 7)]
    [InlineData("$.a[?(@.b == 'x)]", 1, 14)]
    [InlineData("a[?(@.b == nope)]", 1, 12)]
    [InlineData("$.a[?(@.b in [1,2)]", 1, 14)]
    [InlineData("$.a[?(@.b like 'x')]", 1, 11)]
    [InlineData("$.a\n[?(@.b ==\n)]", 2, 10)]
    [InlineData("$.sum($.a,$.b c)", 1, 14)]
    [InlineData("", 1, 1)]
    public void A_fault_of_syntax_names_its_line_and_column(string path, int line, int column)
    {
        var fault = Should.Throw<JsonPathSyntaxException>(() => JsonPathProgram.Compile(path));
        (fault.Line, fault.Column).ShouldBe((line, column), fault.Message);
        fault.Message.ShouldContain($"line {line}, column {column}");
    }

    [Theory]
    [InlineData("$", "[?(@", ")]")]
    [InlineData("$", "[?((", "))]")]
    [InlineData("$[?(@.a == ", "[", "]")]
    [InlineData("$[?(", "!(", ")")]
    [InlineData("$.sum(", "$.sum(", ")")]
    [InlineData("$", "..*", "")]
    [InlineData("$", "[*]", "")]
    [InlineData("$", "..['a','b']", "")]
    [InlineData("$", "[?(@)]", "")]
    [InlineData("$", ".length()", "")]
    [InlineData("$[", "0,", "0]")]
    [InlineData("$[", "'a',", "'b']")]
    public void Depth_and_size_end_in_a_result_or_a_failure(string start, string open, string close)
    {
        foreach (var count in new[] { 1, 5, 15, 16, 17, 60, 400, 4_000 })
        {
            var path = start + Repeated(open, count) + Repeated(close, count);
            try
            {
                JsonPathProgram.Compile(path).Evaluate(JsonReading.Parse(Deep(60)));
            }
            catch (Exception refused) when (refused is JsonPathSyntaxException or JsonPathEvaluationException)
            {
                // Both are answers.
            }
        }
    }

    [Theory]
    [InlineData("$..[?(@.a in $..a)]")]
    [InlineData("$..[?($..* contains @.a)]")]
    [InlineData("$[*][?(@ anyof $[*])]")]
    [InlineData("$[?(@.a in $[*].a)]")]
    public void A_filter_that_asks_all_for_all_runs_out_of_budget(string path)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < 4_000; i++)
        {
            text.Append(i == 0 ? string.Empty : ",").Append("{\"a\":\"x").Append(i).Append("\"}");
        }
        var document = JsonReading.Parse(text.Append(']').ToString());
        Should.Throw<JsonPathEvaluationException>(() => JsonPathProgram.Compile(path).Evaluate(document));
    }

    [Fact]
    public void Texts_that_look_like_paths_are_charged_for_being_read()
    {
        // Jayway reads a text of a list in a filter as a path when it can: that must not be free.
        var text = new StringBuilder("[");
        for (var i = 0; i < 1_000; i++)
        {
            text.Append(i == 0 ? string.Empty : ",").Append("\"$").Insert(text.Length, ".a", 400).Append('"');
        }
        var document = JsonReading.Parse(text.Append(']').ToString());
        Should.Throw<JsonPathEvaluationException>(
            () => JsonPathProgram.Compile("$[?(@ in $)]").Evaluate(document));
    }

    [Fact]
    public void A_document_that_a_template_made_too_deep_does_not_take_the_stack()
    {
        var list = new JsonList();
        for (var i = 0; i < 200_000; i++)
        {
            var outer = new JsonList();
            outer.Add(list);
            list = outer;
        }
        Should.Throw<JsonPathEvaluationException>(() => JsonPathProgram.Compile("$..*").Evaluate(list));
    }

    private static string Repeated(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static string Deep(int depth) =>
        Repeated("[{\"a\":", depth / 2) + "1" + Repeated("}]", depth / 2);

    private static void CheckPosition(string path)
    {
        try
        {
            JsonPathProgram.Compile(path);
        }
        catch (JsonPathSyntaxException fault)
        {
            fault.Line.ShouldBeInRange(1, path.Count(c => c == '\n') + 1, path);
            fault.Column.ShouldBeInRange(1, path.Length + 1, path);
        }
    }
}
