using System.Text.Json.Nodes;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>References from one model of an API to another (rest-control-plane §2.18).</summary>
internal static class ModelReference
{
    private const string Separator = "/models/";

    /// <returns>The model's name, or <see langword="null"/> when the reference leads elsewhere.</returns>
    public static string? NameOf(string reference)
    {
        var at = reference.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && reference.StartsWith("https://", StringComparison.Ordinal)
            && reference.AsSpan(0, at).Contains("/restapis/", StringComparison.Ordinal)
            ? reference[(at + Separator.Length)..]
            : null;
    }

    /// <summary>
    /// The schema with the models that it refers to, and those that they refer to, as local definitions.
    /// </summary>
    public static string Flatten(string schema, Func<string, string?> modelSchema)
    {
        if (JsonNode.Parse(schema) is not JsonObject root)
        {
            return schema;
        }

        var definitions = new JsonObject();
        var waiting = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Localise(root, waiting, seen);
        while (waiting.TryDequeue(out var name))
        {
            if (modelSchema(name) is { } text && JsonNode.Parse(text) is { } model)
            {
                Localise(model, waiting, seen);
                definitions[name] = model;
            }
        }

        if (definitions.Count == 0)
        {
            return schema;
        }

        if (root["definitions"] is JsonObject own)
        {
            foreach (var (name, model) in definitions)
            {
                own[name] = model?.DeepClone();
            }
        }
        else
        {
            root["definitions"] = definitions;
        }

        return CompactJson.Write(root);
    }

    /// <summary>Turns references to models into local ones; notes the models that were not met before.</summary>
    private static void Localise(JsonNode? node, Queue<string> waiting, HashSet<string> seen)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var element in list)
                {
                    Localise(element, waiting, seen);
                }

                break;
            case JsonObject members:
                if (members["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference)
                    && NameOf(reference) is { } name)
                {
                    members["$ref"] = "#/definitions/" + name;
                    if (seen.Add(name))
                    {
                        waiting.Enqueue(name);
                    }
                }

                foreach (var (_, member) in members)
                {
                    Localise(member, waiting, seen);
                }

                break;
        }
    }
}
