using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Languages.Java;

/// <summary>
/// One <c>[...]</c> of a Java pattern, computed as a set: for those with other classes inside, with intersections
/// (<c>&amp;&amp;</c>) and with negated parts, none of which .NET's classes have.
/// </summary>
internal sealed class JavaCharacterSet(string pattern, int start, bool ignoresCase, bool skipsBlanks)
{
    private const int DeepestClass = 50;

    // Names of properties are few, so this stays small.
    private static readonly ConcurrentDictionary<string, CharacterRanges> Properties = new(StringComparer.Ordinal);

    private int _at = start;
    private int _depth;

    /// <summary>The position after the closing bracket.</summary>
    public int End => _at;

    /// <summary>Reads the class. The set keeps its own notion of case, so the pattern around must not.</summary>
    public string Translate()
    {
        var set = ReadClass().ToPattern();
        return ignoresCase ? $"(?-i:{set})" : set;
    }

    // At the opening bracket; afterwards behind the closing one.
    private CharacterRanges ReadClass()
    {
        if (++_depth > DeepestClass)
        {
            throw new JavaRegexException("Character classes are nested too deeply");
        }
        _at++;
        var isNegated = Peek() == '^';
        if (isNegated)
        {
            _at++;
        }
        var set = ReadMembers();
        _at++;
        _depth--;
        return isNegated ? set.Complement() : set;
    }

    // Up to the closing bracket, which stays. A bracket before any member is a member itself.
    private CharacterRanges ReadMembers()
    {
        // Java collects plain characters apart and adds them last, or before an intersection.
        CharacterRanges? set = null;
        CharacterRanges? plain = null;
        CharacterRanges? latest = null;
        while (true)
        {
            var c = Peek();
            if (c == '[')
            {
                latest = ReadClass();
                set = set?.Union(latest) ?? latest;
            }
            else if (c == ']' && (set is not null || plain is not null))
            {
                return Join(set, plain)!;
            }
            else if (c == '&' && _at + 1 < pattern.Length && pattern[_at + 1] == '&')
            {
                _at += 2;
                var right = ReadRightSide();
                if (plain is not null)
                {
                    latest = set is null ? plain : latest;
                    set = Join(set, plain);
                    plain = null;
                }
                latest = right ?? latest;
                set = set is null
                    ? right ?? throw new JavaRegexException("Bad class syntax")
                    : set.Intersect(latest!);
            }
            else
            {
                var member = ReadMember(out var isPlain);
                if (isPlain)
                {
                    plain = Join(plain, member);
                }
                else
                {
                    latest = member;
                    set = Join(set, member);
                }
            }
        }
    }

    // Everything between && and the next && or the end belongs to the right side.
    private CharacterRanges? ReadRightSide()
    {
        CharacterRanges? right = null;
        while (Peek() is var c && c is not (']' or '&'))
        {
            right = Join(right, c == '[' ? ReadClass() : ReadMembers());
        }
        return right;
    }

    private static CharacterRanges? Join(CharacterRanges? left, CharacterRanges? right) =>
        left is null || right is null ? left ?? right : left.Union(right);

    private char Peek()
    {
        while (skipsBlanks && _at < pattern.Length && char.IsWhiteSpace(pattern[_at]))
        {
            _at++;
        }
        return _at < pattern.Length ? pattern[_at] : throw new JavaRegexException("Unclosed character class");
    }

    private CharacterRanges ReadMember(out bool isPlain)
    {
        isPlain = false;
        if (Peek() == '\\' && _at + 1 < pattern.Length && JavaCharacterClass.TryTranslateEscape(
            pattern, _at, out var ranges, out var isNegated, out var length))
        {
            _at += length;
            var property = Properties.GetOrAdd(ranges, static text => Compute(text));
            property = ignoresCase ? property.WithBothCases() : property;
            return isNegated ? property.Complement() : property;
        }
        var from = ReadCharacter();
        if (Peek() != '-' || _at + 1 >= pattern.Length || pattern[_at + 1] is '[' or ']')
        {
            isPlain = true;
            return Cased(CharacterRanges.Of(from, from));
        }
        _at++;
        Peek();
        var to = ReadCharacter();
        return to >= from
            ? Cased(CharacterRanges.Of(from, to))
            : throw new JavaRegexException("Illegal character range");
    }

    private CharacterRanges Cased(CharacterRanges ranges) => ignoresCase ? ranges.WithBothCases() : ranges;

    private static CharacterRanges Compute(string ranges)
    {
        var regex = new Regex($"[{ranges}]", RegexOptions.CultureInvariant, JavaRegexLimits.MatchTimeout);
        return CharacterRanges.Where(c => regex.IsMatch([c]));
    }

    private char ReadCharacter()
    {
        var c = pattern[_at++];
        return c == '\\' ? JavaEscape.Read(pattern, ref _at) : c;
    }
}
