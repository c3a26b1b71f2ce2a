using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// An ARN with wildcards, matched part by part, so that a star never reaches over a colon of the first five parts; in
/// the sixth it spans slashes and colons (security §2.2). Case-sensitive. Variables stand in the sixth part only.
/// </summary>
internal sealed class ArnPattern
{
    private const int Parts = 6;

    /// <summary>The first five parts with their colons when they are literal, as they mostly are.</summary>
    private readonly string? _head;
    private readonly TextPattern[] _parts;

    private ArnPattern(TextPattern[] parts)
    {
        _parts = parts;
        _head = parts[..(Parts - 1)].All(static part => part.Literal is not null)
            ? string.Concat(parts[..(Parts - 1)].Select(static part => part.Literal + ":"))
            : null;
    }

    public IEnumerable<ContextKey> Variables => _parts[Parts - 1].Variables;

    /// <returns><see langword="false"/> unless the text has six parts and begins with <c>arn:</c>.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArnPattern? pattern) =>
        TryParse(text, hasVariables: false, out pattern);

    public static bool TryParse(string text, bool hasVariables, [NotNullWhen(true)] out ArnPattern? pattern)
    {
        pattern = null;
        var texts = text.Split(':', Parts);
        if (texts.Length != Parts || texts[0] != "arn")
        {
            return false;
        }

        var parts = new TextPattern[Parts];
        for (var i = 0; i < Parts; i++)
        {
            var isLast = i == Parts - 1;
            if ((!isLast && hasVariables && texts[i].Contains("${", StringComparison.Ordinal))
                || TextPatternParser.Parse(texts[i], hasWildcards: true, hasVariables && isLast) is not { } part)
            {
                return false;
            }

            parts[i] = part;
        }

        pattern = new ArnPattern(parts);
        return true;
    }

    public bool IsResolved(in PolicyRequest request) => _parts[Parts - 1].IsResolved(request);

    /// <summary>Without a request to take variables from.</summary>
    public bool IsMatch(ReadOnlySpan<char> arn) =>
        Evaluate(new PolicyRequest(Principal.Anonymous, [], [], null), arn) == Match.Yes;

    /// <summary>Allocates nothing.</summary>
    public Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> arn)
    {
        if (_head is not null)
        {
            return arn.StartsWith(_head, StringComparison.Ordinal)
                ? _parts[Parts - 1].Evaluate(request, arn[_head.Length..], ignoreCase: false)
                : Match.No;
        }

        for (var i = 0; i < Parts - 1; i++)
        {
            var colon = arn.IndexOf(':');
            if (colon < 0 || _parts[i].Evaluate(request, arn[..colon], ignoreCase: false) != Match.Yes)
            {
                return Match.No;
            }

            arn = arn[(colon + 1)..];
        }

        return _parts[Parts - 1].Evaluate(request, arn, ignoreCase: false);
    }
}
