using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>
/// A document as AWS prints its exports (rest-control-plane §4.9, http-api §5): two spaces, <c>"key" : value</c>, lists
/// on the line of their brackets, <c>{ }</c> and <c>[ ]</c> when empty, no line end after the last brace.
/// </summary>
internal sealed class JsonSourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    private JsonSourceWriter()
    {
    }

    /// <param name="root">Members are written in the order in which they stand.</param>
    public static string Write(JsonNode root)
    {
        var writer = new JsonSourceWriter();
        writer.WriteNode(root);
        return writer._text.ToString();
    }

    private void WriteNode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                WriteObject(members);
                break;
            case JsonArray items:
                WriteArray(items);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(value.GetValue<string>());
                break;
            default:
                _text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteObject(JsonObject members)
    {
        if (members.Count == 0)
        {
            _text.Append("{ }");
            return;
        }

        _text.Append('{');
        _indent += 2;
        var isFirst = true;
        foreach (var (name, value) in members)
        {
            _text.Append(isFirst ? "\n" : ",\n").Append(' ', _indent);
            isFirst = false;
            WriteText(name);
            _text.Append(" : ");
            WriteNode(value);
        }

        _indent -= 2;
        _text.Append('\n').Append(' ', _indent).Append('}');
    }

    private void WriteArray(JsonArray items)
    {
        if (items.Count == 0)
        {
            _text.Append("[ ]");
            return;
        }

        _text.Append("[ ");
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            WriteNode(items[i]);
        }

        _text.Append(" ]");
    }

    /// <summary>Escapes what JSON asks for and nothing else, as the printer that AWS uses does.</summary>
    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }
}
