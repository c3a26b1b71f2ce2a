using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>One operator over one key of a statement's condition.</summary>
internal sealed class ConditionTest
{
    private readonly bool _isOfArn;
    private readonly Func<string, string, bool> _compare;
    private readonly ImmutableArray<string> _values;

    private ConditionTest(bool isOfArn, Func<string, string, bool> compare, ImmutableArray<string> values)
    {
        _isOfArn = isOfArn;
        _compare = compare;
        _values = values;
    }

    /// <returns><see langword="null"/> for an operator or key that is not understood.</returns>
    public static ConditionTest? Create(string operatorName, string key, ImmutableArray<string> values)
    {
        bool? isOfArn = key.ToUpperInvariant() switch
        {
            "AWS:SOURCEARN" => true,
            "AWS:SOURCEACCOUNT" => false,
            _ => null,
        };
        Func<string, string, bool>? compare = operatorName switch
        {
            "ArnLike" or "ArnEquals" => static (pattern, text) => WildcardPattern.MatchesArn(pattern, text),
            "StringLike" => static (pattern, text) => WildcardPattern.Matches(pattern, text),
            "StringEquals" => static (expected, text) => string.Equals(expected, text, StringComparison.Ordinal),
            "StringEqualsIgnoreCase" => static (expected, text) => string.Equals(expected, text, StringComparison.OrdinalIgnoreCase),
            _ => null,
        };
        return isOfArn is { } known && compare is not null ? new ConditionTest(known, compare, values) : null;
    }

    public bool Holds(string sourceArn, string sourceAccount)
    {
        var actual = _isOfArn ? sourceArn : sourceAccount;
        return _values.Any(value => _compare(value, actual));
    }
}
