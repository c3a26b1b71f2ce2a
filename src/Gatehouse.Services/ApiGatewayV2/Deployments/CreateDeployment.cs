using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

/// <summary>Freezes the API and, with a stage name, points that stage here, in one commit (http-api §3.6).</summary>
internal sealed class CreateDeployment(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var name = InputMembers.Empty(call.Input.FindString("StageName"));
        var stage = name is null
            ? null
            : await api.FindAsync<StageV2Document>(name, cancellationToken) ?? throw ApiGatewayV2Faults.NoStage();
        if (stage?.Value.AutoDeploy == true)
        {
            // Unconfirmed, as is the text.
            throw ApiGatewayV2Faults.BadRequest(
                $"Deployments cannot be created for stage {name}: autoDeploy is enabled on it");
        }

        var definition = await api.ReadDefinitionAsync(cancellationToken);
        if (definition.Routes.IsEmpty)
        {
            // Both texts are AWS's; which protocol says which is unconfirmed (websocket-api §1.10).
            throw ApiGatewayV2Faults.BadRequest(api.IsWebSocket
                ? "Unable to deploy API because no routes exist in this API"
                : "At least one route is required before deploying the Api.");
        }

        WebSocketModelRules.CheckDeployable(definition);

        var deployment = new DeploymentV2Document
        {
            DeploymentId = store.NewPartId(),
            AutoDeployed = false,
            CreatedDate = store.Now,
            DeploymentStatus = DeploymentV2Document.Deployed,
            Description = call.Input.Text("Description", null),
        };
        var id = api.PartId(deployment.DeploymentId);
        var batch = api.Edit()
            .Create(id, deployment)
            .Create(id, new DeploymentSnapshotV2Document { Definition = definition });
        if (stage is not null)
        {
            batch.Replace(stage, stage.Value with
            {
                DeploymentId = deployment.DeploymentId,
                LastUpdatedDate = deployment.CreatedDate,
            });
        }

        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(deployment, ApiV2Json.Default.DeploymentV2Document);
    }
}
