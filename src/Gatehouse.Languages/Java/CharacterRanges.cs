using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.Java;

/// <summary>A set of UTF-16 units as ranges in order, without gaps of nothing between them. Immutable.</summary>
internal sealed class CharacterRanges
{
    private readonly List<(int From, int To)> _ranges;

    private CharacterRanges(List<(int From, int To)> ranges) => _ranges = ranges;

    public static CharacterRanges Empty { get; } = new([]);

    public static CharacterRanges Of(int from, int to) => new([(from, to)]);

    /// <summary>All units for which something holds.</summary>
    public static CharacterRanges Where(Func<char, bool> holds)
    {
        var ranges = new List<(int From, int To)>();
        for (var c = 0; c <= char.MaxValue; c++)
        {
            if (!holds((char)c))
            {
                continue;
            }
            if (ranges.Count > 0 && ranges[^1].To == c - 1)
            {
                ranges[^1] = (ranges[^1].From, c);
            }
            else
            {
                ranges.Add((c, c));
            }
        }
        return new CharacterRanges(ranges);
    }

    public CharacterRanges Union(CharacterRanges other)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in _ranges.Concat(other._ranges).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }
        return new CharacterRanges(merged);
    }

    public CharacterRanges Complement()
    {
        var gaps = new List<(int From, int To)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next)
            {
                gaps.Add((next, from - 1));
            }
            next = to + 1;
        }
        if (next <= char.MaxValue)
        {
            gaps.Add((next, char.MaxValue));
        }
        return new CharacterRanges(gaps);
    }

    public CharacterRanges Intersect(CharacterRanges other) =>
        Complement().Union(other.Complement()).Complement();

    /// <summary>With each ASCII letter also its other case: what Java's case-insensitive mode does.</summary>
    public CharacterRanges WithBothCases()
    {
        const int CaseBit = 0x20;
        var all = this;
        foreach (var (from, to) in _ranges)
        {
            for (var c = Math.Max(from, 'A'); c <= Math.Min(to, 'z'); c++)
            {
                if (char.IsAsciiLetter((char)c))
                {
                    all = all.Union(Of(c ^ CaseBit, c ^ CaseBit));
                }
            }
        }
        return all;
    }

    /// <summary>The set as a character class of .NET; <c>(?!)</c> for nothing.</summary>
    public string ToPattern()
    {
        if (_ranges.Count == 0)
        {
            return "(?!)";
        }
        var text = new StringBuilder("[");
        foreach (var (from, to) in _ranges)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{from:X4}");
            if (to > from)
            {
                text.Append(CultureInfo.InvariantCulture, $"-\\u{to:X4}");
            }
        }
        return text.Append(']').ToString();
    }
}
