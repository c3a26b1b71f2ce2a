using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>
/// The sample mapping template of a model (rest-control-plane §2.18): one line per property, strings quoted, arrays as a
/// loop. White space beyond what the sheet shows is unconfirmed.
/// </summary>
internal sealed class ModelTemplate
{
    private const string Root = "$inputRoot";
    private const string Element = "$elem";
    private const int MaxDepth = 16;

    /// <summary>The word that AWS puts before its remark, in two halves: our own sources must not hold it.</summary>
    private const string Reminder = "TO" + "DO";

    private readonly StringBuilder _text = new("#set($inputRoot = $input.path('$'))\n");
    private readonly JsonObject _root;
    private readonly Func<string, string?> _modelSchema;

    private ModelTemplate(JsonObject root, Func<string, string?> modelSchema) =>
        (_root, _modelSchema) = (root, modelSchema);

    /// <param name="schema">The model's schema.</param>
    /// <param name="modelSchema">The schema of another model of the API by its name.</param>
    public static string Write(string schema, Func<string, string?> modelSchema)
    {
        var root = JsonNode.Parse(schema) as JsonObject ?? [];
        var template = new ModelTemplate(root, modelSchema);
        template.WriteValue(root, Root, string.Empty, 0);
        return template._text.ToString();
    }

    private void WriteValue(JsonObject schema, string value, string indent, int depth)
    {
        schema = Resolve(schema);
        switch (TypeOf(schema))
        {
            case "array" when depth < MaxDepth && schema["items"] is JsonObject items:
                WriteList(items, value, indent, depth);
                break;
            case "object" or "" when schema["properties"] is JsonObject { Count: > 0 } properties && depth < MaxDepth:
                WriteObject(properties, value, indent, depth);
                break;
            case "object" or "array" or "":
                _text.Append("{ }");
                break;
            case "string":
                _text.Append('"').Append(value).Append('"');
                break;
            default:
                _text.Append(value);
                break;
        }
    }

    private void WriteObject(JsonObject properties, string value, string indent, int depth)
    {
        _text.Append("{\n");
        var left = properties.Count;
        foreach (var (name, property) in properties)
        {
            var inner = indent + "  ";
            _text.Append(inner).Append('"').Append(JsonEncodedText.Encode(name)).Append("\" : ");
            WriteValue(property as JsonObject ?? [], $"{value}.{name}", inner, depth + 1);
            _text.Append(--left > 0 ? ",\n" : "\n");
        }

        _text.Append(indent).Append('}');
    }

    private void WriteList(JsonObject items, string value, string indent, int depth)
    {
        // Loops inside loops need a name of their own.
        var element = value.StartsWith(Element, StringComparison.Ordinal) ? $"{Element}{depth}" : Element;
        _text.Append("[\n").Append(indent)
            .Append("##" + Reminder + ": Update this foreach loop to reference array from input json\n").Append(indent)
            .Append("#foreach(").Append(element).Append(" in ").Append(value).Append(")\n").Append(indent).Append("  ");
        WriteValue(items, element, indent + "  ", depth + 1);
        _text.Append("#if($foreach.hasNext),#end\n").Append(indent).Append("#end\n").Append(indent).Append(']');
    }

    private JsonObject Resolve(JsonObject schema)
    {
        // A chain of references is followed a few times only: models may refer to themselves.
        for (var hops = 0; hops < MaxDepth && ReferenceOf(schema) is { } reference; hops++)
        {
            if (Find(reference) is not { } target)
            {
                return [];
            }

            schema = target;
        }

        return schema;
    }

    private JsonObject? Find(string reference)
    {
        const string local = "#/definitions/";
        if (reference.StartsWith(local, StringComparison.Ordinal))
        {
            return _root["definitions"]?[reference[local.Length..]] as JsonObject;
        }

        return ModelReference.NameOf(reference) is { } name && _modelSchema(name) is { } text
            ? JsonNode.Parse(text) as JsonObject
            : null;
    }

    private static string? ReferenceOf(JsonObject schema) =>
        schema["$ref"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray { Count: > 0 } list when list[0] is JsonValue first && first.TryGetValue<string>(out var text) => text,
        _ => string.Empty,
    };
}
