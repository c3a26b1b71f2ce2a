using System.Text;
using Gatehouse.Languages.Java;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Java;

/// <summary>
/// Patterns of java.util.regex. The expected results are those of JDK 17; the corpora of VTL and JSONPath hold more.
/// </summary>
public sealed class JavaRegexTests
{
    [Theory]
    // Classes in classes: union, intersection, negation of the whole.
    [InlineData("[a-z&&[^b]]+", "acz", true)]
    [InlineData("[a-z&&[^b]]+", "abz", false)]
    [InlineData("[a-d&&[bc]]+", "bc", true)]
    [InlineData("[[a-c][x-z]]+", "axz", true)]
    [InlineData("[^a-c&&[b]]", "a", true)]
    [InlineData("[^a-c&&[b]]", "b", false)]
    [InlineData("[\\w&&[^\\d_]]+", "abC", true)]
    [InlineData("[\\w&&[^\\d_]]+", "a1", false)]
    [InlineData("[\\W\\d]+", "1 -", true)]
    [InlineData("[a-z&&\\w&&[^aeiou]]+", "xyz", true)]
    [InlineData("[&&a]", "a", true)]
    [InlineData("[a&b]+", "a&b", true)]
    [InlineData("(?i)[a-z&&[^b]]+", "ACZ", true)]
    [InlineData("(?i)[a-z&&[^b]]+", "B", false)]
    [InlineData("(?x)[ a - c && [ b ] ]", "b", true)]
    [InlineData("[[[[a]]]]", "a", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("[^\\p{L}\\P{Nd}]+", "12", true)]
    // Java's classes are ASCII unless asked.
    [InlineData("\\d", "٣", false)]
    [InlineData("\\w", "é", false)]
    [InlineData("\\s", "\u00A0", false)]
    [InlineData("\\p{L}", "é", true)]
    // Escapes.
    [InlineData("\\x41\\u0042\\0103\\e\\a\\cA", "ABC\u001B\u0007\u0001", true)]
    [InlineData("\\Qa.b\\E+", "a.bb", true)]
    [InlineData("a\\Rb", "a\r\nb", true)]
    [InlineData("\\h\\v", "\t\n", true)]
    // Quantifiers.
    [InlineData("a*+a", "aaa", false)]
    [InlineData("(?>a*)b", "aab", true)]
    [InlineData("a{2,3}", "aaa", true)]
    // Back references.
    [InlineData("(a)\\1", "aa", true)]
    [InlineData("a\\1", "a", false)]
    [InlineData("(?<n>a)\\k<n>", "aa", true)]
    // Line ends.
    [InlineData("a.b", "a\rb", false)]
    [InlineData("(?s)a.b", "a\rb", true)]
    [InlineData("(?:(?s)a.)b.", "a\nb\n", false)]
    public void Matches_as_Java_does(string pattern, string input, bool matches) =>
        JavaRegex.Get(pattern).IsFullMatch(input).ShouldBe(matches);

    [Theory]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("[[a]")]
    [InlineData("[z-a]")]
    [InlineData("[z-a&&b]")]
    [InlineData("[a&&")]
    [InlineData("[&&]")]
    [InlineData("(")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("a{")]
    [InlineData("a{x}")]
    [InlineData("\\")]
    [InlineData("\\Y")]
    [InlineData("[\\q]")]
    [InlineData("\\x4")]
    [InlineData("\\u12")]
    [InlineData("\\p{Nope}")]
    [InlineData("\\p")]
    [InlineData("(?<n")]
    public void Refuses_what_Java_refuses(string pattern) =>
        Should.Throw<JavaRegexException>(() => JavaRegex.Get(pattern).IsFullMatch("a"));

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("[a&&", "]")]
    [InlineData("(?:", ")*")]
    [InlineData("(?=", ")")]
    public void Depth_ends_in_a_result_or_a_refusal(string open, string close)
    {
        foreach (var depth in new[] { 10, 49, 51, 500, 1_000 })
        {
            var pattern = new StringBuilder().Insert(0, open, depth).Append('a')
                .Append(new StringBuilder().Insert(0, close, depth)).ToString();
            try
            {
                JavaRegex.Get(pattern).IsFullMatch("a");
            }
            catch (JavaRegexException)
            {
                // A refusal is an answer.
            }
        }
    }

    [Fact]
    public void Mutated_patterns_match_or_are_refused()
    {
        string[] patterns = ["[a-z&&[^b]]+(x|y)*?", "\\Qa\\E[\\w&&\\S]{2,3}+", "(?i)(?<n>a)\\k<n>\\x41[^\\]\\-a-c]"];
        foreach (var mutant in patterns.SelectMany(pattern => Mutations.Of(pattern, 400)))
        {
            try
            {
                JavaRegex.Get(mutant).IsFullMatch("aab");
            }
            catch (JavaRegexException)
            {
                // A refusal is an answer.
            }
        }
    }
}
