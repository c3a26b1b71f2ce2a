using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Services.ApiGateway.Hal;

/// <summary>Turns the plain form of a resource into its HAL form, by its shape (rest-control-plane §1.10).</summary>
internal sealed class HalWriter(HalContext request)
{
    private const string CuriePages = "https://docs.aws.amazon.com/apigateway/latest/developerguide/";

    /// <summary>Members that hold resources of their own: the relation, and what the key of their map says.</summary>
    private static readonly Dictionary<string, (string Rel, string? Key)> SubResources = new(StringComparer.Ordinal)
    {
        ["resourceMethods"] = ("resource:methods", "httpMethod"),
        ["methodIntegration"] = ("method:integration", null),
        ["methodResponses"] = ("method:responses", "statusCode"),
        ["integrationResponses"] = ("integration:responses", "statusCode"),
    };

    public JsonObject Write(StructureShape shape, JsonObject plain) => Write(shape, plain, request, isAnswer: true);

    private JsonObject Write(StructureShape shape, JsonObject plain, HalContext context, bool isAnswer)
    {
        var resource = HalResources.Of(shape.Name);
        var links = new SortedDictionary<string, JsonArray>(StringComparer.Ordinal);
        var embedded = new SortedDictionary<string, JsonArray>(StringComparer.Ordinal);
        var members = new JsonObject();
        var self = resource.Self is { } path ? Fill(path, plain, context) : isAnswer ? context.Path : null;
        if (self is not null)
        {
            var isNamed = plain.ContainsKey("statusCode") && shape.Name is "MethodResponse" or "IntegrationResponse";
            Add(links, "self", Link(self, isNamed ? plain["statusCode"]!.ToString() : null));
        }

        foreach (var link in resource.Links.Where(link => Applies(link, plain)))
        {
            Add(links, link.Rel, Link(Fill(link.Href, plain, context), name: null, link.IsTemplated));
        }

        foreach (var member in shape.Members)
        {
            if (SubResources.TryGetValue(member.WireName, out var sub) && plain[member.WireName] is JsonObject inner)
            {
                Embed(links, embedded, sub, member.Target, inner, Inside(shape, plain, context));
            }
            else if (member.WireName == "item" && plain["item"] is JsonArray items && member.Target is ListShape list)
            {
                EmbedItems(links, embedded, (StructureShape)list.Element, items, context);
            }
            else if (member.WireName == "position" && plain["position"] is { } position)
            {
                Add(links, "next", Link(NextPage(context, position.ToString())));
            }
            else if (Value(member.Target, plain[member.WireName]) is { } value)
            {
                members[member.WireName] = value;
            }
        }

        var hal = new JsonObject { ["_links"] = Links(links) };
        foreach (var (name, value) in members)
        {
            hal[name] = value?.DeepClone();
        }

        if (embedded.Count > 0)
        {
            hal["_embedded"] = Collapsed(embedded);
        }

        return hal;
    }

    /// <summary>Without <c>embed=methods</c> a resource shows its methods by links alone.</summary>
    private void Embed(
        SortedDictionary<string, JsonArray> links, SortedDictionary<string, JsonArray> embedded,
        (string Rel, string? Key) sub, Shape target, JsonObject inner, HalContext context)
    {
        var children = target is MapShape map
            ? inner.Select(entry => (Key: entry.Key, Shape: (StructureShape)map.Value, Node: entry.Value!.AsObject()))
            : [(Key: "", (StructureShape)target, inner)];
        foreach (var (key, shape, node) in children)
        {
            var within = sub.Key is null ? context : context.Within(sub.Key, key);
            var href = Fill(HalResources.Of(shape.Name).Self!, node, within);
            Add(links, sub.Rel, Link(href, sub.Key is null ? null : key));
            if (node.Count > 0)
            {
                Add(embedded, sub.Rel, Write(shape, node, within, isAnswer: false));
            }
        }
    }

    private void EmbedItems(
        SortedDictionary<string, JsonArray> links, SortedDictionary<string, JsonArray> embedded,
        StructureShape shape, JsonArray items, HalContext context)
    {
        foreach (var item in items.Select(static item => item!.AsObject()))
        {
            if (HalResources.Of(shape.Name).Self is { } self)
            {
                Add(links, "item", Link(Fill(self, item, context)));
            }

            Add(embedded, "item", Write(shape, item, context, isAnswer: false));
        }
    }

