using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>
/// Puts what documentation parts say into the entities that they describe (rest-control-plane §7): the members that
/// OpenAPI knows for the entity, and those of the form <c>x-something</c>. Others stay in the parts.
/// </summary>
internal static class Injection
{
    private const string AwsPrefix = "x-amazon-apigateway-";

    public static readonly ImmutableArray<string> OfOperation = ["tags", "summary", "description", "externalDocs"];

    public static readonly ImmutableArray<string> Description = ["description"];

    public static readonly ImmutableArray<string> OfModel = ["title", "description"];

    public static readonly ImmutableArray<string> OfApi = ["tags", "externalDocs"];

    public static readonly ImmutableArray<string> OfApiHead = ["description", "termsOfService", "contact", "license"];

    /// <summary>The members that OpenAPI knows; before the entity's own, as exports show them.</summary>
    public static void AddKnown(JsonObject entity, JsonObject? said, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (said?[name] is { } value && IsOfItsType(name, value))
            {
                entity[name] = value.DeepClone();
            }
        }
    }

    /// <summary>The extensions; what the gateway itself writes is never replaced by them.</summary>
    public static void AddExtensions(JsonObject entity, JsonObject? said)
    {
        foreach (var (name, value) in said ?? [])
        {
            if (name.StartsWith("x-", StringComparison.Ordinal)
                && !name.StartsWith(AwsPrefix, StringComparison.OrdinalIgnoreCase) && !entity.ContainsKey(name))
            {
                entity[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>Properties may hold anything; a document that no tool reads helps nobody.</summary>
    private static bool IsOfItsType(string name, JsonNode value) => name switch
    {
        "tags" => value is JsonArray,
        "externalDocs" or "contact" or "license" => value is JsonObject,
        _ => value is JsonValue text && text.GetValueKind() == JsonValueKind.String,
    };
}
