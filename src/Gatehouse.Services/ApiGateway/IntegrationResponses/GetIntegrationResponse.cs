using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.IntegrationResponses;

internal sealed class GetIntegrationResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceAsync(call, cancellationToken);
        var response = opened.Integration(call).IntegrationResponses?
            .GetValueOrDefault(call.Input.RequiredString("statusCode"));
        return IntegrationResponseShape.Output(response ?? throw ApiGatewayFaults.NoResponse());
    }
}