    /// <summary>The ids that the parts of a resource need.</summary>
    private static HalContext Inside(StructureShape shape, JsonObject plain, HalContext context) => shape.Name switch
    {
        "Resource" => context.Within("resourceId", plain["id"]!.ToString()),
        "Method" => context.Within("httpMethod", plain["httpMethod"]?.ToString() ?? context.Ids["httpMethod"]),
        _ => context,
    };

    /// <summary>The root cannot be deleted; an uncustomised gateway response has nothing to delete.</summary>
    private static bool Applies(HalLink link, JsonObject plain) => link.Rel switch
    {
        "resource:delete" => plain.ContainsKey("parentId"),
        "gatewayresponse:delete" => plain["defaultResponse"]?.GetValue<bool>() != true,
        _ => true,
    };

    /// <summary>A list of one is its element, at every depth; instants are ISO 8601.</summary>
    private static JsonNode? Value(Shape shape, JsonNode? node)
    {
        switch (shape, node)
        {
            case (_, null):
                return null;
            case ({ Kind: ShapeKind.Timestamp }, _):
                return DateTimeOffset.FromUnixTimeSeconds((long)node.GetValue<double>())
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            case (ListShape list, JsonArray elements):
                return Collapsed(new JsonArray([.. elements.Select(element => Value(list.Element, element))]));
            case (MapShape map, JsonObject entries):
                return new JsonObject(entries.Select(entry =>
                    new KeyValuePair<string, JsonNode?>(entry.Key, Value(map.Value, entry.Value))));
            case (StructureShape structure, JsonObject members):
                // A documentation part's location prints what it does not say as null (§1.5).
                var isLocation = structure.Name == "DocumentationPartLocation";
                return new JsonObject(structure.Members
                    .Where(member => isLocation || members.ContainsKey(member.WireName))
                    .Select(member => new KeyValuePair<string, JsonNode?>(
                        member.WireName, Value(member.Target, members[member.WireName]))));
            default:
                return node.DeepClone();
        }
    }

    private static JsonObject Links(SortedDictionary<string, JsonArray> links)
    {
        var curies = links.Keys
            .Select(rel => rel.Split(':')[0])
            .Distinct(StringComparer.Ordinal)
            .Where(HalResources.Curies.ContainsKey)
            .Select(name => (JsonNode)new JsonObject
            {
                ["href"] = $"{CuriePages}{HalResources.Curies[name]}-{{rel}}.html",
                ["name"] = name,
                ["templated"] = true,
            });
        var all = new JsonArray([.. curies]);
        if (all.Count > 0)
        {
            links["curies"] = all;
        }

        return Collapsed(links);
    }

    private static JsonObject Collapsed(SortedDictionary<string, JsonArray> lists) =>
        new(lists.Select(one => new KeyValuePair<string, JsonNode?>(one.Key, Collapsed(one.Value))));

    private static JsonNode? Collapsed(JsonArray list) => list.Count == 1 ? list[0]?.DeepClone() : list;

    private static void Add(SortedDictionary<string, JsonArray> lists, string rel, JsonNode node)
    {
        if (!lists.TryGetValue(rel, out var list))
        {
            lists[rel] = list = [];
        }

        list.Add(node);
    }

    private static JsonObject Link(string href, string? name = null, bool isTemplated = false)
    {
        var link = new JsonObject { ["href"] = href };
        if (name is not null)
        {
            link["name"] = name;
            link["title"] = name;
        }

        if (isTemplated)
        {
            link["templated"] = true;
        }

        return link;
    }

    private static string NextPage(HalContext context, string position)
    {
        var others = context.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(static pair => !pair.StartsWith("position=", StringComparison.Ordinal))
            .Prepend("position=" + Uri.EscapeDataString(position));
        return $"{context.Path}?{string.Join('&', others)}";
    }

    /// <summary>Own members first, then what stands around; each as one segment of a path.</summary>
    private static string Fill(string path, JsonObject plain, HalContext context)
    {
        var parts = path.Split('<', '>');
        for (var index = 1; index < parts.Length; index += 2)
        {
            var own = plain[parts[index]] as JsonValue;
            parts[index] = Uri.EscapeDataString(own?.ToString() ?? context.Ids.GetValueOrDefault(parts[index], ""));
        }

        return string.Concat(parts);
    }
}
