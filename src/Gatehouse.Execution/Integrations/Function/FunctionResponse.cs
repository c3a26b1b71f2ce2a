using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// A proxy function's answer, read by the contract of sheet §5.12: five keys, none mandatory, nothing else allowed.
/// What breaks it makes the answer malformed (502). Also the metadata before a streamed answer (§5.14), which has
/// <c>cookies</c> and no body.
/// </summary>
internal sealed class FunctionResponse
{
    private const int DefaultStatus = 200;

    // A final response starts at 200: an interim status cannot end an exchange (RFC 9110 §15.2). AWS's bounds are
    // unconfirmed.
    private const int MinStatus = 200;
    private const int MaxStatus = 599;

    private readonly List<KeyValuePair<string, StringValues>> _headers = [];

    private readonly List<string> _cookies = [];
    private readonly bool _isPrelude;

    private FunctionResponse(bool isPrelude) => _isPrelude = isPrelude;

    public int Status { get; private set; } = DefaultStatus;

    /// <summary><c>headers</c> and <c>multiValueHeaders</c> merged, in the function's spelling.</summary>
    public List<KeyValuePair<string, StringValues>> Headers => _headers;

    public byte[] Body { get; private set; } = [];

    public bool IsBase64Encoded { get; private set; }

    /// <returns>The answer, or <see langword="null"/> with the reason when the payload breaks the contract.</returns>
    public static FunctionResponse? TryRead(ReadOnlySpan<byte> payload, out string? reason)
    {
        if (TryRead(payload, isPrelude: false, out reason) is { } response)
        {
            return response;
        }

        // A streamed answer where a whole one is due: status and headers count, the body does not (sheet §5.14). No
        // JSON holds a raw NUL, so it is looked for only where reading has failed.
        var end = FunctionPrelude.Find(payload);
        return end < 0 ? null : TryReadPrelude(payload[..end], out reason);
    }

    /// <param name="metadata">Everything before the eight NULs.</param>
    /// <param name="reason">Which rule it breaks.</param>
    public static FunctionResponse? TryReadPrelude(ReadOnlySpan<byte> metadata, out string? reason) =>
        TryRead(metadata, isPrelude: true, out reason);

    private static FunctionResponse? TryRead(ReadOnlySpan<byte> payload, bool isPrelude, out string? reason)
    {
        var response = new FunctionResponse(isPrelude);
        var json = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                reason = "the result is not a JSON object";
                return null;
            }

            reason = response.ReadMembers(ref json);
            if (reason is null && json.Read())
            {
                reason = "the result continues after its object";
            }
        }
        catch (JsonException exception)
        {
            reason = "the result is not JSON: " + exception.Message;
        }
        catch (InvalidOperationException)
        {
            reason = "a text of the result is not valid UTF-16";
        }

        return reason is null ? response : null;
    }

    private string? ReadMembers(ref Utf8JsonReader json)
    {
        var single = new List<KeyValuePair<string, string>>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var error = json.ValueTextEquals("statusCode"u8) ? ReadStatus(ref json)
                : json.ValueTextEquals("headers"u8) ? ReadHeaders(ref json, single)
                : json.ValueTextEquals("multiValueHeaders"u8) ? ReadMultiValueHeaders(ref json)
                : !_isPrelude && json.ValueTextEquals("body"u8) ? ReadBody(ref json)
                : !_isPrelude && json.ValueTextEquals("isBase64Encoded"u8) ? ReadIsBase64(ref json)
                : _isPrelude && json.ValueTextEquals("cookies"u8) ? ReadCookies(ref json)
                : $"the member {json.GetString()} is not part of the contract";
            if (error is not null)
            {
                return error;
            }
        }

        foreach (var (name, value) in single)
        {
            Merge(name, value);
        }

        foreach (var cookie in _cookies)
        {
            Merge("Set-Cookie", cookie);
        }

        return null;
    }

    private string? ReadStatus(ref Utf8JsonReader json)
    {
        json.Read();
        var status = DefaultStatus;
        var isStatus = json.TokenType switch
        {
            JsonTokenType.Null => true,
            JsonTokenType.Number => json.TryGetInt32(out status),
            JsonTokenType.String => int.TryParse(
                json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status),
            _ => false,
        };
        if (!isStatus || status is < MinStatus or > MaxStatus)
        {
            return "statusCode is not an integer from 200 to 599";
        }

        Status = status;
        return null;
    }

    private static string? ReadHeaders(ref Utf8JsonReader json, List<KeyValuePair<string, string>> headers)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "headers is not an object";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (!FunctionHeaders.TryReadText(ref json, out var value))
            {
                return $"the header {name} is neither a string nor a boolean";
            }

            if (!HeaderText.IsSendable(name, value))
            {
                return $"the header {name} cannot stand in a header line";
            }

            headers.Add(new(name, value));
        }

        return null;
    }

    private string? ReadMultiValueHeaders(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "multiValueHeaders is not an object";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
            {
                return $"multiValueHeaders.{name} is not an array";
            }

            var values = StringValues.Empty;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (!FunctionHeaders.TryReadText(ref json, out var value) || !HeaderText.IsSendable(name, value))
                {
                    return $"a value of multiValueHeaders.{name} cannot stand in a header line";
                }

                values = StringValues.Concat(values, value);
            }

            if (values.Count > 0)
            {
                _headers.Add(new(name, values));
            }
        }

        return null;
    }

    /// <summary>Each becomes a line of its own, beside those that the headers have.</summary>
    private string? ReadCookies(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return "cookies is not an array";
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String || !HeaderText.IsValue(json.GetString()))
            {
                return "a cookie cannot stand in a header line";
            }

            _cookies.Add(json.GetString()!);
        }

        return null;
    }

    private string? ReadBody(ref Utf8JsonReader json)
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                // Text without escapes is copied; only escapes need the string's detour.
                Body = json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan.ToArray();
                return null;
            default:
                return "body is not a string";
        }
    }

    private string? ReadIsBase64(ref Utf8JsonReader json)
    {
        json.Read();
        IsBase64Encoded = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? null
            : "isBase64Encoded is not a boolean";
    }

    /// <summary>
    /// The union: names in any case, the multi-value map's spelling, an identical pair once (sheet §5.12).
    /// </summary>
    private void Merge(string name, string value)
    {
        var index = _headers.FindIndex(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            _headers.Add(new(name, value));
            return;
        }

        var (spelled, values) = _headers[index];
        foreach (var present in values)
        {
            if (string.Equals(present, value, StringComparison.Ordinal))
            {
                return;
            }
        }

        _headers[index] = new(spelled, StringValues.Concat(values, value));
    }
}
