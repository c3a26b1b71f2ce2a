using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>HTTP and WebSocket APIs, never REST APIs (http-api §1.3).</summary>
internal sealed class GetApis(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        PageV2.Of(
            await store.Documents.ListAsync<ApiV2Document>(call.Scope, "", cancellationToken),
            static api => api.Id,
            api => ApiShape.Write(api.Value, call.Scope),
            call.Input);
}
