using System.Collections.Immutable;
using System.Diagnostics;

namespace Gatehouse.Identity.Policies;

/// <summary>The values of a condition, compiled: does one of them match what the request has?</summary>
internal abstract class ConditionTest
{
    public virtual IEnumerable<ContextKey> Variables => [];

    /// <returns><see langword="null"/> when a value cannot be read as the operator needs it.</returns>
    public static ConditionTest? Compile(Comparison comparison, ImmutableArray<string> values, bool hasVariables)
    {
        if (values.IsEmpty)
        {
            return null;
        }

        switch (comparison)
        {
            case Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike:
                var hasWildcards = comparison == Comparison.StringLike;
                var texts = values.Select(value => TextPatternParser.Parse(value, hasWildcards, hasVariables)).ToArray();
                return texts.Contains(null)
                    ? null
                    : new TextTest([.. texts!], comparison == Comparison.StringEqualsIgnoreCase);
            case Comparison.Arn:
                var arns = values
                    .Select(value => ArnPattern.TryParse(value, hasVariables, out var arn) ? arn : null).ToArray();
                return arns.Contains(null) ? null : new ArnTest([.. arns!]);
            case Comparison.Bool or Comparison.Null:
                return values.All(static value => bool.TryParse(value, out _))
                    ? new BoolTest([.. values.Select(static value => bool.Parse(value))])
                    : null;
            case Comparison.Binary:
                var blobs = values.Select(static value => BinaryTest.Read(value)).ToArray();
                return blobs.Contains(null) ? null : new BinaryTest([.. blobs!]);
            case Comparison.Address:
                var ranges = values.Select(static value => AddressRange.Parse(value)).ToArray();
                return ranges.Contains(null) ? null : new AddressTest([.. ranges.Select(static range => range!.Value)]);
            case >= Comparison.NumberEquals and <= Comparison.NumberGreaterOrEqual:
                var numbers = values.Select(static value => PolicyNumber.Parse(value)).ToArray();
                return numbers.Contains(null)
                    ? null
                    : new NumberTest(comparison, [.. numbers.Select(static number => number!.Value)]);
            case >= Comparison.DateEquals and <= Comparison.DateGreaterOrEqual:
                var dates = values.Select(static value => PolicyDate.Parse(value)).ToArray();
                return dates.Contains(null)
                    ? null
                    : new DateTest(comparison, [.. dates.Select(static date => date!.Value)]);
            default:
                throw new UnreachableException();
        }
    }

    /// <param name="request">For variables.</param>
    /// <param name="actual">One value of the request.</param>
    public abstract Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual);
}

internal sealed class TextTest(ImmutableArray<TextPattern> patterns, bool ignoreCase) : ConditionTest
{
    public override IEnumerable<ContextKey> Variables => patterns.SelectMany(static pattern => pattern.Variables);

    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        var match = Match.No;
        foreach (var pattern in patterns)
        {
            match = match.Or(pattern.Evaluate(request, actual, ignoreCase));
        }

        return match;
    }
}

internal sealed class ArnTest(ImmutableArray<ArnPattern> patterns) : ConditionTest
{
    public override IEnumerable<ContextKey> Variables => patterns.SelectMany(static pattern => pattern.Variables);

    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        var match = Match.No;
        foreach (var pattern in patterns)
        {
            match = match.Or(pattern.Evaluate(request, actual));
        }

        return match;
    }
}

internal sealed class BoolTest(ImmutableArray<bool> values) : ConditionTest
{
    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual) =>
        Matches.Of(bool.TryParse(actual, out var value) && values.Contains(value));
}

internal sealed class NumberTest(Comparison comparison, ImmutableArray<decimal> values) : ConditionTest
{
    /// <summary>What is no number matches none (security §2.3); a negation then holds.</summary>
    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        if (PolicyNumber.Parse(actual) is not { } number)
        {
            return Match.No;
        }

        foreach (var value in values)
        {
            var isMatch = comparison switch
            {
                Comparison.NumberEquals => number == value,
                Comparison.NumberLess => number < value,
                Comparison.NumberLessOrEqual => number <= value,
                Comparison.NumberGreater => number > value,
                Comparison.NumberGreaterOrEqual => number >= value,
                _ => throw new UnreachableException(),
            };
            if (isMatch)
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }
}

internal sealed class DateTest(Comparison comparison, ImmutableArray<DateTimeOffset> values) : ConditionTest
{
    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        if (PolicyDate.Parse(actual) is not { } date)
        {
            return Match.No;
        }

        foreach (var value in values)
        {
            var isMatch = comparison switch
            {
                Comparison.DateEquals => date == value,
                Comparison.DateLess => date < value,
                Comparison.DateLessOrEqual => date <= value,
                Comparison.DateGreater => date > value,
                Comparison.DateGreaterOrEqual => date >= value,
                _ => throw new UnreachableException(),
            };
            if (isMatch)
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }
}

internal sealed class AddressTest(ImmutableArray<AddressRange> ranges) : ConditionTest
{
    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        if (!AddressText.TryParse(actual, out var address, out var isVersion4))
        {
            return Match.No;
        }

        foreach (var range in ranges)
        {
            if (range.Contains(address, isVersion4))
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }
}

internal sealed class BinaryTest(ImmutableArray<byte[]> values) : ConditionTest
{
    private const int StackBytes = 1_024;

    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    public override Match Evaluate(in PolicyRequest request, ReadOnlySpan<char> actual)
    {
        var bytes = actual.Length <= StackBytes ? stackalloc byte[actual.Length] : new byte[actual.Length];
        if (!Convert.TryFromBase64Chars(actual, bytes, out var length))
        {
            return Match.No;
        }

        foreach (var value in values)
        {
            if (bytes[..length].SequenceEqual(value))
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }
}
