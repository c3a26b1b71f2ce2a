using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>JSON with positions.</summary>
internal ref struct JsonSourceReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly SourceMap _positions;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineStart;
    private int _scanned;

    private JsonSourceReader(ReadOnlySpan<byte> utf8, SourceMap positions)
    {
        _utf8 = utf8;
        _positions = positions;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = OpenApiLimits.Depth });
    }

    /// <exception cref="DocumentTextException">The text is not JSON.</exception>
    public static JsonNode? Read(string text, SourceMap positions)
    {
        var reader = new JsonSourceReader(Encoding.UTF8.GetBytes(text), positions);
        try
        {
            reader._reader.Read();
            var root = reader.ReadValue("");
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

    private JsonNode? ReadValue(string pointer)
    {
        _positions.Add(pointer, Position());
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(pointer);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadValue($"{pointer}/{array.Count}"));
                }

                return array;
            case JsonTokenType.String:
                return JsonValue.Create(_reader.GetString());
            case JsonTokenType.Number:
                return JsonNode.Parse(_reader.ValueSpan);
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }

    private JsonObject ReadObject(string pointer)
    {
        var result = new JsonObject();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            _reader.Read();
            result[name] = ReadValue(SourceMap.Step(pointer, name)); // the last of two equal names wins, as in Jackson
        }

        return result;
    }

    private SourcePosition Position()
    {
        var at = (int)_reader.TokenStartIndex;
        for (; _scanned < at; _scanned++)
        {
            if (_utf8[_scanned] == (byte)'\n')
            {
                _line++;
                _lineStart = _scanned + 1;
            }
        }

        return new SourcePosition(_line, at - _lineStart + 1);
    }
}
