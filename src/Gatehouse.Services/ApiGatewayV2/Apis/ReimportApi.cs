using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// Replaces an API by what a document says (http-api §4), as a whole or not at all. Stages stay; those that deploy by
/// themselves serve the result.
/// </summary>
internal sealed class ReimportApi(ApiV2Store store, ApiImports imports) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        if (api.IsWebSocket)
        {
            throw WebSocketFaults.NotOnWebSocket("Imports are"); // websocket-api §1.14
        }

        var before = await api.ReadDefinitionAsync(cancellationToken);
        var after = await imports.ReadAsync(call.Input, before, call.Scope, cancellationToken);
        var batch = api.Edit();
        ApiDefinitionWriter.Write(batch, before, after);
        await api.CommitAndDeployAsync(batch, after.Routes.Length, cancellationToken);
        return ApiShape.Output(after.Api, call.Scope);
    }
}
