using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Oracles.Shrinking;

/// <summary>
/// JDKs before 19 print a digit too many, or a worse last one, for some doubles (JDK-4511638); we print the shortest text
/// that reads back. Texts are alike when they differ only in such pairs.
/// </summary>
internal static partial class DoubleDigits
{
    public static bool AreAlike(string theirs, string ours)
    {
        if (string.Equals(theirs, ours, StringComparison.Ordinal))
        {
            return true;
        }
        var left = Number().Matches(theirs);
        var right = Number().Matches(ours);
        if (left.Count == 0 || left.Count != right.Count
            || !string.Equals(Number().Replace(theirs, "#"), Number().Replace(ours, "#"), StringComparison.Ordinal))
        {
            return false;
        }
        for (var i = 0; i < left.Count; i++)
        {
            if (!IsSameDouble(left[i].Value, right[i].Value))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsSameDouble(string theirs, string ours) =>
        string.Equals(theirs, ours, StringComparison.Ordinal)
        || (double.Parse(theirs, CultureInfo.InvariantCulture) == double.Parse(ours, CultureInfo.InvariantCulture)
            && ours.Length <= theirs.Length);

    [GeneratedRegex(@"-?\d+\.\d+(E-?\d+)?")]
    private static partial Regex Number();
}
