using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Identity.Policies;
using Shouldly;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>IAM's wildcards (security §2.2).</summary>
public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "a/x/b:y:c", true)]
    [InlineData("a*b*c", "abcb", false)]
    [InlineData("**a**", "a", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("A*", "ab", false)]
    public void Stars_and_question_marks_match(string pattern, string text, bool isMatch)
    {
        WildcardPattern.IsMatch(pattern, text).ShouldBe(isMatch);
    }

    [Fact]
    public void It_agrees_with_a_regular_expression_on_everything_short()
    {
        var symbols = Gen.Elements("a", "b", "*", "?", ".").ListOf().Select(list => string.Concat(list));
        var texts = Gen.Elements("a", "b", ".").ListOf().Select(list => string.Concat(list));
        var pairs = from pattern in symbols from text in texts select (pattern, text);

        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var expected = "^" + Regex.Escape(pair.pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$";
            return WildcardPattern.IsMatch(pair.pattern, pair.text)
                == Regex.IsMatch(pair.text, expected, RegexOptions.NonBacktracking);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_pattern_that_ruins_a_backtracking_matcher_takes_a_moment()
    {
        // Some 10^40 ways for a matcher that tries them all; this test then never ends.
        var pattern = string.Concat(Enumerable.Repeat("*a", 60)) + "b";

        WildcardPattern.IsMatch(pattern, new string('a', 5_000)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:api/*/GET/pets", "arn:aws:execute-api:us-east-1:000000000000:api/prod/GET/pets", true)]
    [InlineData("arn:aws:execute-api:*:*:api/*", "arn:aws:execute-api:us-east-1:000000000000:api/prod/GET/a/b:c", true)]
    [InlineData("arn:aws:*:api/*", "arn:aws:execute-api:us-east-1:000000000000:api/prod", false)] // a star stays in its part
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:api/*", "arn:aws:execute-api:us-east-1:000000000000:other/prod", false)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:api/*", "not an arn", false)]
    public void ARNs_match_part_by_part(string pattern, string arn, bool isMatch)
    {
        // Security §2.2: six parts by the first five colons; in the sixth a star spans slashes and colons.
        (ArnPattern.TryParse(pattern, out var parsed) && parsed.IsMatch(arn)).ShouldBe(isMatch);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("arn:aws:lambda")]
    [InlineData("urn:aws:lambda:us-east-1:000000000000:function:f")]
    public void What_is_no_ARN_is_no_pattern_of_one(string text)
    {
        ArnPattern.TryParse(text, out _).ShouldBeFalse();
    }
}
