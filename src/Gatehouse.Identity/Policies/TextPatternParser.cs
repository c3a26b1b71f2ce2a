using System.Collections.Immutable;
using System.Text;

namespace Gatehouse.Identity.Policies;

/// <summary>Reads the wildcards, variables and escapes of one text of a policy (security §2.2).</summary>
internal static class TextPatternParser
{
    /// <param name="text">As written.</param>
    /// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> mean more than themselves.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> does: from version 2012-10-17 on.</param>
    /// <returns><see langword="null"/> for a variable that cannot be read.</returns>
    public static TextPattern? Parse(string text, bool hasWildcards, bool hasVariables)
    {
        if (text.AsSpan().IndexOfAny(WildcardPattern.Run, WildcardPattern.One) >= 0)
        {
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<TextPart>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (!hasVariables || text[i] != '$' || i + 1 == text.Length || text[i + 1] != '{')
            {
                literal.Append(Wildcard(text[i], hasWildcards));
                continue;
            }

            var end = EndOf(text, i + 2);
            if (end < 0)
            {
                return null;
            }

            var inside = text[(i + 2)..end];
            i = end;
            if (inside is "*" or "?" or "$")
            {
                literal.Append(inside);
            }
            else if (ReadVariable(inside) is { } variable)
            {
                if (literal.Length > 0)
                {
                    parts.Add(new TextPart(literal.ToString(), null, null));
                    literal.Clear();
                }

                parts.Add(variable);
            }
            else
            {
                return null;
            }
        }

        if (literal.Length > 0 || parts.Count == 0)
        {
            parts.Add(new TextPart(literal.ToString(), null, null));
        }

        return new TextPattern(parts.ToImmutable());
    }

    private static char Wildcard(char c, bool hasWildcards) => c switch
    {
        '*' when hasWildcards => WildcardPattern.Run,
        '?' when hasWildcards => WildcardPattern.One,
        _ => c,
    };

    /// <summary>A default may hold a brace; it ends with a quote and a brace.</summary>
    private static int EndOf(string text, int start)
    {
        var brace = text.IndexOf('}', start);
        var quote = text.IndexOf('\'', start);
        if (quote < 0 || brace < quote)
        {
            return brace;
        }

        var end = text.IndexOf("'}", quote + 1, StringComparison.Ordinal);
        return end < 0 ? -1 : end + 1;
    }

    /// <summary><c>aws:username</c>, or <c>aws:PrincipalTag/team, 'fallback'</c>.</summary>
    private static TextPart? ReadVariable(string inside)
    {
        var comma = inside.IndexOf(", '", StringComparison.Ordinal);
        var (name, fallback) = comma < 0
            ? (inside, null)
            : (inside[..comma], inside.Length > comma + 3 && inside[^1] == '\'' ? inside[(comma + 3)..^1] : null);
        var isName = name.Length > 0 && name.Contains(':', StringComparison.Ordinal) && !name.Contains('{', StringComparison.Ordinal);
        return isName && (comma < 0 || fallback is not null)
            ? new TextPart(null, ContextKey.Of(name), fallback)
            : null;
    }
}
