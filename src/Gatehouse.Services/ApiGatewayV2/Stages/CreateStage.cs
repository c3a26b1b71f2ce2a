using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

internal sealed class CreateStage(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var input = call.Input;
        var name = input.RequiredString("StageName");
        StageRules.CheckName(name);
        var tags = TagRules.Check(input.Map("Tags"));
        var fresh = StageShape.New(name, store.Now);
        var stage = StageInput.Apply(
            input, fresh with { Tags = tags ?? fresh.Tags }, await StageRules.RouteKeysAsync(api, cancellationToken));
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
}
