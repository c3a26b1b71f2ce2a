using System.Globalization;
using System.Text;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>
/// What must not stand as it is in a generated program: control characters, line and paragraph separators, and
/// characters that turn the direction of text, by which source can read otherwise than it runs (CVE-2021-42574).
/// </summary>
internal static class Escapes
{
    private static readonly Rune Replacement = new(0xFFFD);

    /// <param name="text">Anything; a surrogate without its pair becomes U+FFFD.</param>
    /// <param name="escape">The language's own escapes by character; null for what needs none.</param>
    /// <param name="code">How the language writes a character by its number.</param>
    public static string Quote(string text, Func<Rune, string?> escape, Func<Rune, string> code)
    {
        var quoted = new StringBuilder(text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(escape(rune) ?? (IsHidden(rune) ? code(rune) : rune.ToString()));
        }

        return quoted.ToString();
    }

    /// <summary>
    /// The lines of a comment: whatever any language takes for a line end ends one, hidden characters are left out.
    /// </summary>
    public static IEnumerable<string> Lines(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in Cut(text).ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
            }
            else if (rune.Value == '\t')
            {
                line.Append(' ');
            }
            else if (!IsHidden(rune) && rune != Replacement)
            {
                line.Append(rune.ToString());
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString().TrimEnd();
        }
    }

    private static string Cut(string text) =>
        text.Length <= SdkLimits.MaxDescriptionLength ? text : text[..SdkLimits.MaxDescriptionLength] + " ...";

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
