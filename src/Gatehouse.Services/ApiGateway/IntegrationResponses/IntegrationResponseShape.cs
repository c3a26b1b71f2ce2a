using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.IntegrationResponses;

/// <summary>How a backend's answer becomes the method's (rest-control-plane §2.7).</summary>
internal static class IntegrationResponseShape
{
    public static OperationOutput Output(IntegrationResponseDocument response) =>
        OperationOutput.Of(response, RestApiJson.Default.IntegrationResponseDocument);

    public static MethodDocument With(
        MethodDocument method, IntegrationDocument integration, IntegrationResponseDocument response)
    {
        var responses = integration.IntegrationResponses
            ?? ImmutableSortedDictionary<string, IntegrationResponseDocument>.Empty;
        return method with
        {
            MethodIntegration = integration with
            {
                IntegrationResponses = responses.SetItem(response.StatusCode, response),
            },
        };
    }

    /// <summary>The method response of the same code must be there and declare what is mapped.</summary>
    public static void Check(MethodDocument method, IntegrationResponseDocument response)
    {
        var declared = method.MethodResponses?.GetValueOrDefault(response.StatusCode)
            ?? throw ApiGatewayFaults.NoResponse();
        MappingExpressions.CheckResponseMapping(declared, response.ResponseParameters);
        TemplateRules.Check(response.ResponseTemplates?.Values ?? []);
    }
}
