using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class GetIntegration(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var integration = await api.IntegrationAsync(call, cancellationToken);
        return OperationOutput.Of(integration.Value, ApiV2Json.Default.IntegrationV2Document);
    }
}
