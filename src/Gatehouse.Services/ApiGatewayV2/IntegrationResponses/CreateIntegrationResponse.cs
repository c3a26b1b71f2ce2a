using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

internal sealed class CreateIntegrationResponse(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(IntegrationResponseInput.What);
        var integration = (await api.IntegrationAsync(call, cancellationToken)).Value.IntegrationId;
        var response = IntegrationResponseInput.Apply(call.Input, new IntegrationResponseV2Document
        {
            IntegrationId = integration,
            IntegrationResponseId = store.NewPartId(),
            IntegrationResponseKey = call.Input.RequiredString("IntegrationResponseKey"),
        });
        await IntegrationResponseInput.CheckUniqueAsync(api, response, cancellationToken);
        var all = await api.ListBelowAsync<IntegrationResponseV2Document>(integration, cancellationToken);
        if (all.Length >= quotas.ResponsesPerIntegration)
        {
            throw ApiGatewayV2Faults.LimitExceeded("IntegrationResponses", "Integration");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId($"{integration}/{response.IntegrationResponseId}"), response),
            routesAfter: null,
            cancellationToken);
        return OperationOutput.Of(response, ApiV2Json.Default.IntegrationResponseV2Document);
    }
}
