using System.Globalization;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>Reads what a function proxy answered (websocket-api §4.4).</summary>
internal static class ProxyAnswer
{
    private const string Malformed = "Execution failed due to configuration error: Malformed Lambda proxy response";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ExecutionLimits.LenientDepth };

    /// <returns><see langword="null"/> with the log's sentence when it is no answer.</returns>
    public static BackendAnswer? TryRead(ReadOnlyMemory<byte> payload, out string? problem)
    {
        problem = Malformed;
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || StatusOf(root) is not { } status)
            {
                return null;
            }

            var headers = new List<KeyValuePair<string, StringValues>>();
            if (!TryReadHeaders(root, headers) || !TryReadBody(root, out var body))
            {
                return null;
            }

            return new BackendAnswer
            {
                SelectionValue = string.Empty, Status = status, Headers = headers, Body = body,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or a text with half of a character
        }
    }

    /// <summary>A number, or a text of digits as REST APIs take it.</summary>
    private static int? StatusOf(JsonElement root)
    {
        if (!root.TryGetProperty("statusCode"u8, out var value))
        {
            return null;
        }

        var status = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(
                value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => 0,
        };
        return status is >= 100 and <= 599 ? status : null;
    }

    private static bool TryReadHeaders(JsonElement root, List<KeyValuePair<string, StringValues>> headers)
    {
        if (root.TryGetProperty("headers"u8, out var single) && single.ValueKind != JsonValueKind.Null)
        {
            if (single.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var member in single.EnumerateObject())
            {
                headers.Add(new(member.Name, TextOf(member.Value)));
            }
        }

        if (root.TryGetProperty("multiValueHeaders"u8, out var multiple) && multiple.ValueKind != JsonValueKind.Null)
        {
            if (multiple.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var member in multiple.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Array)
                {
                    headers.RemoveAll(h => h.Key.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
                    headers.Add(new(
                        member.Name, new StringValues([.. member.Value.EnumerateArray().Select(TextOf)])));
                }
            }
        }

        return true;
    }

    private static bool TryReadBody(JsonElement root, out ReadOnlyMemory<byte> body)
    {
        body = default;
        if (!root.TryGetProperty("body"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false; // as REST APIs: a body is text
        }

        var isEncoded = root.TryGetProperty("isBase64Encoded"u8, out var flag) && flag.ValueKind == JsonValueKind.True;
        if (!isEncoded)
        {
            body = System.Text.Encoding.UTF8.GetBytes(value.GetString()!);
            return true;
        }

        if (!value.TryGetBytesFromBase64(out var bytes))
        {
            return false;
        }

        body = bytes;
        return true;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
