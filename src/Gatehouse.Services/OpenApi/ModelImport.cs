using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Models;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// Schemas become models (rest-control-plane §4.4): named ones by their name, inline ones by a made-up one.
/// </summary>
internal sealed class ModelImport
{
    private const string InlinePrefix = "MODEL";

    private static readonly ImmutableArray<string> SchemaPrefixes = ["#/definitions/", "#/components/schemas/"];

    private readonly ImportContext _context;
    private readonly Dictionary<string, string> _formerIds;
    private readonly SortedDictionary<string, ModelDocument> _models = new(StringComparer.Ordinal);

    /// <summary>
    /// Names of made-up models by their schema: equal inline schemas share one, also with an earlier import's.
    /// </summary>
    private readonly Dictionary<string, string> _inline = new(StringComparer.Ordinal);

    public ModelImport(ImportContext context, ImmutableArray<ModelDocument> existing, bool keepsExisting)
    {
        _context = context;
        _formerIds =
            existing.ToDictionary(static model => model.Name, static model => model.Id, StringComparer.Ordinal);
        foreach (var model in existing)
        {
            if (keepsExisting)
            {
                _models[model.Name] = model;
            }

            if (model.Name.StartsWith(InlinePrefix, StringComparison.Ordinal))
            {
                _inline.TryAdd(model.Schema, model.Name);
            }
        }

        var place = context.IsSwagger ? "definitions" : "components.schemas";
        var schemas = context.IsSwagger ? context.Document["definitions"] : context.Document["components"]["schemas"];
        foreach (var (name, schema) in schemas.Members)
        {
            if (!schema.IsObject)
            {
                context.ParseIssue(schema, $"{place}.{name}", "object");
            }
            else if (name.Length == 0 || !name.All(char.IsAsciiLetterOrDigit))
            {
                context.Warn(schema.Pointer, $"Model name must be alphanumeric: {name}");
            }
            else
            {
                Add(name, schema, Text(schema, name), schema["description"].StrictText);
            }
        }
    }

    public ImmutableArray<ModelDocument> ToDocuments() => [.. _models.Values];

    /// <summary>The name of the model that a schema stands for.</summary>
    /// <returns><see langword="null"/> for no schema, or a reference to none; the warning is recorded then.</returns>
    public string? NameOf(NodeView schema)
    {
        if (schema.Node is not JsonObject { Count: > 0 })
        {
            return null; // an empty schema allows everything, as no model does
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

        var text = Text(schema, model: null);
        if (!_inline.TryGetValue(text, out var inlineName))
        {
            _inline[text] = inlineName = NewName();
        }

        if (!_models.ContainsKey(inlineName))
        {
            Add(inlineName, schema, text, description: null);
        }

        return inlineName;
    }

    private void Add(string name, NodeView schema, string text, string? description)
    {
        // An empty schema is taken, unlike by CreateModel: many definitions name one for "anything".
        if (text != "{}")
        {
            _context.Passes(schema.Pointer, $"Unable to create model '{name}': ", () => ModelRules.CheckSchema(text));
        }

        _models[name] = new ModelDocument
        {
            Id = _formerIds.GetValueOrDefault(name) ?? _context.NewPartId(),
            Name = name,
            Description = description,
            Schema = text,
        };
    }

    /// <summary>Six hexadecimal digits are few: a name that is taken would give a body another one's schema.</summary>
    private string NewName()
    {
        string name;
        do
        {
            name = _context.NewModelName();
        }
        while (_models.ContainsKey(name) || _formerIds.ContainsKey(name));

        return name;
    }

    private static string? NameOf(string reference) =>
        SchemaPrefixes.Where(prefix => reference.StartsWith(prefix, StringComparison.Ordinal))
            .Select(prefix => reference[prefix.Length..]).FirstOrDefault();

    /// <summary>The schema as a model keeps it: references by URL, those into itself by their pointer.</summary>
    private string Text(NodeView schema, string? model)
    {
        var copy = schema.Node!.DeepClone().AsObject();
        Rewrite(copy, model);
        if (_context.IsOpenApi31 && SchemaConversion.ToDraft4(copy) is { Count: > 0 } ignored)
        {
            _context.Warn(
                schema.Pointer,
                $"Keywords of the schema are not supported and not enforced: [{string.Join(", ", ignored)}]");
        }

        return CompactJson.Write(copy);
    }

    private void Rewrite(JsonNode? node, string? model)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(static member => member.Key).ToList())
                {
                    if (name == "$ref" && members[name] is JsonValue value
                        && value.GetValueKind() == JsonValueKind.String
                        && NameOf(value.GetValue<string>()) is { } target)
                    {
                        members[name] = Target(target, model);
                    }
                    else
                    {
                        Rewrite(members[name], model);
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

    /// <param name="target">A model's name, perhaps with a pointer into it.</param>
    /// <param name="model">The model whose schema refers to it.</param>
    private string Target(string target, string? model)
    {
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? target : target[..slash];
        var pointer = slash < 0 ? "" : "#" + target[slash..];
        if (_context.IsOpenApi31)
        {
            pointer = SchemaConversion.Pointer(pointer);
        }

        return name == model && pointer.Length > 0
            ? pointer
            : $"https://apigateway.amazonaws.com/restapis/{_context.ApiId}/models/{name}{pointer}";
    }
}
