using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.MethodResponses;

/// <summary>A declared response: members that are empty do not show (rest-control-plane §2.5).</summary>
internal static class MethodResponseShape
{
    public static OperationOutput Output(MethodResponseDocument response) =>
        OperationOutput.Of(response, RestApiJson.Default.MethodResponseDocument);

    public static MethodResponseDocument Of(MethodDocument method, OperationCall call) =>
        method.MethodResponses?.GetValueOrDefault(call.Input.RequiredString("statusCode"))
        ?? throw ApiGatewayFaults.NoResponse();

    public static MethodDocument With(MethodDocument method, MethodResponseDocument response) => method with
    {
        MethodResponses = (method.MethodResponses ?? ImmutableSortedDictionary<string, MethodResponseDocument>.Empty)
            .SetItem(response.StatusCode, response),
    };
}
