using System.Text;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// A value inside a body, by the bytes it takes. What the second pass, which words the errors, works on.
/// </summary>
internal readonly record struct JsonPart(ReadOnlyMemory<byte> Utf8)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = SchemaLimits.SchemaDepth };

    public SchemaTypes Type
    {
        get
        {
            var reader = Open();
            return reader.TokenType switch
            {
                JsonTokenType.StartObject => SchemaTypes.Object,
                JsonTokenType.StartArray => SchemaTypes.Array,
                JsonTokenType.String => SchemaTypes.String,
                JsonTokenType.True or JsonTokenType.False => SchemaTypes.Boolean,
                JsonTokenType.Null => SchemaTypes.Null,
                _ => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
                    ? SchemaTypes.Integer
                    : SchemaTypes.Number,
            };
        }
    }

    /// <summary>The content of a string.</summary>
    public string Text
    {
        get
        {
            var reader = Open();
            return TextOf(ref reader);
        }
    }

    /// <summary>A reader that stands on the value.</summary>
    public Utf8JsonReader Open()
    {
        var reader = new Utf8JsonReader(Utf8.Span, ReaderOptions);
        reader.Read();
        return reader;
    }

    public List<KeyValuePair<string, JsonPart>> Members()
    {
        var members = new List<KeyValuePair<string, JsonPart>>();
        var reader = Open();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TextOf(ref reader);
            reader.Read();
            members.Add(new(name, Slice(ref reader)));
        }
        return members;
    }

    public List<JsonPart> Elements()
    {
        var elements = new List<JsonPart>();
        var reader = Open();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Slice(ref reader));
        }
        return elements;
    }

    private JsonPart Slice(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonPart(Utf8[start..(int)reader.BytesConsumed]);
    }

    internal static string TextOf(ref Utf8JsonReader reader)
    {
        var content = StringText.Of(reader.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented);
        var text = Encoding.UTF8.GetString(content);
        StringText.Return(rented);
        return text;
    }
}
