using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.IntegrationResponses;

internal sealed class DeleteIntegrationResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);

        // A missing method is told as a missing integration here (rest-control-plane §1.8).
        var method = opened.FindMethod(OpenedResource.Verb(call)) ?? throw ApiGatewayFaults.NoIntegration();
        var integration = method.MethodIntegration ?? throw ApiGatewayFaults.NoIntegration();
        var code = call.Input.RequiredString("statusCode");
        if (integration.IntegrationResponses is not { } responses || !responses.ContainsKey(code))
        {
            throw ApiGatewayFaults.NoResponse();
        }

        var rest = responses.Remove(code);
        await opened.SaveAsync(
            method with
            {
                MethodIntegration = integration with { IntegrationResponses = rest.IsEmpty ? null : rest },
            },
            cancellationToken);
        return OperationOutput.Empty;
    }
}
