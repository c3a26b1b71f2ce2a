using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Languages.Schema;
using Gatehouse.Languages.Schema.Compilation;
using Gatehouse.Model.RestApis;

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

    /// <summary>A schema of an import, whose references may come to mean something later in it.</summary>
    public static void CheckSchema(string schema)
    {
        CheckShape(schema);
        try
        {
            new JsonSchemaCompiler().Compile(schema);
        }
        catch (SchemaException refused) when (refused.Kind == SchemaProblem.Reference)
        {
            // The importer warns of these; a method that validates with such a model lets no body pass.
        }
        catch (SchemaException refused)
        {
            throw Invalid($"{refused.Message}.");
        }
    }

    /// <summary>A schema whose references must lead to models of the API.</summary>
    /// <param name="model">The model as it is to be.</param>
    /// <param name="apiId">The API it belongs to.</param>
    /// <param name="others">The API's models; the one of the same name is not looked at.</param>
    public static void CheckSchema(ModelDocument model, string apiId, IEnumerable<ModelDocument> others)
    {
        CheckShape(model.Schema);
        var compiler = new JsonSchemaCompiler((api, name) => api != apiId ? null
            : name == model.Name ? model.Schema
            : others.FirstOrDefault(other => other.Name == name)?.Schema);
        try
        {
            compiler.Compile(model.Schema);
        }
        catch (SchemaException refused) when (refused.Reference is { } reference && !IsCanonical(reference))
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid model specified: Validation Result: warnings : [], errors : "
                + "[Invalid model schema specified, Model reference must be in canonical form]");
        }
        catch (SchemaException refused)
        {
            throw Invalid($"{refused.Message}.");
        }

        if (compiler.UnsupportedKeywords.Count > 0)
        {
            var names = string.Join(",", compiler.UnsupportedKeywords.Select(static name => $"\"{name}\""));
            throw Invalid($"Unsupported keyword(s): [{names}]");
        }
    }

    private static bool IsCanonical(string reference) =>
        reference.StartsWith('#') || ModelReference.NameOf(reference) is not null;

    private static void CheckShape(string schema)
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
