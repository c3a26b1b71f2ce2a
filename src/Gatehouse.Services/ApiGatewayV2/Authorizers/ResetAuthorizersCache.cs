using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

/// <summary>Empties a stage's cache of authorizer results on every node (http-api §13.3).</summary>
internal sealed class ResetAuthorizersCache(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await api.StageAsync(call, cancellationToken);
        if (api.IsWebSocket)
        {
            throw WebSocketFaults.NotOnWebSocket("Caches of authorizers are"); // there is none (websocket-api §1.9)
        }

        var edition = await api.FindAsync<StageCacheEditionV2Document>(stage.Value.StageName, cancellationToken);
        var batch = api.Edit();
        await api.CommitAsync(
            edition is null
                ? batch.Create(stage.Id, new StageCacheEditionV2Document { AuthorizerResets = 1 })
                : batch.Replace(
                    edition,
                    new StageCacheEditionV2Document { AuthorizerResets = edition.Value.AuthorizerResets + 1 }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
