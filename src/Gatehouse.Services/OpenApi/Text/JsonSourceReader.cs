using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>JSON with positions.</summary>
internal ref struct JsonSourceReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _column = 1;
    private int _scanned;
    private int _nodes;

    private JsonSourceReader(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = OpenApiLimits.Depth });
    }

    /// <exception cref="DocumentTextException">The text is not JSON.</exception>
    public static JsonNode? Read(string text, SourceMap positions)
    {
        var reader = new JsonSourceReader(Encoding.UTF8.GetBytes(text));
        try
        {
            reader._reader.Read();
            var root = reader.ReadValue(positions.Root);
            reader._reader.Read(); // anything after the value is an error
            return root;
        }
        catch (JsonException exception)
        {
            throw new DocumentTextException(
                new SourcePosition((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1),
                "the text is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair: valid to the tokenizer, not to UTF-16.
            throw new DocumentTextException(reader.Position(), "a string holds an invalid character.");
        }
    }

    private JsonNode? ReadValue(SourcePlace place)
    {
        if (++_nodes > OpenApiLimits.Nodes)
        {
            throw new DocumentTextException(Position(), "the document is too large.");
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(place);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadValue(place.Add(array.Count.ToString(CultureInfo.InvariantCulture), Position())));
                }

                return array;
            case JsonTokenType.String:
                return JsonValue.Create(_reader.GetString());
            case JsonTokenType.Number:
                return JsonNode.Parse(_reader.ValueSpan); // keeps the digits as they stand
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }

    private JsonObject ReadObject(SourcePlace place)
    {
        var result = new JsonObject();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            var position = Position();
            if (name.Length > OpenApiLimits.NameLength)
            {
                throw new DocumentTextException(position, "a member's name is too long.");
            }

            _reader.Read();
            result[name] = ReadValue(place.Add(name, position)); // the last of two equal names wins, as in Jackson
        }

        return result;
    }

    /// <summary>
    /// Where the current token begins. Asked in the order of the text, so that the text is walked once.
    /// </summary>
    private SourcePosition Position()
    {
        for (var at = (int)_reader.TokenStartIndex; _scanned < at; _scanned++)
        {
            var octet = _utf8[_scanned];
            if (octet == (byte)'\n')
            {
                _line++;
                _column = 1;
            }
            else if ((octet & 0xC0) != 0x80)
            {
                _column++; // a byte that continues a character is no column of its own
            }
        }

        return new SourcePosition(_line, _column);
    }
}
