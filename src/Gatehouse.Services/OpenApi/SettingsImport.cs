using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary>The API's own settings: <c>info</c> and the root extensions (rest-control-plane §4.1, §4.5).</summary>
internal sealed class SettingsImport(ImportContext context)
{
    private const string EndpointExtension = "x-amazon-apigateway-endpoint-configuration";

    /// <param name="api">The API as it is, or as a new one begins.</param>
    /// <param name="options">Merge appends binary types; overwrite and create replace them.</param>
    public RestApiDocument Apply(RestApiDocument api, OpenApiImportOptions options)
    {
        var root = context.Document;
        var isMerge = options.Mode == OpenApiImportMode.Merge;
        var info = root["info"];
        return api with
        {
            Name = info["title"].Text is { Length: > 0 } title ? title : api.Name,
            Description = info["description"].Text is { Length: > 0 } description ? description : isMerge ? api.Description : null,
            Version = info["version"].Text ?? (isMerge ? api.Version : null),
            BinaryMediaTypes = BinaryTypes(api, root["x-amazon-apigateway-binary-media-types"], isMerge),
            MinimumCompressionSize = root["x-amazon-apigateway-minimum-compression-size"].Number()
                ?? (isMerge ? api.MinimumCompressionSize : null),
            ApiKeySource = KeySource(root["x-amazon-apigateway-api-key-source"]) ?? (isMerge ? api.ApiKeySource : "HEADER"),
            Policy = Policy(root["x-amazon-apigateway-policy"]) ?? (isMerge ? api.Policy : null),
            SecurityPolicy = root["x-amazon-apigateway-security-policy"].Text ?? api.SecurityPolicy,
            EndpointAccessMode = root["x-amazon-apigateway-endpoint-access-mode"].Text ?? api.EndpointAccessMode,
            DisableExecuteApiEndpoint = Endpoint()["disableExecuteApiEndpoint"].Flag() ?? api.DisableExecuteApiEndpoint,
            EndpointConfiguration = EndpointConfigurationOf(api.EndpointConfiguration, options),
        };
    }

    public ImmutableArray<GatewayResponseDocument> GatewayResponses(
        ImmutableArray<GatewayResponseDocument> existing, bool keepsExisting)
    {
        var found = (keepsExisting ? existing : []).ToDictionary(static one => one.ResponseType, StringComparer.Ordinal);
        foreach (var (type, response) in context.Document["x-amazon-apigateway-gateway-responses"].Members)
        {
            if (!GatewayResponseTypes.Contains(type))
            {
                context.Error(response.Pointer, $"Invalid gateway response type: {type}");
                continue;
            }

            found[type] = new GatewayResponseDocument
            {
                ResponseType = type,
                StatusCode = response["statusCode"].Text,
                ResponseParameters = Texts(response["responseParameters"]),
                ResponseTemplates = Texts(response["responseTemplates"]),
            };
        }

        return [.. found.Values.OrderBy(static response => response.ResponseType, StringComparer.Ordinal)];
    }

    /// <summary>The definition's base path: the first server variable named basePath, else the first server's path, else basePath.</summary>
    public string BasePath()
    {
        if (context.IsSwagger)
        {
            return context.Document["basePath"].Text ?? "/";
        }

        foreach (var server in context.Document["servers"].Items)
        {
            if (server["variables"]["basePath"]["default"].Text is { } named)
            {
                return named.StartsWith('/') ? named : "/" + named;
            }
        }

        var url = context.Document["servers"].Items.Select(static server => server["url"].Text).FirstOrDefault();
        return Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute.AbsolutePath
            : url is ['/', ..] ? url
            : "/";
    }

    private static readonly ImmutableHashSet<string> GatewayResponseTypes =
    [
        "ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE",
        "BAD_REQUEST_PARAMETERS", "BAD_REQUEST_BODY", "DEFAULT_4XX", "DEFAULT_5XX", "EXPIRED_TOKEN",
        "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "INVALID_API_KEY", "INVALID_SIGNATURE",
        "MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "THROTTLED",
        "UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
    ];

    private static ImmutableArray<string>? BinaryTypes(RestApiDocument api, NodeView extension, bool isMerge)
    {
        var kept = isMerge ? api.BinaryMediaTypes ?? [] : [];
        var all = kept.Concat(extension.Texts() ?? []).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return all.IsEmpty ? null : all;
    }

    private string? KeySource(NodeView source)
    {
        if (source.Text is null or "HEADER" or "AUTHORIZER")
        {
            return source.Text;
        }

        context.Error(source.Pointer, $"Invalid API key source: {source.Text}. Must be one of [HEADER, AUTHORIZER]");
        return null;
    }

    private string? Policy(NodeView policy)
    {
        if (!policy.IsObject)
        {
            return null;
        }

        try
        {
            return ResourcePolicy.Normalize(CompactJson.Write(policy.Node!), context.Scope, context.ApiId);
        }
        catch (ServiceFaultException fault)
        {
            context.Error(policy.Pointer, fault.Message);
            return null;
        }
    }

    private NodeView Endpoint() => context.Document[EndpointExtension].Exists
        ? context.Document[EndpointExtension]
        : context.Document["servers"].Items.Select(static server => server[EndpointExtension])
            .FirstOrDefault(static extension => extension.Exists, context.Document[EndpointExtension]);

    private EndpointConfiguration EndpointConfigurationOf(EndpointConfiguration current, OpenApiImportOptions options)
    {
        var endpoint = Endpoint();
        if (options.Mode == OpenApiImportMode.Create)
        {
            current = current with
            {
                Types = options.EndpointType is { } type ? [type] : endpoint["types"].Texts() is { Length: 1 } types ? types : current.Types,
            };
        }

        // PutRestApi never changes the endpoint type (§3.8).
        return endpoint["vpcEndpointIds"].Texts() is { } ids ? current with { VpcEndpointIds = ids } : current;
    }

    private static ImmutableSortedDictionary<string, string>? Texts(NodeView map) => map.IsObject
        ? map.Members.Where(static member => member.Value.Text is not null).ToImmutableSortedDictionary(
            static member => member.Name, static member => member.Value.Text!, StringComparer.Ordinal)
        : null;
}
