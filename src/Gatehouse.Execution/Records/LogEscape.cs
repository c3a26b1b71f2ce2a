using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gatehouse.Execution.Records;

internal enum EscapeForm
{
    /// <summary>The value is safe as it is.</summary>
    None = 0,

    /// <summary>Control characters, quotes and backslashes, as in the Common Log Format of web servers.</summary>
    Text = 1,

    /// <summary>As inside a JSON string (RFC 8259 §7).</summary>
    Json = 2,

    /// <summary>As inside XML text or an attribute.</summary>
    Xml = 3,
}

/// <summary>
/// Keeps a value in its place within a log line. Whether Amazon escapes is unconfirmed (observability sheet §2.1); a
/// client that can write a line of an access log by its User-Agent makes the log worthless, so we do.
/// </summary>
internal static class LogEscape
{
    // C0 controls, DEL, C1 controls and the two line separators of Unicode end or forge a line in some reader.
    private const string Breaking =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"
        + "\u007F\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F"
        + "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
        + "\u2028\u2029";

    private static readonly SearchValues<char> InText = SearchValues.Create(Breaking + "\"\\");
    private static readonly SearchValues<char> InXml = SearchValues.Create(Breaking + "\"'&<>");

    public static void Append(ref DefaultInterpolatedStringHandler line, string value, EscapeForm form)
    {
        var rest = value.AsSpan();
        if (form != EscapeForm.None)
        {
            var special = form == EscapeForm.Xml ? InXml : InText;
            for (var at = rest.IndexOfAny(special); at >= 0; at = rest.IndexOfAny(special))
            {
                line.AppendFormatted(rest[..at]);
                AppendEscaped(ref line, rest[at], form);
                rest = rest[(at + 1)..];
            }
        }

        line.AppendFormatted(rest);
    }

    private static void AppendEscaped(ref DefaultInterpolatedStringHandler line, char c, EscapeForm form)
    {
        if (form == EscapeForm.Xml)
        {
            line.AppendLiteral(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&apos;",
                _ => " ", // XML 1.0 cannot say most control characters at all
            });
            return;
        }

        switch (c)
        {
            case '"' or '\\':
                line.AppendLiteral("\\");
                line.AppendFormatted(c);
                break;
            case '\n':
                line.AppendLiteral("\\n");
                break;
            case '\r':
                line.AppendLiteral("\\r");
                break;
            case '\t':
                line.AppendLiteral("\\t");
                break;
            default:
                line.AppendLiteral("\\u");
                line.AppendFormatted((int)c, "X4");
                break;
        }
    }
}
