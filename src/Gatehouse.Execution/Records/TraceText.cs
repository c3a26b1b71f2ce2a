using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Records;

/// <summary>How execution logs print maps, bodies and secrets (sheet §13.1).</summary>
internal static class TraceText
{
    private const string Truncated = " [TRUNCATED]";

    // Differs from AWS: session tokens and proxy credentials are masked too; Amazon prints them whole (observability
    // sheet §2.3), and a log that many may read is no place for a credential that still works.
    private static readonly FrozenSet<string> SecretHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "X-API-Key", "Proxy-Authorization", "X-Amz-Security-Token");

    public static DefaultInterpolatedStringHandler NewHandler(int literalLength, int formattedCount) =>
        new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>As many asterisks as characters, but for the last six; a short secret disappears whole.</summary>
    public static string Mask(string? secret)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return string.Empty;
        }

        return secret.Length <= RecordLimits.VisibleSecret
            ? new string('*', secret.Length)
            : new string('*', secret.Length - RecordLimits.VisibleSecret) + secret[^RecordLimits.VisibleSecret..];
    }

    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // Not in the middle of a character of two units: the log stays valid text.
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Concat(text.AsSpan(0, end), Truncated);
    }

    /// <summary>
    /// As <c>java.util.Map.toString</c>: <c>{a=1, b=2}</c>; several values of a name joined by commas.
    /// </summary>
    public static string Headers(IEnumerable<KeyValuePair<string, StringValues>> headers)
    {
        var text = new StringBuilder("{");
        foreach (var (name, values) in headers)
        {
            AppendEntry(text, name, SecretHeaders.Contains(name) ? MaskAll(values) : Join(values));
            if (text.Length > RecordLimits.LineLength)
            {
                break; // the cut below shows no more of it
            }
        }

        return Cut(text.Append('}').ToString(), RecordLimits.HeaderDumpLength);
    }

    public static string Map(IEnumerable<KeyValuePair<string, string>> values)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in values)
        {
            AppendEntry(text, name, value);
            if (text.Length > RecordLimits.LineLength)
            {
                break;
            }
        }

        return text.Append('}').ToString();
    }

    public static string Body(ReadOnlySpan<byte> utf8) =>
        Encoding.UTF8.GetString(utf8.Length > RecordLimits.BodyBytes ? utf8[..RecordLimits.BodyBytes] : utf8);

    private static void AppendEntry(StringBuilder text, string name, string value)
    {
        if (text.Length > 1)
        {
            text.Append(", ");
        }

        AppendInOneLine(text, name);
        text.Append('=');
        AppendInOneLine(text, value);
    }

    /// <summary>
    /// A parameter may hold a line break once it is decoded; written as it is, it would forge a line of the log.
    /// </summary>
    private static void AppendInOneLine(StringBuilder text, string value)
    {
        foreach (var rune in value.AsSpan())
        {
            _ = rune switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                _ => text.Append(rune),
            };
        }
    }

    private static string Join(StringValues values) =>
        values.Count == 1 ? values[0] ?? string.Empty : string.Join(',', (IEnumerable<string?>)values);

    private static string MaskAll(StringValues values) =>
        string.Join(',', values.Select(static value => Mask(value)));
}
