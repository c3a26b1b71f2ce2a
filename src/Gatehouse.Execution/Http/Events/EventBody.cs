using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Execution.Http.Events;

/// <summary>How a request's body stands in an event: as text for a few types, else in Base64 (http-api §7.5).</summary>
internal static class EventBody
{
    private const string Utf8Name = "utf-8";

    /// <summary>Writes <c>body</c>, unless there is none, and answers what <c>isBase64Encoded</c> must say.</summary>
    public static bool Write(Utf8JsonWriter json, ReadOnlySpan<byte> body, string? contentType)
    {
        if (body.IsEmpty)
        {
            return false; // false without a body, in current captures
        }

        // What is announced as text and is no UTF-8 could not be said in JSON without changing it.
        if (IsText(contentType) && Utf8.IsValid(body))
        {
            json.WriteString("body"u8, body);
            return false;
        }

        json.WriteBase64String("body"u8, body);
        return true;
    }

    /// <summary>
    /// <c>text/*</c> and four application types, in any case; a charset only as UTF-8. A missing type and forms are bytes.
    /// </summary>
    public static bool IsText(string? contentType)
    {
        var rest = contentType.AsSpan();
        var semicolon = rest.IndexOf(';');
        var type = (semicolon < 0 ? rest : rest[..semicolon]).Trim();
        if (!type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && !type.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
            && !type.Equals("application/javascript", StringComparison.OrdinalIgnoreCase)
            && !type.Equals("application/graphql", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        rest = semicolon < 0 ? default : rest[(semicolon + 1)..];
        foreach (var range in rest.Split(';'))
        {
            var parameter = rest[range].Trim();
            var equal = parameter.IndexOf('=');
            if (equal > 0 && parameter[..equal].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase)
                && !parameter[(equal + 1)..].Trim(" \"").Equals(Utf8Name, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
