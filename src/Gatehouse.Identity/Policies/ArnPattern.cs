using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// An ARN with wildcards, matched part by part, so that a star never reaches over a colon of the first five parts; in
/// the sixth it spans slashes and colons (security §2.2). Case-sensitive.
/// </summary>
internal sealed class ArnPattern
{
    private const int Parts = 6;

    private readonly string[] _parts;

    private ArnPattern(string[] parts) => _parts = parts;

    /// <returns><see langword="false"/> unless the text has six parts and begins with <c>arn:</c>.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArnPattern? pattern)
    {
        var parts = text.Split(':', Parts);
        pattern = parts.Length == Parts && parts[0] == "arn" ? new ArnPattern(parts) : null;
        return pattern is not null;
    }

    /// <summary>Allocates nothing.</summary>
    public bool IsMatch(ReadOnlySpan<char> arn)
    {
        for (var i = 0; i < Parts - 1; i++)
        {
            var colon = arn.IndexOf(':');
            if (colon < 0 || !WildcardPattern.IsMatch(_parts[i], arn[..colon]))
            {
                return false;
            }

            arn = arn[(colon + 1)..];
        }

        return WildcardPattern.IsMatch(_parts[Parts - 1], arn);
    }
}
