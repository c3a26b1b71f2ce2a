using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

/// <summary>Finds the integrations that a VPC link serves: those being edited and those in force at a stage.</summary>
internal static class VpcLinkUses
{
    /// <returns><c>{apiId}:{VERB}:{resourceId}:{stage}</c> each; the stage is <c>null</c> where it is not deployed.</returns>
    public static async ValueTask<List<string>> FindAsync(
        RestApiStore store, DocumentScope scope, string linkId, CancellationToken cancellationToken)
    {
        var uses = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var api in await store.Documents.ListAsync<RestApiDocument>(scope, "", cancellationToken))
        {
            var resources = await store.Documents.ListAsync<ResourceDocument>(scope, api.Id + "/", cancellationToken);
            Add(uses, api.Id, "null", resources.Select(r => r.Value), linkId, variables: null);
            foreach (var stage in await store.Documents.ListAsync<StageDocument>(scope, api.Id + "/", cancellationToken))
            {
                foreach (var deployment in DeploymentsOf(stage.Value))
                {
                    var snapshot = await store.Documents.FindAsync<DeploymentSnapshotDocument>(
                        scope, $"{api.Id}/{deployment}", cancellationToken);
                    Add(
                        uses, api.Id, stage.Value.StageName, snapshot?.Value.Definition.Resources ?? [], linkId,
                        stage.Value.Variables);
                }
            }
        }

        await WebSocketsAsync(store, scope, linkId, uses, cancellationToken);
        return [.. uses];
    }

    /// <summary>
    /// WebSocket APIs go through links of version 1 (websocket-api §1.13): the integration stands where others
    /// have a resource.
    /// </summary>
    private static async ValueTask WebSocketsAsync(
        RestApiStore store, DocumentScope scope, string linkId, SortedSet<string> uses,
        CancellationToken cancellationToken)
    {
        foreach (var api in await store.Documents.ListAsync<ApiV2Document>(scope, "", cancellationToken))
        {
            if (api.Value.ProtocolType != ApiV2Document.WebSocket)
            {
                continue;
            }

            var current = await ApiV2Definitions.ReadAsync(store.Documents, scope, api.Value, cancellationToken);
            Add(uses, current, "null", linkId, variables: null);
            foreach (var stage in await store.Documents.ListAsync<StageV2Document>(scope, api.Id + "/", cancellationToken))
            {
                if (stage.Value.DeploymentId is { } deployment
                    && await ApiV2Definitions.FindDeployedAsync(
                        store.Documents, scope, api.Id, deployment, cancellationToken) is { } deployed)
                {
                    Add(uses, deployed, stage.Value.StageName, linkId, stage.Value.StageVariables);
                }
            }
        }
    }

    private static void Add(
        SortedSet<string> uses, ApiV2Definition api, string stage, string linkId,
        IReadOnlyDictionary<string, string>? variables)
    {
        foreach (var integration in api.Integrations)
        {
            if (integration is { ConnectionType: IntegrationV2Document.VpcLink, ConnectionId: { } id }
                && Names(id, linkId, variables))
            {
                uses.Add($"{api.Api.ApiId}:{integration.IntegrationMethod}:{integration.IntegrationId}:{stage}");
            }
        }
    }

    private static IEnumerable<string> DeploymentsOf(StageDocument stage)
    {
        yield return stage.DeploymentId;
        if (stage.CanarySettings?.DeploymentId is { } canary && canary != stage.DeploymentId)
        {
            yield return canary;
        }
    }

    private static void Add(
        SortedSet<string> uses, string apiId, string stage, IEnumerable<ResourceDocument> resources, string linkId,
        IReadOnlyDictionary<string, string>? variables)
    {
        foreach (var resource in resources)
        {
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                if (method.MethodIntegration is { ConnectionType: "VPC_LINK", ConnectionId: { } id }
                    && Names(id, linkId, variables))
                {
                    uses.Add($"{apiId}:{verb}:{resource.Id}:{stage}");
                }
            }
        }
    }

    /// <summary>By its id, or by a stage variable that holds it.</summary>
    private static bool Names(string connectionId, string linkId, IReadOnlyDictionary<string, string>? variables)
    {
        const string open = "${stageVariables.";
        return connectionId == linkId
            || (variables is not null && connectionId.StartsWith(open, StringComparison.Ordinal)
                && connectionId.EndsWith('}')
                && variables.TryGetValue(connectionId[open.Length..^1], out var value) && value == linkId);
    }
}
