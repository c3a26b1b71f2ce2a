using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

internal static class StageShape
{
    public static OperationOutput Output(StageDocument stage) =>
        OperationOutput.Of(stage, RestApiJson.Default.StageDocument);

    public static async ValueTask<Versioned<StageDocument>> FindAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken) =>
        await api.FindAsync<StageDocument>(call.Input.RequiredString("stageName"), cancellationToken)
        ?? throw ApiGatewayFaults.NoStage();
}
