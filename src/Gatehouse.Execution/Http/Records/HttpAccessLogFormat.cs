using System.Globalization;
using System.Runtime.CompilerServices;
using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.Http.Records;

/// <summary>
/// A stage's access log format, compiled: text with <c>$context.x</c> in it (http-api §18). An unknown or empty variable
/// prints a hyphen.
/// </summary>
/// <remarks>
/// Whether Amazon escapes values is unconfirmed, except for <c>error.messageString</c>; we do, as the logs of REST APIs do
/// (<see cref="LogEscape"/>).
/// </remarks>
internal sealed class HttpAccessLogFormat
{
    private const string Prefix = "$context.";
    private const string Unset = "-";
    private const int ExpectedLength = 512;

    private readonly List<Part> _parts = [];

    private HttpAccessLogFormat()
    {
    }

    public static HttpAccessLogFormat Compile(string text)
    {
        var format = text.TrimEnd('\r', '\n');
        var compiled = new HttpAccessLogFormat();
        var escape = format.AsSpan().TrimStart() switch
        {
            ['{' or '[', ..] => EscapeForm.Json,
            ['<', ..] => EscapeForm.Xml,
            _ => EscapeForm.Text,
        };
        var literalStart = 0;
        var at = format.IndexOf(Prefix, StringComparison.Ordinal);
        while (at >= 0)
        {
            var end = EndOfName(format, at + Prefix.Length);
            compiled.AddLiteral(format[literalStart..at]);
            compiled.AddVariable(format[(at + Prefix.Length)..end], escape);
            literalStart = end;
            at = format.IndexOf(Prefix, end, StringComparison.Ordinal);
        }

        compiled.AddLiteral(format[literalStart..]);
        return compiled;
    }

    /// <summary>One line, without its end.</summary>
    public string Render(in HttpOutcome outcome)
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

    /// <summary>Names of claims may hold colons (<c>cognito:groups</c>); a full stop at the end is text.</summary>
    private static int EndOfName(string format, int start)
    {
        var end = start;
        while (end < format.Length
            && (char.IsAsciiLetterOrDigit(format[end]) || format[end] is '_' or '-' or '.'
                || (format[end] == ':' && format.AsSpan(start).StartsWith("authorizer.", StringComparison.Ordinal))))
        {
            end++;
        }

        while (end > start && format[end - 1] is '.' or '-' or ':')
        {
            end--;
        }

        return end;
    }

    private void AddLiteral(string literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add(new Part(literal, null, EscapeForm.None));
        }
    }

    private void AddVariable(string name, EscapeForm escape)
    {
        var form = HttpContextVariables.IsPlain(name) && escape == EscapeForm.Json ? EscapeForm.None : escape;
        _parts.Add(new Part(null, HttpContextVariables.Find(name), form));
    }

    private readonly record struct Part(string? Literal, HttpContextReader? Reader, EscapeForm Escape);
}
