using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>404 when the key has no settings (http-api §2).</summary>
internal sealed class DeleteRouteSettings(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await api.StageAsync(call, cancellationToken);
        var key = call.Input.RequiredString("RouteKey");
        if (!stage.Value.RouteSettings.ContainsKey(key))
        {
            throw RouteSettingsRules.NoRoute(key);
        }

        var after = stage.Value with
        {
            RouteSettings = stage.Value.RouteSettings.Remove(key),
            LastUpdatedDate = store.Now,
        };
        await api.CommitAsync(api.Edit().Replace(stage, after), cancellationToken);
        return OperationOutput.Empty;
    }
}
