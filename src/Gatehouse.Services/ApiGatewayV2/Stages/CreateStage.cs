using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

internal sealed class CreateStage(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var input = call.Input;
        var name = input.RequiredString("StageName");
        StageRules.CheckName(name, api.IsWebSocket);
        var tags = TagRules.Check(input.Map("Tags"));
        var fresh = StageShape.New(name, store.Now, api.IsWebSocket);
        fresh = fresh with { Tags = tags ?? fresh.Tags };
        var keys = await StageRules.RouteKeysAsync(api, cancellationToken);
        var stage = StageInput.Apply(input, fresh, keys, api.IsWebSocket);
        var stages = await api.ListAsync<StageV2Document>(cancellationToken);
        if (stages.Any(other => other.Value.StageName == name))
        {
            throw ApiGatewayV2Faults.Conflict("Stage already exists");
        }

        if (stages.Length >= quotas.StagesPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Stages");
        }

        var batch = api.Edit();
        await HoldAsync(api, batch, fresh, stage, cancellationToken);
        if (InputMembers.Empty(input.FindString("DeploymentId")) is { } deployment)
        {
            StageRules.CheckNotAutomatic(stage);
            _ = await api.DeploymentAsync(deployment, cancellationToken);
            await AutomaticDeployment.FreezeAsync(api, batch, [deployment], cancellationToken);
            stage = stage with { DeploymentId = deployment };
        }
        else if (stage.AutoDeploy == true)
        {
            stage = await AutomaticDeployment.BeginAsync(api, batch, stage, cancellationToken);
        }

        await api.CommitAsync(batch.Create(api.PartId(name), stage), cancellationToken);
        return StageShape.Output(stage);
    }

    private static async ValueTask HoldAsync(
        OpenedApiV2 api, DocumentBatch batch, StageV2Document before, StageV2Document after,
        CancellationToken cancellationToken)
    {
        if (api.IsWebSocket)
        {
            await WebSocketStageRules.CheckLoggingAsync(api, before, after, cancellationToken);
            await WebSocketStageRules.HoldCertificateAsync(
                api, batch, before.ClientCertificateId, after.ClientCertificateId, cancellationToken);
        }
    }
}
