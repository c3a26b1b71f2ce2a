using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// The operations on parts that HTTP APIs do not have: models, route responses, integration responses (http-api §2).
/// Every API that can exist here is an HTTP API, so each is answered as AWS answers it there: 404 without the API, 400
/// with it (the text is unconfirmed).
/// </summary>
/// <param name="store">Finds the API.</param>
/// <param name="what">What is refused, as the beginning of a sentence.</param>
internal sealed class WebSocketOnly(ApiV2Store store, string what) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        _ = await store.OpenAsync(call, cancellationToken);
        throw ApiGatewayV2Faults.NotOnHttp(what);
    }
}
