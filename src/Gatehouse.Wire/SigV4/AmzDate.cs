using System.Globalization;

namespace Gatehouse.Wire.SigV4;

/// <summary>Signatures' time stamps: ISO 8601 basic form in UTC.</summary>
public static class AmzDate
{
    private const string Form = "yyyyMMdd'T'HHmmss'Z'";
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, Utc, out time);

    /// <summary>The <c>Date</c> header may also carry RFC 1123's form (security §1.4).</summary>
    public static bool TryParseDateHeader(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        TryParse(text, out time)
        || DateTimeOffset.TryParseExact(
            text, "r", CultureInfo.InvariantCulture, Utc, out time);
}
