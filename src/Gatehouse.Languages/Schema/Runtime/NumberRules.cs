using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>What a schema asks of a number.</summary>
internal sealed class NumberRules
{
    public NumberBound? Minimum { get; init; }

    public NumberBound? Maximum { get; init; }

    public Divisor? MultipleOf { get; init; }

    /// <summary>The literal of <see cref="MultipleOf"/>, for error texts.</summary>
    public string DivisorText { get; init; } = string.Empty;

    public bool Accept(ReadOnlySpan<byte> literal)
    {
        // "-0" parses as well, and nothing longer than an integer of 64 bits does.
        long? whole = Utf8Parser.TryParse(literal, out long value, out var used) && used == literal.Length
            ? value
            : null;
        if (Minimum is { } minimum)
        {
            var side = minimum.Compare(literal, whole);
            if (side < 0 || (side == 0 && minimum.IsExclusive))
            {
                return false;
            }
        }
        if (Maximum is { } maximum)
        {
            var side = maximum.Compare(literal, whole);
            if (side > 0 || (side == 0 && maximum.IsExclusive))
            {
                return false;
            }
        }
        return MultipleOf is null || MultipleOf.Divides(literal, whole);
    }
}

/// <summary>One end of the range of a number.</summary>
internal sealed class NumberBound
{
    private readonly byte[] _literal;
    private readonly long? _whole;

    public NumberBound(string literal, bool isExclusive)
    {
        Text = literal;
        _literal = Encoding.ASCII.GetBytes(literal);
        _whole = long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : null;
        IsExclusive = isExclusive;
    }

    public string Text { get; }

    public bool IsExclusive { get; }

    /// <summary>Below zero when the number lies below the bound.</summary>
    public int Compare(ReadOnlySpan<byte> literal, long? whole) =>
        whole is { } value && _whole is { } bound
            ? value.CompareTo(bound)
            : NumberText.Compare(new NumberText(literal), new NumberText(_literal));
}
