using System.Text.Json.Nodes;

namespace Gatehouse.Services.SdkGeneration.Description;

/// <summary>The members of an object's schema, those of its <c>allOf</c> parts among them.</summary>
internal sealed class ObjectShape
{
    private readonly HashSet<JsonNode> _parts = new(ReferenceEqualityComparer.Instance);

    private ObjectShape()
    {
    }

    /// <summary>In the order in which they were written; of two with one name the last counts.</summary>
    public OrderedDictionary<string, JsonNode?> Members { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    /// <summary>An object, and nothing is said about its members.</summary>
    public bool IsPlain { get; private set; }

    /// <param name="schema">The schema.</param>
    /// <param name="follow">The schema that a reference leads to.</param>
    /// <returns><see langword="null"/> for what is no object.</returns>
    public static ObjectShape? Find(JsonNode? schema, Func<string, JsonNode?> follow)
    {
        if (schema is not JsonObject members || members.ContainsKey("oneOf") || members.ContainsKey("anyOf"))
        {
            return null;
        }

        var shape = new ObjectShape();
        shape.Add(members, follow);
        var isObject = members["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "object";
        shape.IsPlain = isObject && members["additionalProperties"] is not JsonObject;
        return isObject || shape.Members.Count > 0 ? shape : null;
    }

    private void Add(JsonObject schema, Func<string, JsonNode?> follow)
    {
        if (!_parts.Add(schema))
        {
            return; // a part that contains itself
        }

        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            var target = part is JsonObject { } members && members["$ref"] is JsonValue reference
                && reference.TryGetValue<string>(out var address)
                    ? follow(address)
                    : part;
            if (target is JsonObject parent)
            {
                Add(parent, follow);
            }
        }

        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            Members[name] = member;
        }

        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            if (name is JsonValue value && value.TryGetValue<string>(out var text))
            {
                Required.Add(text);
            }
        }
    }
}
