using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.OpenApi.Text;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// A value of the document with its place. What is not there reads as absent; what is of another type is a problem.
/// </summary>
internal readonly struct NodeView(ImportContext context, JsonNode? node, string pointer)
{
    public JsonNode? Node { get; } = node;

    public string Pointer { get; } = pointer;

    public bool Exists => Node is not null;

    public bool IsObject => Node is JsonObject;

    public bool IsArray => Node is JsonArray;

    /// <summary>The value as JSON, shortened, for a problem's text.</summary>
    public string Quoted
    {
        get
        {
            var text = StrictText ?? (Node is null ? "null" : CompactJson.Write(Node));
            return text.Length <= OpenApiLimits.QuotedLength ? text : text[..OpenApiLimits.QuotedLength] + "...";
        }
    }

    public NodeView this[string name] => new(context, (Node as JsonObject)?[name], SourceMap.Step(Pointer, name));

    /// <summary>Members of an object; none for anything else.</summary>
    public IEnumerable<(string Name, NodeView Value)> Members
    {
        get
        {
            var (self, owner) = (this, context);
            return (Node as JsonObject ?? []).Select(
                member => (member.Key, new NodeView(owner, member.Value, SourceMap.Step(self.Pointer, member.Key))));
        }
    }

    /// <summary>Elements of an array; none for anything else.</summary>
    public IEnumerable<NodeView> Items
    {
        get
        {
            var (self, owner) = (this, context);
            return (Node as JsonArray ?? []).Select(
                (item, index) => new NodeView(
                    owner, item, $"{self.Pointer}/{index.ToString(CultureInfo.InvariantCulture)}"));
        }
    }

    /// <summary>Text; a number or boolean as its JSON text, as AWS's importer reads scalars; else absent.</summary>
    public string? Text => Node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A JSON string, and nothing that only looks like one.</summary>
    public string? StrictText =>
        Node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A boolean, or the words "true" and "false"; a problem for anything else.</summary>
    public bool? Flag()
    {
        if (!Exists)
        {
            return null;
        }

        if (bool.TryParse(Text, out var flag))
        {
            return flag;
        }

        context.Error(Pointer, $"Invalid value '{Quoted}' for '{LastStep}': expected a boolean");
        return null;
    }

    /// <summary>A whole number, or its digits as text; a problem for anything else.</summary>
    public int? Number()
    {
        if (!Exists)
        {
            return null;
        }

        if (int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        context.Error(Pointer, $"Invalid value '{Quoted}' for '{LastStep}': expected a whole number");
        return null;
    }

    /// <summary>A list of texts; absent when the member is.</summary>
    public ImmutableArray<string>? Texts() =>
        Node is JsonArray ? [.. Items.Select(static item => item.Text).OfType<string>()]
        : Text is { } one ? [one]
        : null;

    /// <summary>Follows <c>$ref</c> inside the document; a reference to nothing is a problem.</summary>
    public NodeView Resolve()
    {
        var view = this;
        for (var step = 0; step < OpenApiLimits.References; step++)
        {
            if (view["$ref"].StrictText is not { } reference)
            {
                return view;
            }

            var target = Find(reference);
            if (!target.Exists)
            {
                context.Error(view.Pointer, $"Could not resolve reference: {reference}");
                return target;
            }

            view = target;
        }

        context.Error(Pointer, "A reference leads back to itself");
        return default;
    }

    private string LastStep => SourceMap.Name(Pointer[(Pointer.LastIndexOf('/') + 1)..]);

    private NodeView Find(string reference)
    {
        // External files are not supported, as on AWS (rest-execution §4.3).
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return default;
        }

        var target = context.Document;
        foreach (var step in reference[2..].Split('/'))
        {
            target = target[SourceMap.Name(Uri.UnescapeDataString(step))];
        }

        return target;
    }
}
