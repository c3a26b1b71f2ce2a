using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.OpenApi.Export;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// What the entities of a definition say of themselves (rest-control-plane §4.4, §4.7): descriptions, summaries, tags.
/// Which members AWS reads beside these is unconfirmed.
/// </summary>
internal sealed class DescriptionReader(ImportContext context)
{
    private readonly List<(DocumentationLocation Location, JsonObject Properties)> _found = [];

    /// <param name="prefix">What stands before the paths of the definition.</param>
    public List<(DocumentationLocation Location, JsonObject Properties)> Read(string prefix)
    {
        ReadApi();
        foreach (var (path, item) in context.Document["paths"].Members)
        {
            if (!path.StartsWith("x-", StringComparison.Ordinal) && item.IsObject)
            {
                ReadPath(DocumentPaths.Join(prefix, path), item.Resolve());
            }
        }

        var components = context.Document["components"];
        ReadModels(context.IsSwagger ? context.Document["definitions"] : components["schemas"]);
        ReadAuthorizers(context.IsSwagger ? context.Document["securityDefinitions"] : components["securitySchemes"]);
        return _found;
    }

    private void ReadApi()
    {
        var said = Members(context.Document, Injection.OfApi);
        var head = Members(context.Document["info"], Injection.OfApiHead);
        if (head.Count > 0)
        {
            said["info"] = head;
        }

        Add(new DocumentationLocation { Type = "API" }, said);
    }

    private void ReadModels(NodeView schemas)
    {
        foreach (var (name, schema) in schemas.Members)
        {
            if (name.Length > 0 && name.All(char.IsAsciiLetterOrDigit))
            {
                Add(new DocumentationLocation { Type = "MODEL", Name = name }, Members(schema, Injection.Description));
            }
        }
    }

    private void ReadAuthorizers(NodeView schemes)
    {
        foreach (var (name, reference) in schemes.Members)
        {
            var scheme = reference.Resolve();
            if (name.Length > 0 && scheme["x-amazon-apigateway-authorizer"].Exists)
            {
                Add(
                    new DocumentationLocation { Type = "AUTHORIZER", Name = name },
                    Members(scheme, Injection.Description));
            }
        }
    }

    private void ReadPath(string path, NodeView item)
    {
        Add(
            new DocumentationLocation { Type = "RESOURCE", Path = path },
            Members(item, ["summary", "description"]));
        foreach (var (key, verb) in DocumentPaths.Verbs)
        {
            if (item[key].IsObject)
            {
                var place = new DocumentationLocation { Type = "METHOD", Path = path, Method = verb };
                ReadOperation(item[key], item, place);
            }
        }
    }

    private void ReadOperation(NodeView operation, NodeView item, DocumentationLocation place)
    {
        Add(place, Members(operation, Injection.OfOperation));
        foreach (var reference in item["parameters"].Items.Concat(operation["parameters"].Items))
        {
            var parameter = reference.Resolve();
            var type = parameter["in"].Text switch
            {
                "path" => "PATH_PARAMETER",
                "query" => "QUERY_PARAMETER",
                "header" => "REQUEST_HEADER",
                "body" when context.IsSwagger => "REQUEST_BODY",
                _ => null,
            };
            if (type is not null && parameter["name"].Text is { Length: > 0 } name)
            {
                Add(
                    place with { Type = type, Name = type == "REQUEST_BODY" ? null : name },
                    Members(parameter, Injection.Description));
            }
        }

        if (!context.IsSwagger)
        {
            Add(
                place with { Type = "REQUEST_BODY" },
                Members(operation["requestBody"].Resolve(), Injection.Description));
        }

        foreach (var (status, reference) in operation["responses"].Members)
        {
            if (status is { Length: 3 } && status[0] is >= '1' and <= '5' && status.All(char.IsAsciiDigit))
            {
                ReadResponse(reference.Resolve(), place with { Type = "RESPONSE", StatusCode = status });
            }
        }
    }

    private void ReadResponse(NodeView response, DocumentationLocation place)
    {
        var said = Members(response, Injection.Description);
        if (response["description"].StrictText == ResponseExport.Description(place.StatusCode!))
        {
            said.Remove("description"); // the words of an export that has none
        }

        Add(place, said);
        foreach (var (name, header) in response["headers"].Members)
        {
            if (name.Length > 0)
            {
                Add(
                    place with { Type = "RESPONSE_HEADER", Name = name },
                    Members(header.Resolve(), Injection.Description));
            }
        }
    }

    private static JsonObject Members(NodeView entity, IEnumerable<string> names)
    {
        var found = new JsonObject();
        if (entity.Node is JsonObject members)
        {
            // As exports inject them: a member of another type than OpenAPI's says nothing.
            Injection.AddKnown(found, members, [.. names]);
        }

        return found;
    }

    private void Add(DocumentationLocation location, JsonObject said)
    {
        if (said.Any(static member => member.Value is not JsonValue text || text.ToString().Length > 0))
        {
            _found.Add((location, said));
        }
    }
}
