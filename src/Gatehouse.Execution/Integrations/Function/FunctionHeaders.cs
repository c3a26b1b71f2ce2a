using System.Globalization;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>A function's headers as they go to the client (sheet §1.5, column Lambda).</summary>
internal static class FunctionHeaders
{
    private const string ContentLength = "Content-Length";

    /// <param name="call">Whose trace id is added.</param>
    /// <param name="response">The function's own headers.</param>
    /// <param name="keepsLength">A streamed answer may announce its length (sheet §5.14): it is not remapped.</param>
    /// <param name="contentType">The function's, or the default.</param>
    public static List<KeyValuePair<string, StringValues>> ToClient(
        RestCall call, FunctionResponse response, bool keepsLength, out StringValues contentType)
    {
        contentType = MethodAnswer.DefaultContentType;
        var headers = new List<KeyValuePair<string, StringValues>>(response.Headers.Count + 1);
        foreach (var (name, values) in response.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = ForWire(values[0]!);
            }
            else if (keepsLength && name.Equals(ContentLength, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            else if (HeaderRules.TowardClient(name, HeaderFamily.Function, out var finalName) != HeaderAction.Drop)
            {
                headers.Add(new(finalName, ForWire(values)));
            }
        }

        headers.Add(new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(call.Request.TraceHeader)));
        return headers;
    }

    /// <summary>The one length that the function announces.</summary>
    /// <returns><see langword="false"/> when it is none: several, or no number.</returns>
    public static bool TryReadLength(FunctionResponse response, out long? length)
    {
        length = null;
        foreach (var (name, values) in response.Headers)
        {
            if (!name.Equals(ContentLength, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (length is not null || values.Count != 1 || !long.TryParse(
                    values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            length = number;
        }

        return true;
    }

    /// <summary>A header's value: a string, or a boolean as its word (sheet §5.12).</summary>
    public static bool TryReadText(ref Utf8JsonReader json, out string text)
    {
        text = json.TokenType switch
        {
            JsonTokenType.String => json.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => string.Empty,
        };
        return json.TokenType is JsonTokenType.String or JsonTokenType.True or JsonTokenType.False;
    }

    private static StringValues ForWire(StringValues values)
    {
        if (values.Count == 1)
        {
            return HeaderText.ForWire(values[0]!);
        }

        var texts = new string[values.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = HeaderText.ForWire(values[i]!);
        }

        return texts;
    }
}
