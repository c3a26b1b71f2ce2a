using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.GatewayResponses;
using Gatehouse.Services.ApiGateway.RestApis;

namespace Gatehouse.Services.OpenApi;

/// <summary>The API's own settings: <c>info</c> and the root extensions (rest-control-plane §4.1, §4.5).</summary>
internal sealed class SettingsImport(ImportContext context)
{
    private const string EndpointExtension = "x-amazon-apigateway-endpoint-configuration";

    /// <summary>A new API needs a name.</summary>
    public void CheckInfo(RestApiDefinition? existing)
    {
        var info = context.Document["info"];
        if (info.Exists && !info.IsObject)
        {
            context.ParseIssue(info, "info", "object");
        }

        if (existing is null && info["title"].Text is not { Length: > 0 })
        {
            context.Error(info.Pointer, "The definition needs info.title: it is the API's name");
        }
    }

    /// <param name="api">The API as it is, or as a new one begins.</param>
    /// <param name="options">Merge appends binary types; overwrite and create replace them.</param>
    public RestApiDocument Apply(RestApiDocument api, OpenApiImportOptions options)
    {
        var root = context.Document;
        var isMerge = options.Mode == OpenApiImportMode.Merge;
        var info = root["info"];
        var compression = root["x-amazon-apigateway-minimum-compression-size"];
        var changed = api with
        {
            Name = info["title"].Text is { Length: > 0 } title ? title : api.Name,
            Description = info["description"].Text is { Length: > 0 } description ? description
                : isMerge ? api.Description
                : null,
            Version = info["version"].Text ?? (isMerge ? api.Version : null),
            BinaryMediaTypes = BinaryTypes(api, root["x-amazon-apigateway-binary-media-types"], isMerge),
            MinimumCompressionSize = compression.Number() ?? (isMerge ? api.MinimumCompressionSize : null),
            ApiKeySource =
                KeySource(root["x-amazon-apigateway-api-key-source"]) ?? (isMerge ? api.ApiKeySource : "HEADER"),
            Policy = Policy(root["x-amazon-apigateway-policy"]) ?? (isMerge ? api.Policy : null),
            SecurityPolicy = root["x-amazon-apigateway-security-policy"].Text ?? api.SecurityPolicy,
            EndpointAccessMode = root["x-amazon-apigateway-endpoint-access-mode"].Text ?? api.EndpointAccessMode,
            DisableExecuteApiEndpoint = Endpoint()["disableExecuteApiEndpoint"].Flag() ?? api.DisableExecuteApiEndpoint,
            EndpointConfiguration = EndpointConfigurationOf(api.EndpointConfiguration, options),
        };
        context.Passes(compression.Pointer, "", () => RestApiRules.CheckCompression(changed.MinimumCompressionSize));
        context.Passes(
            root["x-amazon-apigateway-security-policy"].Pointer, "",
            () => EndpointRules.CheckSecurity(changed.SecurityPolicy, changed.EndpointAccessMode));
        return changed;
    }

    public ImmutableArray<GatewayResponseDocument> GatewayResponses(
        ImmutableArray<GatewayResponseDocument> existing, bool keepsExisting)
    {
        var found =
            (keepsExisting ? existing : []).ToDictionary(static one => one.ResponseType, StringComparer.Ordinal);
        foreach (var (type, response) in context.Document["x-amazon-apigateway-gateway-responses"].Members)
        {
            var prefix = $"Unable to put gateway response '{type}': ";
            if (GatewayResponseDefaults.All.All(known => known.Type != type) || !response.IsObject)
            {
                context.Error(response.Pointer, prefix + "there is no such type, or it is no object");
                continue;
            }

            var defaults = GatewayResponseDefaults.Of(type);
            var status = response["statusCode"].Text ?? defaults.StatusCode;
            if (status is not (null or ['1' or '2' or '3' or '4' or '5', >= '0' and <= '9', >= '0' and <= '9']))
            {
                context.Error(
                    response["statusCode"].Pointer, $"{prefix}Invalid status code '{response["statusCode"].Quoted}'");
            }

            // What the file leaves out is as PutGatewayResponse leaves it.
            found[type] = defaults with
            {
                StatusCode = status,
                ResponseParameters = Texts(response["responseParameters"], prefix) ?? defaults.ResponseParameters,
                ResponseTemplates = Texts(response["responseTemplates"], prefix) ?? defaults.ResponseTemplates,
            };
            context.Passes(response.Pointer, prefix, () => GatewayResponseRules.Check(found[type]));
        }

        return [.. found.Values.OrderBy(static response => response.ResponseType, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The definition's base path: the first server variable named basePath, else the first server's path, else
    /// basePath.
    /// </summary>
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

        var first = context.Document["servers"].Items.FirstOrDefault();
        var url = first["url"].Text;
        foreach (var (name, variable) in first["variables"].Members)
        {
            url = url?.Replace($"{{{name}}}", variable["default"].Text ?? "", StringComparison.Ordinal);
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https"
            ? absolute.AbsolutePath
            : url is ['/', ..] ? url
            : "/";
    }

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
        if (!policy.Exists)
        {
            return null;
        }

        // A policy that is no object is refused like any other broken one: left out, the API would be open.
        string? normalized = null;
        context.Passes(
            policy.Pointer,
            "",
            () => normalized = ResourcePolicy.Normalize(CompactJson.Write(policy.Node!), context.Scope, context.ApiId));
        return normalized;
    }

    private NodeView Endpoint() => context.Document[EndpointExtension].Exists
        ? context.Document[EndpointExtension]
        : context.Document["servers"].Items.Select(static server => server[EndpointExtension])
            .FirstOrDefault(static extension => extension.Exists, context.Document[EndpointExtension]);

    private EndpointConfiguration EndpointConfigurationOf(EndpointConfiguration current, OpenApiImportOptions options)
    {
        var endpoint = Endpoint();
        var changed = endpoint["vpcEndpointIds"].Texts() is { } ids ? current with { VpcEndpointIds = ids } : current;

        // PutRestApi never changes the endpoint type (§3.8).
        if (options.Mode == OpenApiImportMode.Create)
        {
            var types = options.EndpointType is { } type ? [type] : endpoint["types"].Texts();
            if (types?.FirstOrDefault(static type => !IsEndpointType(type)) is { } unknown)
            {
                context.Error(
                    endpoint["types"].Pointer,
                    $"Invalid endpoint type '{unknown}'. Valid options are REGIONAL,EDGE,PRIVATE");
                return current;
            }

            changed = changed with
            {
                Types = types ?? changed.Types,
                IpAddressType = endpoint["ipAddressType"].Text ?? changed.IpAddressType,
            };
        }

        context.Passes(endpoint.Pointer, "", () => EndpointRules.Complete(changed));
        return changed;
    }

    private static bool IsEndpointType(string type) =>
        type is EndpointRules.Edge or EndpointRules.Regional or EndpointRules.Private;

    private ImmutableSortedDictionary<string, string>? Texts(NodeView map, string prefix)
    {
        if (!map.Exists)
        {
            return null;
        }

        var wrong = map.Members.FirstOrDefault(static member => member.Value.StrictText is null);
        if (!map.IsObject || wrong.Name is not null)
        {
            context.Error(
                wrong.Name is null ? map.Pointer : wrong.Value.Pointer, prefix + "expected an object of strings");
            return null;
        }

        return map.Members.ToImmutableSortedDictionary(
            static member => member.Name, static member => member.Value.StrictText!, StringComparer.Ordinal);
    }
}
