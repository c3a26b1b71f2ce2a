using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>Reads the members of a structured answer. What has the wrong type is noted, and told only when a status makes the
/// object a structured answer at all.</summary>
internal sealed partial class FunctionAnswer
{
    private void ReadMembers(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("statusCode"u8))
            {
                json.Read();
                ReadStatus(ref json);
            }
            else if (json.ValueTextEquals("body"u8))
            {
                json.Read();
                ReadBody(ref json);
            }
            else if (json.ValueTextEquals("headers"u8))
            {
                json.Read();
                ReadHeaders(ref json);
            }
            else if (!_isV2 && json.ValueTextEquals("multiValueHeaders"u8))
            {
                json.Read();
                ReadMultiValueHeaders(ref json);
            }
            else if (_isV2 && json.ValueTextEquals("cookies"u8))
            {
                json.Read();
                ReadCookies(ref json);
            }
            else if (json.ValueTextEquals("isBase64Encoded"u8))
            {
                json.Read();
                ReadIsBase64(ref json);
            }
            else
            {
                json.Read();
                json.Skip(); // unknown members are ignored, unlike on REST APIs
            }
        }
    }

    private void ReadStatus(ref Utf8JsonReader json)
    {
        _hasStatus = true;
        var status = 0;
        var isNumber = json.TokenType switch
        {
            JsonTokenType.Number => json.TryGetInt32(out status),
            JsonTokenType.String => int.TryParse(
                json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status),
            _ => false,
        };
        json.Skip();
        if (!isNumber || status is < MinStatus or > MaxStatus)
        {
            _wrongField ??= "statusCode";
        }

        Status = status;
    }

    private void ReadBody(ref Utf8JsonReader json)
    {
        _body?.Dispose();
        _body = null;
        if (json.TokenType == JsonTokenType.String)
        {
            _body = Unescape(ref json);
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            json.Skip();
            _wrongField ??= "body";
        }
    }

    private static PooledBytes Unescape(ref Utf8JsonReader json)
    {
        var bytes = new PooledBytes(Math.Max(1, json.ValueSpan.Length));
        try
        {
            bytes.Advance(json.CopyString(bytes.GetSpan(Math.Max(1, json.ValueSpan.Length))));
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private void ReadHeaders(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            _wrongField ??= "headers";
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (TextOf(ref json, out var text))
            {
                if (text is not null)
                {
                    _single.Add(new(name, text)); // null is dropped (unconfirmed)
                }
            }
            else
            {
                _wrongField ??= "headers";
            }
        }
    }

    private void ReadMultiValueHeaders(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            _wrongField ??= "multiValueHeaders";
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (ReadTexts(ref json) is { } values)
            {
                _multi[name] = values;
            }
            else
            {
                _wrongField ??= "multiValueHeaders";
            }
        }
    }

    private void ReadCookies(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (ReadTexts(ref json) is not { } cookies)
        {
            _wrongField ??= "cookies";
            return;
        }

        foreach (var cookie in cookies)
        {
            Add("Set-Cookie", cookie);
        }
    }

    private void ReadIsBase64(ref Utf8JsonReader json)
    {
        IsBase64 = json.TokenType == JsonTokenType.True;
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            json.Skip();
            _wrongField ??= "isBase64Encoded";
        }
    }

    /// <returns><see langword="null"/> when it is no array of texts; it is read to its end in any case.</returns>
    private static string[]? ReadTexts(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        var texts = new List<string>();
        var isFine = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (TextOf(ref json, out var text))
            {
                texts.Add(text ?? string.Empty);
            }
            else
            {
                isFine = false;
            }
        }

        return isFine ? [.. texts] : null;
    }

    /// <summary>Texts; numbers and truth values as texts (unconfirmed); null as <see langword="null"/>.</summary>
    private static bool TextOf(ref Utf8JsonReader json, out string? text)
    {
        text = json.TokenType switch
        {
            JsonTokenType.String => json.GetString(),
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(json.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
        var isText = json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject);
        json.Skip();
        return isText;
    }
}
