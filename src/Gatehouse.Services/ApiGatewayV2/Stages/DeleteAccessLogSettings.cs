using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

internal sealed class DeleteAccessLogSettings(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await api.StageAsync(call, cancellationToken);
        var after = stage.Value with { AccessLogSettings = null, LastUpdatedDate = store.Now };
        await api.CommitAsync(api.Edit().Replace(stage, after), cancellationToken);
        return OperationOutput.Empty;
    }
}
