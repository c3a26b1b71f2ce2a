namespace Gatehouse.Identity.Policies;

/// <summary>
/// IAM's wildcards: <c>*</c> for any run of characters, <c>?</c> for one (security §2.2). At most text times pattern
/// steps and no memory: never a regular expression, which an administrator's stars could make run for ever on a
/// caller's text.
/// </summary>
internal static class WildcardPattern
{
    /// <summary>
    /// A star and a question mark in patterns whose stars may also be literal: characters that no document can hold.
    /// </summary>
    public const char Run = '\uFDD0';

    public const char One = '\uFDD1';

    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false) =>
        IsMatch(pattern, text, ignoreCase, '*', '?');

    public static bool IsMatch(
        ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase, char run, char one)
    {
        var (p, t, star, retry) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == run)
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && (pattern[p] == one || IsSame(pattern[p], text[t], ignoreCase)))
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

        return pattern[p..].IndexOfAnyExcept(run) < 0;
    }

    private static bool IsSame(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
