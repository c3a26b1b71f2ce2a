using System.Globalization;
using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Execution.WebSockets.Expressions;

/// <summary>
/// A selection expression (websocket-api §2): text with <c>$name</c> and <c>${name}</c> in it, evaluated once: a value that
/// holds a dollar sign is a value. What does not resolve is empty.
/// </summary>
internal sealed class SelectionExpression
{
    private readonly SelectionPart[] _parts;

    internal SelectionExpression(SelectionPart[] parts)
    {
        _parts = parts;
        Constant = Array.TrueForAll(parts, static part => part.Literal is not null)
            ? string.Concat(parts.Select(static part => part.Literal))
            : null;
    }

    /// <summary>The value when nothing in the expression depends on the event.</summary>
    public string? Constant { get; }

    /// <param name="call">The event.</param>
    /// <param name="answer">The integration's, in the expressions of integration responses.</param>
    /// <returns><see langword="null"/> when the expression reads a message that is not JSON.</returns>
    public string? TryEvaluate(RouteEvent call, BackendAnswer? answer)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        try
        {
            if (_parts is [var only])
            {
                return Cut(only.Read!(call, answer));
            }

            var text = new StringBuilder();
            foreach (var part in _parts)
            {
                text.Append(part.Literal ?? part.Read!(call, answer));
                if (text.Length > WebSocketLimits.SelectionLength)
                {
                    break;
                }
            }

            return Cut(text.ToString());
        }
        catch (Exception exception) when (exception is InvalidJsonBodyException or JsonPathEvaluationException
            or JsonLimitException)
        {
            return null;
        }
    }

    /// <summary>As Java prints it (§2.1): texts bare, lists as <c>[a, b]</c>.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        JsonList list => string.Create(
            CultureInfo.InvariantCulture, $"[{string.Join(", ", list.Select(static item => item is null ? "null" : TextOf(item)))}]"),
        _ => JavaText.Of(value),
    };

    /// <summary>No key is so long: what is cut matches nothing, as the whole would not.</summary>
    private static string Cut(string text) =>
        text.Length > WebSocketLimits.SelectionLength ? text[..WebSocketLimits.SelectionLength] : text;
}

internal delegate string SelectionReader(RouteEvent call, BackendAnswer? answer);

/// <summary>Text, or a variable.</summary>
internal readonly record struct SelectionPart(string? Literal, SelectionReader? Read);
