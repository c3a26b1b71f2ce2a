using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>The PATCH table of a RestApi (rest-control-plane §2.2).</summary>
internal static class RestApiPatches
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;

    public static PatchTable<RestApiDocument> For(DocumentScope scope) => new(
        PatchFamily.NamesPath,
        new("/name", PatchOps.Replace, (api, in m) =>
            api with { Name = m.ValueOrNull ?? throw ApiGatewayFaults.BadRequest("Name cannot be empty") }),
        new("/description", Any, (api, in m) => api with { Description = m.ValueOrNull }),
        new("/policy", PatchOps.Replace, (api, in m) =>
            api with { Policy = m.ValueOrNull is { } text ? ResourcePolicy.Normalize(text, scope, api.Id) : null }),
        new("/apiKeySource", PatchOps.Replace, (api, in m) =>
            api with { ApiKeySource = m.OneOf("HEADER", "AUTHORIZER") }),
        new("/disableExecuteApiEndpoint", PatchOps.Replace, (api, in m) =>
            api with { DisableExecuteApiEndpoint = m.Boolean() }),
        new("/minimumCompressionSize", PatchOps.Replace, PatchCompression) { NamesItsOps = true },
        new("/binaryMediaTypes/{key}", Any, PatchBinaryMediaType),
        new("/endpointConfiguration/types/{key}", PatchOps.Replace, (api, in m) =>
            api with { EndpointConfiguration = EndpointRules.Migrate(api.EndpointConfiguration, m.Key, m.Value) }),
        new("/endpointConfiguration/ipAddressType", PatchOps.Replace, (api, in m) =>
            api with { EndpointConfiguration = EndpointRules.WithAddressType(api.EndpointConfiguration, m.Value) })
        { NamesItsOps = true },
        new("/endpointConfiguration/vpcEndpointIds", PatchOps.Add | PatchOps.Remove, PatchVpcEndpoint),
        new("/securityPolicy", PatchOps.Replace, (api, in m) => api with { SecurityPolicy = m.ValueOrNull }),
        new("/endpointAccessMode", PatchOps.Replace, (api, in m) => api with
        {
            EndpointAccessMode = m.ValueOrNull is null ? null : m.OneOf("BASIC", "STRICT"),
        }));

    /// <summary>
    /// Refused before any path is looked at: the operations that no attribute of an API takes (§1.9).
    /// </summary>
    public static void CheckOps(ImmutableArray<PatchOperation> operations)
    {
        if (operations.Any(operation => operation.Op is not ("add" or "remove" or "replace")))
        {
            throw ApiGatewayFaults.BadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
        }
    }

    private static RestApiDocument PatchCompression(RestApiDocument api, in PatchMatch match)
    {
        int? size = match.ValueOrNull is null ? null : match.Integer();
        RestApiRules.CheckCompression(size);
        return api with { MinimumCompressionSize = size };
    }

    /// <summary>The element stands in the path; a replacement goes to the end of the list.</summary>
    private static RestApiDocument PatchBinaryMediaType(RestApiDocument api, in PatchMatch match)
    {
        var types = api.BinaryMediaTypes;
        types = match.Op switch
        {
            PatchOps.Add => PatchMaps.Add(types, match.Key),
            PatchOps.Remove => PatchMaps.Remove(types, match.Key),
            _ => PatchMaps.Add(PatchMaps.Remove(types, match.Key), match.ValueOrNull ?? match.Key),
        };
        return api with { BinaryMediaTypes = types };
    }

    private static RestApiDocument PatchVpcEndpoint(RestApiDocument api, in PatchMatch match)
    {
        var configuration = api.EndpointConfiguration;
        if (!configuration.Types.Contains(EndpointRules.Private, StringComparer.Ordinal))
        {
            throw EndpointRules.VpcEndpointsNeedPrivate();
        }

        var ids = match.IsRemove
            ? PatchMaps.Remove(configuration.VpcEndpointIds, match.Value)
            : PatchMaps.Add(configuration.VpcEndpointIds, match.Value);
        return api with { EndpointConfiguration = configuration with { VpcEndpointIds = ids } };
    }
}
