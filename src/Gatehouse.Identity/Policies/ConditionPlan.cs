using System.Collections.Immutable;
using System.Diagnostics;

namespace Gatehouse.Identity.Policies;

/// <summary>One operator over one key: any of its values may match (security §2.3).</summary>
internal sealed class ConditionPlan
{
    private readonly Operator _operator;
    private readonly ConditionKey _key;
    private readonly ImmutableArray<string> _values;
    private readonly ImmutableArray<ArnPattern> _arns;

    private ConditionPlan(
        Operator kind, ConditionKey key, ImmutableArray<string> values, ImmutableArray<ArnPattern> arns)
    {
        _operator = kind;
        _key = key;
        _values = values;
        _arns = arns;
    }

    private enum Operator
    {
        StringEquals,
        StringEqualsIgnoreCase,
        StringLike,
        ArnLike,
    }

    /// <returns><see langword="null"/> for an operator, a key or a value that is not understood.</returns>
    public static ConditionPlan? Compile(string operatorName, string keyName, ImmutableArray<string> values)
    {
        // Operator names are case-sensitive (security §2.1). ArnEquals expands wildcards exactly as ArnLike does
        // (§2.3).
        Operator? kind = operatorName switch
        {
            "StringEquals" => Operator.StringEquals,
            "StringEqualsIgnoreCase" => Operator.StringEqualsIgnoreCase,
            "StringLike" => Operator.StringLike,
            "ArnLike" or "ArnEquals" => Operator.ArnLike,
            _ => null,
        };
        if (kind is not { } known || !ConditionKeys.TryParse(keyName, out var key) || values.Any(HasVariable))
        {
            return null;
        }

        var arns = ImmutableArray.CreateBuilder<ArnPattern>();
        if (known == Operator.ArnLike)
        {
            foreach (var value in values)
            {
                if (!ArnPattern.TryParse(value, out var arn))
                {
                    return null;
                }

                arns.Add(arn);
            }
        }

        return new ConditionPlan(known, key, values, arns.ToImmutable());
    }

    /// <summary>
    /// Policy variables come with callers that have names; until then a value with one is not understood.
    /// </summary>
    internal static bool HasVariable(string value) => value.Contains("${", StringComparison.Ordinal);

    public Match Evaluate(in PolicyRequest request)
    {
        var actual = request.ValueOf(_key);
        if (actual.IsEmpty)
        {
            return Match.No; // an absent key fails every positive operator
        }

        if (_operator == Operator.ArnLike)
        {
            foreach (var arn in _arns)
            {
                if (arn.IsMatch(actual))
                {
                    return Match.Yes;
                }
            }

            return Match.No;
        }

        foreach (var value in _values)
        {
            if (IsMatch(value, actual))
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }

    private bool IsMatch(string value, ReadOnlySpan<char> actual) => _operator switch
    {
        Operator.StringEquals => actual.Equals(value, StringComparison.Ordinal),
        Operator.StringEqualsIgnoreCase => actual.Equals(value, StringComparison.OrdinalIgnoreCase),
        Operator.StringLike => WildcardPattern.IsMatch(value, actual),
        _ => throw new UnreachableException(),
    };
}
