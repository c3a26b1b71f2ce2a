using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// <c>cloneFrom</c> (rest-control-plane §3.7): the same structure with new ids. Stages, deployments and tags stay
/// behind.
/// </summary>
internal sealed class RestApiCopy(RestApiStore store)
{
    private readonly Dictionary<string, string> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _authorizers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _validators = new(StringComparer.Ordinal);

    /// <param name="source">The API that is copied.</param>
    /// <param name="api">The new API's own document.</param>
    public RestApiDefinition Of(RestApiDefinition source, RestApiDocument api)
    {
        foreach (var resource in source.Resources)
        {
            _resources[resource.Id] = resource.ParentId is null ? api.RootResourceId : store.NewPartId();
        }

        return new RestApiDefinition
        {
            Api = api,
            Models = [.. source.Models.Select(model => model with { Id = store.NewPartId() })],
            Authorizers = [.. source.Authorizers.Select(one => one with { Id = Renew(_authorizers, one.Id) })],
            RequestValidators =
                [.. source.RequestValidators.Select(one => one with { Id = Renew(_validators, one.Id) })],
            GatewayResponses = source.GatewayResponses,
            Resources = [.. source.Resources.Select(CopyResource)],
        };
    }

    private string Renew(Dictionary<string, string> ids, string id) => ids[id] = store.NewPartId();

    private ResourceDocument CopyResource(ResourceDocument resource) => resource with
    {
        Id = _resources[resource.Id],
        ParentId = resource.ParentId is { } parent ? _resources[parent] : null,
        ResourceMethods = resource.ResourceMethods.ToImmutableSortedDictionary(
            entry => entry.Key, entry => CopyMethod(entry.Value), StringComparer.Ordinal),
    };

    private MethodDocument CopyMethod(MethodDocument method) => method with
    {
        AuthorizerId = Follow(_authorizers, method.AuthorizerId),
        RequestValidatorId = Follow(_validators, method.RequestValidatorId),
        MethodIntegration = method.MethodIntegration is { } integration
            ? integration with { CacheNamespace = Follow(_resources, integration.CacheNamespace) }
            : null,
    };

    /// <summary>An id that names nothing of the source is the caller's own word and stays.</summary>
    private static string? Follow(Dictionary<string, string> ids, string? id) =>
        id is not null && ids.TryGetValue(id, out var renewed) ? renewed : id;
}
