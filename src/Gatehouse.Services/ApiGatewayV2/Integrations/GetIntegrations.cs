using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class GetIntegrations(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var integrations = await api.ListAsync<IntegrationV2Document>(cancellationToken);
        return PageV2.Of(
            integrations.Select(static one => one.Value),
            static one => one.IntegrationId,
            ApiV2Json.Default.IntegrationV2Document,
            call.Input);
    }
}
