using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Models;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>Models as schemas (rest-control-plane §4.9): without <c>$schema</c>, references by name.</summary>
internal sealed class ModelExport
{
    private readonly ExportSource _source;
    private readonly string _prefix;
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    public ModelExport(ExportSource source, OpenApiExportOptions options)
    {
        _source = source;
        _prefix = options.IsSwagger ? "#/definitions/" : "#/components/schemas/";
        foreach (var model in source.Definition.Models)
        {
            _schemas[model.Name] = Schema(model);
        }
    }

    /// <summary>A reference to the model.</summary>
    /// <remarks>A method may name <c>Empty</c> when it is gone (§2.18): it is written anew then, so that the document
    /// holds together.</remarks>
    public JsonObject Reference(string model)
    {
        if (!_schemas.ContainsKey(model))
        {
            _schemas[model] = new JsonObject { ["type"] = "object", ["title"] = $"{model} Schema" };
        }

        return new JsonObject { ["$ref"] = _prefix + model };
    }

    /// <summary>All schemas, when every method has named its own.</summary>
    public JsonObject Write()
    {
        foreach (var (name, schema) in _schemas)
        {
            Inject(schema, name);
            foreach (var (property, inner) in schema["properties"] as JsonObject ?? [])
            {
                if (inner is JsonObject members)
                {
                    Inject(members, $"{name}.{property}");
                }
            }
        }

        return new JsonObject(
            _schemas.Select(static schema => new KeyValuePair<string, JsonNode?>(schema.Key, schema.Value)));
    }

    private void Inject(JsonObject schema, string name)
    {
        var said = _source.Said.Find(new DocumentationLocation { Type = "MODEL", Name = name });
        Injection.AddKnown(schema, said, Injection.OfModel);
        Injection.AddExtensions(schema, said);
    }

    private JsonObject Schema(ModelDocument model)
    {
        var schema = JsonNode.Parse(model.Schema)!.AsObject();
        schema.Remove("$schema");
        Rewrite(schema, model.Name);
        return schema;
    }

    /// <summary>References to models, and to places inside this one, as the whole document sees them.</summary>
    private void Rewrite(JsonNode? node, string model)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (name == "$ref" && value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                    {
                        members[name] = Target(text.GetValue<string>(), model);
                    }
                    else
                    {
                        Rewrite(value, model);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rewrite(item, model);
                }

                break;
            default:
                break;
        }
    }

    private string Target(string reference, string model)
    {
        if (reference.StartsWith('#'))
        {
            return _prefix + model + reference[1..];
        }

        var ours = $"/restapis/{_source.Definition.Api.Id}/models/";
        return reference.Contains(ours, StringComparison.Ordinal) && ModelReference.NameOf(reference) is { } name
            ? _prefix + name.Replace("#", "", StringComparison.Ordinal)
            : reference;
    }
}
