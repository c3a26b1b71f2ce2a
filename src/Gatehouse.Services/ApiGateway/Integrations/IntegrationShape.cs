using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Integrations;

internal static class IntegrationShape
{
    public static OperationOutput Output(IntegrationDocument integration) =>
        OperationOutput.Of(integration, RestApiJson.Default.IntegrationDocument);
}
