using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>Reads whole APIs out of the store: as they are now, or as a deployment froze them.</summary>
/// <remarks>
/// Every change of what a stage serves rewrites its <see cref="StageV2Document"/> in the same commit, automatic
/// deployments included: whoever publishes stages follows that kind (and VPC links) and asks here for the rest.
/// </remarks>
public static class ApiV2Definitions
{
    /// <summary>What a deployment froze.</summary>
    /// <returns><see langword="null"/> when there is no such deployment, or its API is gone.</returns>
    public static async ValueTask<ApiV2Definition?> FindDeployedAsync(
        IDocumentStore store, DocumentScope scope, string apiId, string deploymentId, CancellationToken cancellationToken)
    {
        var id = $"{apiId}/{deploymentId}";
        if (await store.FindAsync<DeploymentSnapshotV2Document>(scope, id, cancellationToken) is { } snapshot)
        {
            return snapshot.Value.Definition;
        }

        return await store.FindAsync<DeploymentV2Document>(scope, id, cancellationToken) is { Value.AutoDeployed: true }
            ? await FindCurrentAsync(store, scope, apiId, cancellationToken)
            : null;
    }

    /// <summary>The API as its documents stand.</summary>
    public static async ValueTask<ApiV2Definition?> FindCurrentAsync(
        IDocumentStore store, DocumentScope scope, string apiId, CancellationToken cancellationToken)
    {
        var api = await store.FindAsync<ApiV2Document>(scope, apiId, cancellationToken);
        return api is null ? null : await ReadAsync(store, scope, api.Value, cancellationToken);
    }

    /// <summary>The parts of an API that was read.</summary>
    public static async ValueTask<ApiV2Definition> ReadAsync(
        IDocumentStore store, DocumentScope scope, ApiV2Document api, CancellationToken cancellationToken)
    {
        var isWebSocket = api.ProtocolType == ApiV2Document.WebSocket;
        return new ApiV2Definition
        {
            Api = api,
            Routes = await ListAsync<RouteV2Document>(store, scope, api.ApiId, cancellationToken),
            Integrations = await ListAsync<IntegrationV2Document>(store, scope, api.ApiId, cancellationToken),
            Authorizers = await ListAsync<AuthorizerV2Document>(store, scope, api.ApiId, cancellationToken),
            Models = isWebSocket
                ? await ListAsync<ModelV2Document>(store, scope, api.ApiId, cancellationToken) : [],
            RouteResponses = isWebSocket
                ? await ListAsync<RouteResponseV2Document>(store, scope, api.ApiId, cancellationToken) : [],
            IntegrationResponses = isWebSocket
                ? await ListAsync<IntegrationResponseV2Document>(store, scope, api.ApiId, cancellationToken) : [],
        };
    }

    private static async ValueTask<ImmutableArray<T>> ListAsync<T>(
        IDocumentStore store, DocumentScope scope, string apiId, CancellationToken cancellationToken)
        where T : class, IDocument<T> =>
        [.. (await store.ListAsync<T>(scope, apiId + "/", cancellationToken)).Select(static part => part.Value)];
}
