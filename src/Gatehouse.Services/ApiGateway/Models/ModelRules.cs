using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>What a model may be (rest-control-plane §1.9, §2.18).</summary>
internal static class ModelRules
{
    private const int MaxDepth = 64;

    public static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw ApiGatewayFaults.BadRequest("Model name must be non-empty");
        }

        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            throw ApiGatewayFaults.BadRequest($"Model name must be alphanumeric: {name}");
        }
    }

    public static void CheckSchema(string schema)
    {
        if (schema.Length > ApiGatewayLimits.SchemaLength)
        {
            throw Invalid("Model schema exceeds the maximum size of 400 KB.");
        }

        var root = Parse(schema);
        if (root.Count == 0)
        {
            throw ApiGatewayFaults.BadRequest("Model schema must have at least 1 property or array items defined");
        }
    }

    private static JsonObject Parse(string schema)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(schema, null, options) as JsonObject
                ?? throw Invalid("The schema must be a JSON object.");
        }
        catch (JsonException)
        {
            throw Invalid("The schema is not valid JSON.");
        }
    }

    private static Exception Invalid(string why) => ApiGatewayFaults.BadRequest(
        $"Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. {why}]");
}
