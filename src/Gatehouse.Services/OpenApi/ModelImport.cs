using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.OpenApi;

/// <summary>Schemas become models (rest-control-plane §4.4): named ones by their name, inline ones by a made-up one.</summary>
internal sealed class ModelImport
{
    private static readonly ImmutableArray<string> SchemaPrefixes = ["#/definitions/", "#/components/schemas/"];

    private readonly ImportContext _context;
    private readonly SortedDictionary<string, ModelDocument> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _inline = new(StringComparer.Ordinal);

    public ModelImport(ImportContext context, ImmutableArray<ModelDocument> existing, bool keepsExisting)
    {
        _context = context;
        var formerIds = existing.ToDictionary(static model => model.Name, static model => model.Id, StringComparer.Ordinal);
        foreach (var model in keepsExisting ? existing : [])
        {
            _models[model.Name] = model;
        }

        var schemas = context.IsSwagger ? context.Document["definitions"] : context.Document["components"]["schemas"];
        foreach (var (name, schema) in schemas.Members)
        {
            if (!name.All(char.IsAsciiLetterOrDigit))
            {
                context.Warn(schema.Pointer, $"Model name must be alphanumeric: {name}");
                continue;
            }

            _models[name] = new ModelDocument
            {
                Id = formerIds.GetValueOrDefault(name) ?? context.NewPartId(),
                Name = name,
                Description = schema["description"].StrictText,
                Schema = Text(schema.Node),
            };
        }
    }

    public ImmutableArray<ModelDocument> ToDocuments() => [.. _models.Values];

    /// <summary>The name of the model that a schema stands for.</summary>
    /// <returns><see langword="null"/> for no schema, or a reference to none; the warning is recorded then.</returns>
    public string? NameOf(NodeView schema)
    {
        if (!schema.IsObject)
        {
            return null;
        }

        if (schema["$ref"].StrictText is { } reference)
        {
            var name = NameOf(reference);
            if (name is not null && _models.ContainsKey(name))
            {
                return name;
            }

            _context.Warn(schema.Pointer, $"Reference to model '{name ?? reference}' not found. Ignoring.");
            return null;
        }

        // Equal inline schemas share one model, so that importing a file twice does not pile up models.
        var text = Text(schema.Node);
        if (!_inline.TryGetValue(text, out var inlineName))
        {
            inlineName = _models.Values.FirstOrDefault(model => model.Name.StartsWith("MODEL", StringComparison.Ordinal) && model.Schema == text)?.Name
                ?? _context.NewModelName();
            _inline[text] = inlineName;
            if (!_models.ContainsKey(inlineName))
            {
                _models[inlineName] = new ModelDocument { Id = _context.NewPartId(), Name = inlineName, Schema = text };
            }
        }

        return inlineName;
    }

    private static string? NameOf(string reference) =>
        SchemaPrefixes.Where(prefix => reference.StartsWith(prefix, StringComparison.Ordinal))
            .Select(prefix => reference[prefix.Length..]).FirstOrDefault();

    /// <summary>The schema as a model keeps it: references by the model's URL.</summary>
    private string Text(JsonNode? schema)
    {
        var copy = schema?.DeepClone();
        Rewrite(copy);
        return copy is null ? "{}" : CompactJson.Write(copy);
    }

    private void Rewrite(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(static member => member.Key).ToList())
                {
                    if (name == "$ref" && members[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
                        && NameOf(value.GetValue<string>()) is { } model)
                    {
                        members[name] = $"https://apigateway.amazonaws.com/restapis/{_context.ApiId}/models/{model}";
                    }
                    else
                    {
                        Rewrite(members[name]);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rewrite(item);
                }

                break;
            default:
                break;
        }
    }
}
