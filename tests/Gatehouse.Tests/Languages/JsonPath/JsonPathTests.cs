using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.JsonPath;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("$.a.b", true)]
    [InlineData("$.a[0]['b']", true)]
    [InlineData("$['a','b']", true)]
    [InlineData("$.a.length()", true)]
    [InlineData("$.a[0,1]", false)]
    [InlineData("$.a[1:]", false)]
    [InlineData("$.a[*]", false)]
    [InlineData("$..a", false)]
    [InlineData("$.a[?(@.b)]", false)]
    public void Knows_whether_it_leads_to_one_place(string path, bool isDefinite) =>
        JsonPathProgram.Compile(path).IsDefinite.ShouldBe(isDefinite);

    [Fact]
    public void An_indefinite_path_answers_a_list_even_for_one_match()
    {
        // Rest-execution §17: Jayway's list, not the emulators' collapsed value.
        Evaluate("$.a[*]", """{"a":[1]}""").ShouldBe((JsonPathResultKind.Indefinite, "[1]"));
        Evaluate("$.a[?(@.x)]", """{"a":[1]}""").ShouldBe((JsonPathResultKind.Indefinite, "[]"));
    }

    [Fact]
    public void A_null_is_a_value_and_an_absent_member_is_missing()
    {
        Evaluate("$.a", """{"a":null}""").ShouldBe((JsonPathResultKind.Definite, "null"));
        Evaluate("$.b", """{"a":null}""").ShouldBe((JsonPathResultKind.Missing, "null"));
    }

    [Fact]
    public void A_scan_keeps_the_index_it_was_given()
    {
        // Jayway 2.9 forgets it, and takes the members of all elements.
        Evaluate("$..[0].a", """[[{"a":1},{"a":2}],{"a":3}]""").ShouldBe((JsonPathResultKind.Indefinite, "[1]"));
    }

    [Fact]
    public void Evaluation_leaves_the_document_as_it_was()
    {
        var document = JsonReading.Parse("""{"a":[1]}""");
        JsonPathProgram.Compile("$.a.append(2)").Evaluate(document);
        JsonText.Write(document).ShouldBe("""{"a":[1]}""");
    }

    [Fact]
    public void Faults_carry_the_column()
    {
        var fault = Should.Throw<JsonPathSyntaxException>(() => JsonPathProgram.Compile("$.a[?(@.b == )]"));
        fault.Line.ShouldBe(1);
        fault.Column.ShouldBeGreaterThan(5);
        Should.Throw<JsonPathSyntaxException>(() => JsonPathProgram.Compile("$.a[x]")).Column.ShouldBe(4);
    }

    [Fact]
    public void A_path_that_is_too_long_or_too_deep_is_refused()
    {
        Should.Throw<JsonPathSyntaxException>(() => JsonPathProgram.Compile("$." + new string('a', 10_000)));
        var deep = new StringBuilder("$");
        for (var i = 0; i < 100; i++)
        {
            deep.Append("[?(@");
        }
        for (var i = 0; i < 100; i++)
        {
            deep.Append(")]");
        }
        Should.Throw<JsonPathSyntaxException>(() => JsonPathProgram.Compile(deep.ToString()));
    }

    [Fact]
    public void Repeated_scans_run_out_of_budget_instead_of_time()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append("{\"a\":");
        }
        text.Append('1').Append('}', 60);
        var document = JsonReading.Parse(text.ToString());
        Should.Throw<JsonPathEvaluationException>(
            () => JsonPathProgram.Compile("$..*..*..*..*..*..*..*").Evaluate(document));
    }

    private static (JsonPathResultKind Kind, string Json) Evaluate(string path, string json)
    {
        var result = JsonPathProgram.Compile(path).Evaluate(JsonReading.Parse(json));
        return (result.Kind, JsonText.Write(result.Value));
    }
}
