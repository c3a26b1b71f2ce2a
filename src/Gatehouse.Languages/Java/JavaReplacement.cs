using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Languages.Java;

/// <summary>The replacement text of <c>Matcher.appendReplacement</c>: <c>$1</c>, <c>${name}</c>, <c>\x</c>.</summary>
internal static class JavaReplacement
{
    public static void Append(StringBuilder text, string replacement, Match match)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\')
            {
                if (++i == replacement.Length)
                {
                    throw new JavaRegexException("character to be escaped is missing");
                }
                text.Append(replacement[i]);
            }
            else if (c == '$')
            {
                i = AppendGroup(text, replacement, i + 1, match);
            }
            else
            {
                text.Append(c);
            }
        }
    }

    private static int AppendGroup(StringBuilder text, string replacement, int at, Match match)
    {
        if (at == replacement.Length)
        {
            throw new JavaRegexException("Illegal group reference: group index is missing");
        }
        if (replacement[at] == '{')
        {
            var close = replacement.IndexOf('}', at);
            if (close < 0)
            {
                throw new JavaRegexException("named capturing group is missing trailing '}'");
            }
            var name = replacement[(at + 1)..close];
            if (!match.Groups.ContainsKey(name) || name.Length == 0 || char.IsAsciiDigit(name[0]))
            {
                throw new JavaRegexException($"No group with name {{{name}}}");
            }
            text.Append(match.Groups[name].ValueSpan);
            return close;
        }
        if (!char.IsAsciiDigit(replacement[at]))
        {
            throw new JavaRegexException("Illegal group reference");
        }
        // The first digit is always taken; more of them only while such a group exists.
        var group = replacement[at] - '0';
        if (group >= match.Groups.Count)
        {
            throw new JavaRegexException(string.Create(CultureInfo.InvariantCulture, $"No group {group}"));
        }
        while (at + 1 < replacement.Length && char.IsAsciiDigit(replacement[at + 1]))
        {
            var longer = (group * 10) + replacement[at + 1] - '0';
            if (longer >= match.Groups.Count)
            {
                break;
            }
            group = longer;
            at++;
        }
        text.Append(match.Groups[group].ValueSpan);
        return at;
    }
}
