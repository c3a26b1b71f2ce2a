using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>The keywords of draft 4, and where schemas stand inside a schema.</summary>
internal static class SchemaKeywords
{
    private static readonly string[] OfOneSchema = ["additionalItems", "additionalProperties", "not", "items"];
    private static readonly string[] OfSchemaLists = ["allOf", "anyOf", "oneOf", "items"];
    private static readonly string[] OfSchemaMaps =
        ["definitions", "properties", "patternProperties", "dependencies"];

    private static readonly FrozenSet<string> All = new[]
    {
        "$ref", "$schema", "additionalItems", "additionalProperties", "allOf", "anyOf", "default", "definitions",
        "dependencies", "description", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "id", "items",
        "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
        "multipleOf", "not", "oneOf", "pattern", "patternProperties", "properties", "required", "title", "type",
        "uniqueItems",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<string> Unknown(SchemaValue schema) =>
        schema.Members.Select(static member => member.Key).Where(static keyword => !All.Contains(keyword));

    /// <summary>The schemas directly inside a schema. What is no schema is left out; the compiler reports it.</summary>
    public static IEnumerable<SchemaValue> Subschemas(SchemaValue schema)
    {
        foreach (var (keyword, value) in schema.Members)
        {
            if (value.Kind == JsonValueKind.Object && OfOneSchema.Contains(keyword))
            {
                yield return value;
            }
            else if (value.Kind == JsonValueKind.Array && OfSchemaLists.Contains(keyword))
            {
                foreach (var item in value.Items)
                {
                    yield return item;
                }
            }
            else if (value.Kind == JsonValueKind.Object && OfSchemaMaps.Contains(keyword))
            {
                foreach (var member in value.Members)
                {
                    yield return member.Value;
                }
            }
        }
    }
}
