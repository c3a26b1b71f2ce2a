using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

internal sealed class GetStages(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var stages = await api.ListAsync<StageV2Document>(cancellationToken);
        return PageV2.Of(
            stages.Select(static stage => stage.Value),
            static stage => stage.StageName,
            ApiV2Json.Default.StageV2Document,
            call.Input);
    }
}
