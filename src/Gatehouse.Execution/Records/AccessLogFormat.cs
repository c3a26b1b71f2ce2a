using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gatehouse.Execution.Records;

/// <summary>
/// A stage's access log format, compiled at publish: text with <c>$context.x</c> in it. CLF, JSON, XML and CSV are all
/// just texts (sheet §14.3); what differs is how a value is kept from breaking out of its place.
/// </summary>
internal sealed class AccessLogFormat
{
    private const string Prefix = "$context.";
    private const string Unset = "-";
    private const int ExpectedLength = 512;

    private readonly List<Part> _parts = [];

    private AccessLogFormat()
    {
    }

    public static AccessLogFormat Compile(string text)
    {
        var format = text.TrimEnd('\r', '\n'); // a line break is allowed at the end, and only there
        var compiled = new AccessLogFormat();
        var escape = EscapeOf(format);
        var literalStart = 0;
        var at = format.IndexOf(Prefix, StringComparison.Ordinal);
        while (at >= 0)
        {
            var end = EndOfName(format, at + Prefix.Length);
            compiled.Add(format[literalStart..at]);
            compiled.Add(format[(at + Prefix.Length)..end], escape);
            literalStart = end;
            at = format.IndexOf(Prefix, end, StringComparison.Ordinal);
        }

        compiled.Add(format[literalStart..]);
        return compiled;
    }

    /// <summary>One line, without its end.</summary>
    public string Render(in RequestOutcome outcome)
    {
        var line = new DefaultInterpolatedStringHandler(
            ExpectedLength, 0, CultureInfo.InvariantCulture, stackalloc char[ExpectedLength]);
        foreach (var part in _parts)
        {
            if (part.Literal is not null)
            {
                line.AppendLiteral(part.Literal);
            }
            else if (part.Reader?.Invoke(outcome) is { Length: > 0 } value)
            {
                LogEscape.Append(ref line, value, part.Escape);
            }
            else
            {
                line.AppendLiteral(Unset);
            }
        }

        return line.ToStringAndClear();
    }

    private static EscapeForm EscapeOf(string format) => format.AsSpan().TrimStart() switch
    {
        ['{' or '[', ..] => EscapeForm.Json,
        ['<', ..] => EscapeForm.Xml,
        _ => EscapeForm.Text,
    };

    /// <summary>Letters, digits, <c>_</c>, <c>-</c> and dots; a full stop at the end of it is text.</summary>
    private static int EndOfName(string format, int start)
    {
        var end = start;
        while (end < format.Length && (char.IsAsciiLetterOrDigit(format[end]) || format[end] is '_' or '-' or '.'))
        {
            end++;
        }

        while (end > start && format[end - 1] is '.' or '-')
        {
            end--;
        }

        return end;
    }

    private void Add(string literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add(new Part(literal, null, EscapeForm.None));
        }
    }

    private void Add(string name, EscapeForm escape)
    {
        var form = AccessLogVariables.IsPlain(name) && escape == EscapeForm.Json ? EscapeForm.None : escape;
        _parts.Add(new Part(null, AccessLogVariables.Find(name), form));
    }

    private readonly record struct Part(string? Literal, AccessLogReader? Reader, EscapeForm Escape);
}
