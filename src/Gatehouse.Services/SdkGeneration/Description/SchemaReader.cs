using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGateway.Models;

namespace Gatehouse.Services.SdkGeneration.Description;

/// <summary>
/// Turns the JSON Schemas of an API's models into types. What a type cannot say (<c>oneOf</c>, <c>anyOf</c>, tuples) is
/// any value: a client must not refuse what the API accepts.
/// </summary>
internal sealed class SchemaReader(IReadOnlyDictionary<string, string> schemas)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    private readonly Dictionary<string, JsonNode?> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SdkType> _named = new(StringComparer.Ordinal);
    private readonly List<SdkModel> _models = [];

    public IReadOnlyList<SdkModel> Models => _models;

    /// <summary>The type of a model of the API; any value when there is no such model.</summary>
    public SdkType ReadModel(string name) => ReadModel(name, depth: 0);

    private SdkType ReadModel(string name, int depth) =>
        Root(name) is { } root ? ReadNamed(new Place(name, root), name, "#", name, depth) : SdkType.Any;

    private JsonNode? Root(string name)
    {
        if (_roots.TryGetValue(name, out var root))
        {
            return root;
        }

        try
        {
            root = schemas.TryGetValue(name, out var text) ? JsonNode.Parse(text, documentOptions: Options) : null;
        }
        catch (JsonException)
        {
            // Models of other content types need be no JSON (§2.18); then nothing is known of their values.
        }

        return _roots[name] = root;
    }

    /// <summary>A schema that others may refer to: an object becomes a class before its members are read.</summary>
    private SdkType ReadNamed(Place place, string owner, string pointer, string name, int depth)
    {
        var key = owner + pointer;
        if (_named.TryGetValue(key, out var known))
        {
            return known;
        }

        _named[key] = SdkType.Any; // what refers to itself without an object between has no type of its own
        if (ObjectShape.Find(place.Schema, reference => Follow(place, reference)?.Schema) is { } shape
            && (shape.Members.Count > 0 || (pointer == "#" && shape.IsPlain))
            && _models.Count < SdkLimits.MaxModels)
        {
            var model = new SdkModel(name, Description(place.Schema));
            _models.Add(model);
            var type = _named[key] = SdkType.Of(model);
            model.Members = [.. ReadMembers(place, shape, name, depth)];
            return type;
        }

        return _named[key] = Read(place, name, depth + 1);
    }

    private IEnumerable<SdkMember> ReadMembers(Place place, ObjectShape shape, string name, int depth) =>
        shape.Members.Select(member => new SdkMember(
            member.Key,
            Read(place with { Schema = member.Value }, name + " " + member.Key, depth + 1),
            shape.Required.Contains(member.Key),
            Description(member.Value)));

    private SdkType Read(Place place, string name, int depth)
    {
        if (depth > SdkLimits.MaxSchemaDepth || place.Schema is not JsonObject schema)
        {
            return SdkType.Any;
        }

        if (TextOf(schema["$ref"]) is { } reference)
        {
            return ReadReference(place, reference, depth);
        }

        if (schema.ContainsKey("oneOf") || schema.ContainsKey("anyOf"))
        {
            return SdkType.Any;
        }

        return TypeName(schema) switch
        {
            "string" => SdkType.Text with { Values = [.. TextValues(schema)] },
            "integer" => SdkType.Integer,
            "number" => SdkType.Number,
            "boolean" => SdkType.Boolean,
            "array" => SdkType.ListOf(
                schema["items"] is JsonObject items
                    ? Read(place with { Schema = items }, name + " item", depth + 1)
                    : SdkType.Any),
            "object" => ReadObject(place, schema, name, depth),
            _ => SdkType.Any,
        };
    }

    private SdkType ReadObject(Place place, JsonObject schema, string name, int depth)
    {
        var shape = ObjectShape.Find(schema, reference => Follow(place, reference)?.Schema);
        if (shape is { Members.Count: > 0 } && _models.Count < SdkLimits.MaxModels)
        {
            var model = new SdkModel(name, Description(schema));
            _models.Add(model);
            model.Members = [.. ReadMembers(place, shape, name, depth)];
            return SdkType.Of(model);
        }

        if (schema["allOf"] is JsonArray { Count: 1 } all)
        {
            return Read(place with { Schema = all[0] }, name, depth + 1);
        }

        return SdkType.MapOf(
            schema["additionalProperties"] is JsonObject values
                ? Read(place with { Schema = values }, name + " value", depth + 1)
                : SdkType.Any);
    }

    private SdkType ReadReference(Place place, string reference, int depth)
    {
        if (ModelReference.NameOf(reference) is { } model)
        {
            return ReadModel(model, depth + 1);
        }

        return Follow(place, reference) is { } target
            ? ReadNamed(target, target.Owner, reference, reference[(reference.LastIndexOf('/') + 1)..], depth + 1)
            : SdkType.Any;
    }

    private Place? Follow(Place place, string reference)
    {
        if (ModelReference.NameOf(reference) is { } model)
        {
            return Root(model) is { } root ? new Place(model, root) : null;
        }

        if (!reference.StartsWith('#'))
        {
            return null;
        }

        var node = Root(place.Owner);
        foreach (var part in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = (node as JsonObject)?[name];
        }

        return node is null ? null : new Place(place.Owner, node);
    }

    private static string? TypeName(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray several:
                var named = several.Select(TextOf).Where(type => type is not null and not "null").ToList();
                return named is [var only] ? only : null;
            case { } single:
                return TextOf(single);
            default:
                return schema.ContainsKey("properties") || schema.ContainsKey("allOf") ? "object"
                    : schema.ContainsKey("items") ? "array"
                    : TextValues(schema).Any() ? "string"
                    : null;
        }
    }

    /// <summary>The texts of an enumeration; none when it lists anything else.</summary>
    private static IEnumerable<string> TextValues(JsonObject schema)
    {
        if (schema["enum"] is not JsonArray values)
        {
            return [];
        }

        var texts = values.Select(TextOf).ToList();
        return texts.Contains(null) ? [] : texts.OfType<string>();
    }

    private static string? Description(JsonNode? schema) =>
        schema is JsonObject members ? TextOf(members["description"]) : null;

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A schema, and the model whose local references it uses.</summary>
    private sealed record Place(string Owner, JsonNode? Schema);
}
