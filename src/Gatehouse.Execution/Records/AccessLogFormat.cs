using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gatehouse.Execution.Records;

/// <summary>What a variable is for this request; <see langword="null"/> when it is not set.</summary>
internal delegate string? OutcomeReader<TOutcome>(in TOutcome outcome);

/// <summary>A <c>$context</c> variable of one kind of API.</summary>
/// <param name="Read"><see langword="null"/> for a variable that is never set; it prints as a hyphen.</param>
/// <param name="IsPlain">The value is a number, or quoted JSON already.</param>
internal readonly record struct OutcomeVariable<TOutcome>(OutcomeReader<TOutcome>? Read, bool IsPlain);

/// <summary>
/// A stage's access log format, compiled at publish: text with <c>$context.x</c> in it. CLF, JSON, XML and CSV are all
/// just texts (rest-execution §14.3, http-api §18); what differs is how a value is kept from breaking out of its place.
/// </summary>
/// <typeparam name="TOutcome">What this kind of API knows of a finished request.</typeparam>
/// <remarks>
/// Whether Amazon escapes the values of HTTP APIs is unconfirmed, except for <c>error.messageString</c>; we do, as the logs
/// of REST APIs do (<see cref="LogEscape"/>).
/// </remarks>
internal sealed class AccessLogFormat<TOutcome>
{
    private const string Prefix = "$context.";
    private const string Unset = "-";
    private const int ExpectedLength = 512;

    private readonly List<Part> _parts = [];

    private AccessLogFormat()
    {
    }

    /// <param name="text">The format.</param>
    /// <param name="find">The variables of this kind of API, by the name after <c>$context.</c>.</param>
    public static AccessLogFormat<TOutcome> Compile(string text, Func<string, OutcomeVariable<TOutcome>> find)
    {
        var format = text.TrimEnd('\r', '\n'); // a line break is allowed at the end, and only there
        var compiled = new AccessLogFormat<TOutcome>();
        var escape = EscapeOf(format);
        var literalStart = 0;
        var at = format.IndexOf(Prefix, StringComparison.Ordinal);
        while (at >= 0)
        {
            var end = EndOfName(format, at + Prefix.Length);
            compiled.Add(format[literalStart..at]);
            compiled.Add(find(format[(at + Prefix.Length)..end]), escape);
            literalStart = end;
            at = format.IndexOf(Prefix, end, StringComparison.Ordinal);
        }

        compiled.Add(format[literalStart..]);
        return compiled;
    }

    /// <summary>One line, without its end.</summary>
    public string Render(in TOutcome outcome)
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

    /// <summary>
    /// Letters, digits, <c>_</c>, <c>-</c> and dots, and the colons of claims (<c>authorizer.claims.cognito:groups</c>);
    /// a full stop at the end of it is text.
    /// </summary>
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

    private void Add(string literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add(new Part(literal, null, EscapeForm.None));
        }
    }

    private void Add(OutcomeVariable<TOutcome> variable, EscapeForm escape)
    {
        var form = variable.IsPlain && escape == EscapeForm.Json ? EscapeForm.None : escape;
        _parts.Add(new Part(null, variable.Read, form));
    }

    private readonly record struct Part(string? Literal, OutcomeReader<TOutcome>? Reader, EscapeForm Escape);
}
