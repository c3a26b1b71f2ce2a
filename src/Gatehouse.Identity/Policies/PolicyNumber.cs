using System.Globalization;

namespace Gatehouse.Identity.Policies;

/// <summary>Integers and decimals of the numeric operators (security §2.3).</summary>
internal static class PolicyNumber
{
    public static decimal? Parse(ReadOnlySpan<char> text) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
        CultureInfo.InvariantCulture, out var number)
        ? number
        : null;
}
