using System.Globalization;

namespace Gatehouse.Wire.SigV4;

/// <summary>Signatures' time stamps: ISO 8601 basic form in UTC.</summary>
public static class AmzDate
{
    private const string Form = "yyyyMMdd'T'HHmmss'Z'";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>The <c>Date</c> header may also carry RFC 1123's form (security §1.4).</summary>
    public static bool TryParseDateHeader(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        TryParse(text, out time)
        || DateTimeOffset.TryParseExact(
            text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
