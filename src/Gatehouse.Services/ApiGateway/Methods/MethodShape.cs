using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

internal static class MethodShape
{
    public static OperationOutput Output(MethodDocument method) =>
        OperationOutput.Of(method, RestApiJson.Default.MethodDocument);
}
