namespace Gatehouse.Identity.Policies;

/// <summary>IAM's wildcards: <c>*</c> for any run of characters, <c>?</c> for one. Linear in text times stars, no regular expressions.</summary>
internal static class WildcardPattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        var (p, t, star, retry) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || IsSame(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more; earlier ones never need to be tried again.
                p = star + 1;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    /// <summary>ARNs match part by part, so that a star never reaches over a colon of the first five parts.</summary>
    public static bool MatchesArn(string pattern, string arn)
    {
        var expected = pattern.Split(':', 6);
        var actual = arn.Split(':', 6);
        if (expected.Length != 6 || actual.Length != 6)
        {
            return pattern == "*";
        }

        for (var i = 0; i < 6; i++)
        {
            if (!Matches(expected[i], actual[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
