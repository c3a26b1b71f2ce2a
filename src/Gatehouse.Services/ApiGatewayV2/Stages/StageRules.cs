using Gatehouse.Model.ApisV2;
using SharedStageRules = Gatehouse.Services.ApiGateway.Stages.StageRules;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>What a stage may be called and point at (http-api §3.7).</summary>
internal static class StageRules
{
    /// <summary>The stage at the root is one of HTTP APIs only (websocket-api §1.11).</summary>
    public static void CheckName(string name, bool isWebSocket)
    {
        if (isWebSocket || name != StageV2Document.Default)
        {
            SharedStageRules.CheckName(name);
        }
    }

    /// <summary>A stage that deploys by itself chooses its deployment itself. The text is ours.</summary>
    public static void CheckNotAutomatic(StageV2Document stage)
    {
        if (stage.AutoDeploy == true)
        {
            throw ApiGatewayV2Faults.BadRequest("Deployment ID cannot be set on a stage with autoDeploy enabled");
        }
    }

    public static async ValueTask<HashSet<string>> RouteKeysAsync(OpenedApiV2 api, CancellationToken cancellationToken) =>
        (await api.ListAsync<RouteV2Document>(cancellationToken))
            .Select(static route => route.Value.RouteKey)
            .ToHashSet(StringComparer.Ordinal);
}
