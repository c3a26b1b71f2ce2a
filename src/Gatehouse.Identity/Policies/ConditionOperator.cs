using System.Collections.Frozen;

namespace Gatehouse.Identity.Policies;

/// <summary>How a value is compared (security §2.3).</summary>
internal enum Comparison
{
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumberEquals,
    NumberLess,
    NumberLessOrEqual,
    NumberGreater,
    NumberGreaterOrEqual,
    DateEquals,
    DateLess,
    DateLessOrEqual,
    DateGreater,
    DateGreaterOrEqual,
    Bool,
    Binary,
    Address,
    Arn,
    Null,
}

/// <summary>How the values of a key with several are taken together.</summary>
internal enum Quantifier
{
    None,
    ForAllValues,
    ForAnyValue,
}

/// <summary>The name of a condition operator, taken apart. Names are case-sensitive (security §2.1).</summary>
internal readonly record struct ConditionOperator(
    Comparison Comparison, bool IsNegated, bool IfExists, Quantifier Quantifier)
{
    private const string IfExistsSuffix = "IfExists";
    private const string ForAll = "ForAllValues:";
    private const string ForAny = "ForAnyValue:";

    private static readonly FrozenDictionary<string, (Comparison Comparison, bool IsNegated)> ByName =
        new Dictionary<string, (Comparison, bool)>
        {
            ["StringEquals"] = (Comparison.StringEquals, false),
            ["StringNotEquals"] = (Comparison.StringEquals, true),
            ["StringEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, false),
            ["StringNotEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, true),
            ["StringLike"] = (Comparison.StringLike, false),
            ["StringNotLike"] = (Comparison.StringLike, true),
            ["NumericEquals"] = (Comparison.NumberEquals, false),
            ["NumericNotEquals"] = (Comparison.NumberEquals, true),
            ["NumericLessThan"] = (Comparison.NumberLess, false),
            ["NumericLessThanEquals"] = (Comparison.NumberLessOrEqual, false),
            ["NumericGreaterThan"] = (Comparison.NumberGreater, false),
            ["NumericGreaterThanEquals"] = (Comparison.NumberGreaterOrEqual, false),
            ["DateEquals"] = (Comparison.DateEquals, false),
            ["DateNotEquals"] = (Comparison.DateEquals, true),
            ["DateLessThan"] = (Comparison.DateLess, false),
            ["DateLessThanEquals"] = (Comparison.DateLessOrEqual, false),
            ["DateGreaterThan"] = (Comparison.DateGreater, false),
            ["DateGreaterThanEquals"] = (Comparison.DateGreaterOrEqual, false),
            ["Bool"] = (Comparison.Bool, false),
            ["BinaryEquals"] = (Comparison.Binary, false),
            ["IpAddress"] = (Comparison.Address, false),
            ["NotIpAddress"] = (Comparison.Address, true),

            // ArnEquals expands wildcards exactly as ArnLike does (security §2.3).
            ["ArnEquals"] = (Comparison.Arn, false),
            ["ArnLike"] = (Comparison.Arn, false),
            ["ArnNotEquals"] = (Comparison.Arn, true),
            ["ArnNotLike"] = (Comparison.Arn, true),
            ["Null"] = (Comparison.Null, false),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns><see langword="null"/> for a name that is none.</returns>
    public static ConditionOperator? Find(string name)
    {
        var quantifier = name.StartsWith(ForAll, StringComparison.Ordinal) ? Quantifier.ForAllValues
            : name.StartsWith(ForAny, StringComparison.Ordinal) ? Quantifier.ForAnyValue
            : Quantifier.None;
        var rest = quantifier switch
        {
            Quantifier.ForAllValues => name[ForAll.Length..],
            Quantifier.ForAnyValue => name[ForAny.Length..],
            _ => name,
        };
        var ifExists = rest.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        rest = ifExists ? rest[..^IfExistsSuffix.Length] : rest;
        return ByName.TryGetValue(rest, out var known) && (known.Comparison != Comparison.Null || !ifExists)
            ? new ConditionOperator(known.Comparison, known.IsNegated, ifExists, quantifier)
            : null;
    }
}
