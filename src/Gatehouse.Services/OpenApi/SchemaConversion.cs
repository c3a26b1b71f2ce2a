using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// Schemas of OpenAPI 3.1 (JSON Schema 2020-12) as models have them (draft 4), where draft 4 can say the same.
/// </summary>
internal static class SchemaConversion
{
    private static readonly FrozenSet<string> OfOneSchema = FrozenSet.Create(
        StringComparer.Ordinal, "additionalItems", "additionalProperties", "not", "items");

    private static readonly FrozenSet<string> OfSchemaLists =
        FrozenSet.Create(StringComparer.Ordinal, "allOf", "anyOf", "oneOf", "items");

    private static readonly FrozenSet<string> OfSchemaMaps =
        FrozenSet.Create(StringComparer.Ordinal, "definitions", "properties", "patternProperties", "dependencies");

    /// <summary>What draft 4 has no words for.</summary>
    private static readonly FrozenSet<string> Unknown = FrozenSet.Create(
        StringComparer.Ordinal, "if", "then", "else", "contains", "minContains", "maxContains", "propertyNames",
        "unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$dynamicAnchor", "$anchor");

    /// <param name="schema">Changed in place.</param>
    /// <returns>The keywords that are kept and not enforced.</returns>
    public static IReadOnlyCollection<string> ToDraft4(JsonObject schema)
    {
        var ignored = new SortedSet<string>(StringComparer.Ordinal);
        Convert(schema, ignored);
        return ignored;
    }

    /// <summary>A pointer into a schema of 3.1 as it reads after the conversion.</summary>
    public static string Pointer(string pointer) =>
        pointer.Replace("/$defs/", "/definitions/", StringComparison.Ordinal);

    private static void Convert(JsonObject schema, SortedSet<string> ignored)
    {
        ignored.UnionWith(schema.Select(static member => member.Key).Where(Unknown.Contains));
        Bound(schema, "minimum", "exclusiveMinimum", static (limit, bound) => limit > bound);
        Bound(schema, "maximum", "exclusiveMaximum", static (limit, bound) => limit < bound);
        if (schema.Remove("const", out var constant))
        {
            schema["enum"] = new JsonArray(constant);
        }

        Tuple(schema);
        Join(schema, "$defs", "definitions");
        Join(schema, "dependentSchemas", "dependencies");
        Join(schema, "dependentRequired", "dependencies");
        foreach (var (keyword, value) in schema.ToList())
        {
            Inner(schema, keyword, value, ignored);
        }
    }

    private static void Inner(JsonObject schema, string keyword, JsonNode? value, SortedSet<string> ignored)
    {
        if (OfSchemaLists.Contains(keyword) && value is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Replace(list[i], converted => list[i] = converted, ignored);
            }
        }
        else if (OfSchemaMaps.Contains(keyword) && value is JsonObject map)
        {
            foreach (var (name, inner) in map.ToList())
            {
                Replace(inner, converted => map[name] = converted, ignored);
            }
        }
        else if (OfOneSchema.Contains(keyword))
        {
            // Draft 4 takes a boolean in two places by itself.
            var takesBoolean = keyword is "additionalItems" or "additionalProperties";
            if (!takesBoolean || value is JsonObject)
            {
                Replace(value, converted => schema[keyword] = converted, ignored);
            }
        }
    }

    /// <summary>A schema may be a boolean since draft 6.</summary>
    private static void Replace(JsonNode? schema, Action<JsonNode> put, SortedSet<string> ignored)
    {
        switch (schema)
        {
            case JsonObject members:
                Convert(members, ignored);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.True:
                put(new JsonObject());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.False:
                put(new JsonObject { ["not"] = new JsonObject() });
                break;
            default:
                break; // wrong in any draft: the compiler says so
        }
    }

    /// <summary>An exclusive bound is a number of its own since draft 6; before it was a flag.</summary>
    private static void Bound(
        JsonObject schema, string inclusive, string exclusive, Func<double, double, bool> isTighter)
    {
        if (schema[exclusive] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return;
        }

        schema.Remove(exclusive);
        if (schema[inclusive] is JsonValue limit && limit.GetValueKind() == JsonValueKind.Number
            && isTighter(Number(limit), Number(value)))
        {
            return;
        }

        schema[inclusive] = value;
        schema[exclusive] = true;
    }

    private static double Number(JsonValue value) =>
        double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Tuple(JsonObject schema)
    {
        if (schema["prefixItems"] is not JsonArray)
        {
            return;
        }

        schema.Remove("prefixItems", out var tuple);
        if (schema.Remove("items", out var rest))
        {
            schema["additionalItems"] = rest;
        }

        schema["items"] = tuple;
    }

    private static void Join(JsonObject schema, string from, string to)
    {
        if (schema[from] is not JsonObject)
        {
            return;
        }

        schema.Remove(from, out var moved);
        if (schema[to] is not JsonObject target)
        {
            schema[to] = moved;
            return;
        }

        foreach (var (name, value) in moved!.AsObject())
        {
            target[name] = value?.DeepClone();
        }
    }
}
