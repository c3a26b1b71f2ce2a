using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>204 also when there is none (http-api §3.2).</summary>
internal sealed class DeleteCorsConfiguration(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        if (api.IsWebSocket)
        {
            throw WebSocketFaults.NoCors();
        }

        if (api.Api.CorsConfiguration is not null)
        {
            var batch = api.Edit().Replace(api.Document, api.Api with { CorsConfiguration = null });
            await api.CommitAndDeployAsync(batch, routesAfter: null, cancellationToken);
        }

        return OperationOutput.Empty;
    }
}
