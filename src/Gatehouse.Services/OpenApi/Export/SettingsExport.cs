using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Documentation;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>The API's own settings: <c>info</c>, its address, and the root extensions (rest-control-plane §4.5,
/// §4.9).</summary>
internal sealed class SettingsExport(ExportSource source, OpenApiExportOptions options)
{
    private const string EndpointExtension = "x-amazon-apigateway-endpoint-configuration";

    private RestApiDocument Api => source.Definition.Api;

    /// <summary>
    /// The names by which methods refer to validators. Two validators may share a name, two members of an object may
    /// not: the others get their id behind it.
    /// </summary>
    public static ImmutableDictionary<string, string> ValidatorNames(ExportSource source)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return source.Definition.RequestValidators.ToImmutableDictionary(
            static validator => validator.Id,
            validator => taken.Add(validator.Name) ? validator.Name : $"{validator.Name}-{validator.Id}",
            StringComparer.Ordinal);
    }

    /// <summary><c>info</c>: name and version are the API's, the description is what was published about it.</summary>
    public JsonObject Head()
    {
        var said =
            source.Said.Find(new DocumentationLocation { Type = "API" })?["info"] as JsonObject;
        var texts = new JsonObject();
        Add(texts, "description", string.IsNullOrEmpty(Api.Description) ? null : Api.Description);
        Injection.AddKnown(texts, said, Injection.OfApiHead);
        var head = new JsonObject();
        if (options.IsSwagger)
        {
            Add(head, "description", texts["description"]?.DeepClone());
            head["version"] = source.Version;
            head["title"] = Api.Name;
        }
        else
        {
            head["title"] = Api.Name;
            Add(head, "description", texts["description"]?.DeepClone());
            head["version"] = source.Version;
        }

        foreach (var (name, value) in texts.Where(static text => text.Key != "description"))
        {
            head[name] = value!.DeepClone();
        }

        Injection.AddExtensions(head, said);
        return head;
    }

    public void AddAddress(JsonObject root)
    {
        if (options.IsSwagger)
        {
            root["host"] = source.Host;
            root["basePath"] = "/" + source.StageName;
            root["schemes"] = new JsonArray("https");
            return;
        }

        var server = new JsonObject
        {
            ["url"] = $"https://{source.Host}/{{basePath}}",
            ["variables"] = new JsonObject { ["basePath"] = new JsonObject { ["default"] = "/" + source.StageName } },
        };
        Add(server, EndpointExtension, Endpoint());
        root["servers"] = new JsonArray(server);
    }

    public void AddExtensions(JsonObject root)
    {
        if (options.Has(ExportExtensions.Documentation))
        {
            Add(root, "x-amazon-apigateway-documentation", Documentation());
        }

        if (!options.Has(ExportExtensions.Settings))
        {
            return;
        }

        Add(root, "x-amazon-apigateway-gateway-responses", GatewayResponses());
        Add(root, "x-amazon-apigateway-policy", Api.Policy is { } policy ? JsonNode.Parse(policy) : null);
        Add(root, "x-amazon-apigateway-request-validators", Validators());
        Add(root, "x-amazon-apigateway-api-key-source", Api.ApiKeySource == "HEADER" ? null : Api.ApiKeySource);
        Add(root, "x-amazon-apigateway-minimum-compression-size", Api.MinimumCompressionSize);
        Add(root, "x-amazon-apigateway-binary-media-types", Api.BinaryMediaTypes is { IsEmpty: false } types
            ? new JsonArray([.. types.Select(static type => (JsonNode?)type)])
            : null);
        Add(root, EndpointExtension, options.IsSwagger ? Endpoint() : null);
        Add(root, "x-amazon-apigateway-security-policy", Api.SecurityPolicy);
        Add(root, "x-amazon-apigateway-endpoint-access-mode", Api.EndpointAccessMode);
    }

    /// <summary>Endpoint types are not exported (§4.9): an import decides where its API is reached from.</summary>
    private JsonObject? Endpoint()
    {
        var endpoint = new JsonObject();
        Add(endpoint, "disableExecuteApiEndpoint", Api.DisableExecuteApiEndpoint ? true : null);
        Add(endpoint, "vpcEndpointIds", Api.EndpointConfiguration.VpcEndpointIds is { IsEmpty: false } ids
            ? new JsonArray([.. ids.Select(static id => (JsonNode?)id)])
            : null);
        return endpoint.Count > 0 && options.Has(ExportExtensions.Settings) ? endpoint : null;
    }

    private JsonObject? GatewayResponses()
    {
        var all = new JsonObject();
        foreach (var response in
            source.Definition.GatewayResponses.OrderBy(static one => one.ResponseType, StringComparer.Ordinal))
        {
            var members = new JsonObject();
            Add(members, "statusCode", response.StatusCode is { } status
                ? int.Parse(status, NumberStyles.None, CultureInfo.InvariantCulture)
                : null);
            Add(members, "responseParameters", Map(response.ResponseParameters));

            // Written even when empty: left out, an import would fill the default template in.
            members["responseTemplates"] = Map(response.ResponseTemplates) ?? [];
            all[response.ResponseType] = members;
        }

        return all.Count > 0 ? all : null;
    }

    private static JsonObject? Map(ImmutableSortedDictionary<string, string>? map) =>
        map is { IsEmpty: false }
            ? new JsonObject(map.Select(static pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)))
            : null;

    private JsonObject? Validators()
    {
        var names = ValidatorNames(source);
        var all = new JsonObject();
        foreach (var validator in
            source.Definition.RequestValidators.OrderBy(one => names[one.Id], StringComparer.Ordinal))
        {
            all[names[validator.Id]] = new JsonObject
            {
                ["validateRequestParameters"] = validator.ValidateRequestParameters,
                ["validateRequestBody"] = validator.ValidateRequestBody,
            };
        }

        return all.Count > 0 ? all : null;
    }

    /// <summary>The parts as they were published; without a published version there are none to show (§7).</summary>
    private JsonObject? Documentation()
    {
        if (source.DocumentationVersion is not { } version)
        {
            return null;
        }

        var parts = source.Parts
            .OrderBy(static part => part.Location.Type, StringComparer.Ordinal)
            .ThenBy(static part => part.Location.Path, StringComparer.Ordinal)
            .ThenBy(static part => part.Location.Method, StringComparer.Ordinal)
            .ThenBy(static part => part.Location.StatusCode, StringComparer.Ordinal)
            .ThenBy(static part => part.Location.Name, StringComparer.Ordinal)
            .Select(static part => (JsonNode?)new JsonObject
            {
                ["location"] = Location(part.Location),
                ["properties"] = DocumentationProperties.Parse(part.Properties),
            });
        return new JsonObject
        {
            ["version"] = version.Version,
            ["createdDate"] = ExportSource.Date(version.CreatedDate),
            ["documentationParts"] = new JsonArray([.. parts]),
        };
    }

    /// <summary>Without the defaults, as the guide shows exported locations.</summary>
    private static JsonObject Location(DocumentationLocation location)
    {
        var members = new JsonObject { ["type"] = location.Type };
        Add(members, "path", location.Path == "/" ? null : location.Path);
        Add(members, "method", location.Method == "*" ? null : location.Method);
        Add(members, "statusCode", location.StatusCode == "*" ? null : location.StatusCode);
        Add(members, "name", location.Name);
        return members;
    }

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
