using System.Globalization;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// The W3C profiles of ISO 8601 (year, month, day, minute, second, fraction; a time always with its zone), or seconds
/// since 1970 (security §2.3).
/// </summary>
internal static class PolicyDate
{
    /// <summary>Four digits alone are a year, as the W3C has it; seconds since 1970 have been more for a while.</summary>
    private const int YearDigits = 4;

    private static readonly string[] Days = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    private static readonly string[] Times =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length > YearDigits
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        var isZoned = text.Length > 0 && (text[^1] == 'Z' || text.LastIndexOfAny('+', '-') > text.IndexOf('T'));
        return DateTimeOffset.TryParseExact(text, Days, CultureInfo.InvariantCulture, Utc, out var date)
            || (isZoned && DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, Utc, out date))
            ? date
            : null;
    }
}
