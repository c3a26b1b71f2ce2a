using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>Changes a stage's live settings, points it elsewhere, or switches its own deploying on and off.</summary>
internal sealed class UpdateStage(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stored = await api.StageAsync(call, cancellationToken);
        var before = stored.Value;
        var keys = call.Input.Has("RouteSettings")
            ? await StageRules.RouteKeysAsync(api, cancellationToken)
            : [];
        var after = StageInput.Apply(call.Input, before, keys, api.IsWebSocket) with { LastUpdatedDate = store.Now };
        var batch = api.Edit();
        if (api.IsWebSocket)
        {
            await WebSocketStageRules.CheckLoggingAsync(api, before, after, cancellationToken);
            await WebSocketStageRules.HoldCertificateAsync(
                api, batch, before.ClientCertificateId, after.ClientCertificateId, cancellationToken);
        }

        if (InputMembers.Empty(call.Input.FindString("DeploymentId")) is { } deployment
            && deployment != before.DeploymentId)
        {
            StageRules.CheckNotAutomatic(after);
            _ = await api.DeploymentAsync(deployment, cancellationToken);
            after = after with { DeploymentId = deployment };
        }

        after = await SwitchAsync(api, batch, before, after, cancellationToken);
        await api.CommitAsync(batch.Replace(stored, after), cancellationToken);
        return StageShape.Output(after);
    }

    private static async ValueTask<StageV2Document> SwitchAsync(
        OpenedApiV2 api, DocumentBatch batch, StageV2Document before, StageV2Document after,
        CancellationToken cancellationToken)
    {
        if (after.AutoDeploy == true)
        {
            return before.AutoDeploy == true
                ? after
                : await AutomaticDeployment.BeginAsync(api, batch, after, cancellationToken);
        }

        // From here on the API changes without this stage: what it serves must be on record, and also what it served
        // until now, so that nobody's automatic deployment follows the documents any further.
        string?[] held = before.AutoDeploy == true
            ? [before.DeploymentId, after.DeploymentId]
            : after.DeploymentId == before.DeploymentId ? [] : [after.DeploymentId];
        await AutomaticDeployment.FreezeAsync(
            api, batch, held.OfType<string>().Distinct(StringComparer.Ordinal), cancellationToken);
        return after;
    }
}
