using System.Text;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Syntax;

/// <summary>The text of one schema document: its bytes, its values, and what line an offset is on.</summary>
internal sealed class SchemaText
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = SchemaLimits.SchemaDepth };

    private readonly byte[] _utf8;

    private SchemaText(byte[] utf8) => _utf8 = utf8;

    /// <summary>Set before the constructor's only caller hands the text out.</summary>
    public SchemaValue Root { get; private set; } = null!;

    public ReadOnlyMemory<byte> RawOf(SchemaValue value) => _utf8.AsMemory(value.Start..value.End);

    public static SchemaText Parse(string schema)
    {
        var text = new SchemaText(Encoding.UTF8.GetBytes(schema));
        if (text._utf8.Length > SchemaLimits.SchemaBytes)
        {
            throw text.Fault(SchemaProblem.Limit, $"The schema is longer than {SchemaLimits.SchemaBytes} bytes", 0);
        }
        text.Root = text.ReadRoot();
        return text;
    }

    public SchemaException Fault(SchemaProblem kind, string problem, SchemaValue at, string? reference = null) =>
        Fault(kind, problem, at.Start, reference);

    private SchemaValue ReadRoot()
    {
        var reader = new Utf8JsonReader(_utf8, ReaderOptions);
        try
        {
            reader.Read();
            var root = Read(ref reader);
            reader.Read(); // Anything but white space after the value makes this throw.
            return root;
        }
        catch (JsonException refused)
        {
            throw Fault(SchemaProblem.Json, "The schema is not valid JSON", Offset(refused));
        }
        catch (InvalidOperationException)
        {
            // The reader reports lone surrogates inside a string this way.
            throw Fault(SchemaProblem.Json, "The schema is not valid JSON", (int)reader.TokenStartIndex);
        }
    }

    private SchemaValue Read(ref Utf8JsonReader reader)
    {
        var value = new SchemaValue
        {
            Kind = KindOf(reader.TokenType),
            Start = (int)reader.TokenStartIndex,
            Text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
                _ => string.Empty,
            },
        };
        if (value.Kind == JsonValueKind.Object)
        {
            ReadMembers(ref reader, value);
        }
        else if (value.Kind == JsonValueKind.Array)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                value.Items.Add(Read(ref reader));
            }
        }
        value.End = (int)reader.BytesConsumed;
        return value;
    }

    private void ReadMembers(ref Utf8JsonReader reader, SchemaValue value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var at = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                // Of two members with one name only one could hold: which, no author can be sure of.
                throw Fault(SchemaProblem.Json, $"The schema has two members named \"{name}\" in one object", at);
            }
            reader.Read();
            value.Members.Add(new(name, Read(ref reader)));
        }
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private int Offset(JsonException refused)
    {
        var line = refused.LineNumber ?? 0;
        var at = 0;
        while (line > 0)
        {
            var end = Array.IndexOf(_utf8, (byte)'\n', at);
            if (end < 0)
            {
                break;
            }
            at = end + 1;
            line--;
        }
        return (int)Math.Min(_utf8.Length, at + (refused.BytePositionInLine ?? 0));
    }

    private SchemaException Fault(SchemaProblem kind, string problem, int offset, string? reference = null)
    {
        var before = _utf8.AsSpan(0, offset);
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new SchemaException(
            kind, problem, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1)
        {
            Reference = reference,
        };
    }
}
