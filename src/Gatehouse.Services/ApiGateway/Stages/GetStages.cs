using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>Not paged; the model's member is <c>item</c> here, not <c>items</c> (rest-control-plane §1.6).</summary>
internal sealed class GetStages(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var deployment = call.Input.FindString("deploymentId");
        var item = new JsonArray();
        foreach (var stage in await api.ListAsync<StageDocument>(cancellationToken))
        {
            if (string.IsNullOrEmpty(deployment) || stage.Value.DeploymentId == deployment)
            {
                item.Add(JsonSerializer.SerializeToNode(stage.Value, RestApiJson.Default.StageDocument));
            }
        }

        return OperationOutput.Of(new JsonObject { ["item"] = item });
    }
}
