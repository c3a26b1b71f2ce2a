using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Deployments;

/// <summary>What an API must have before it can be deployed (rest-control-plane §1.9, §2.17).</summary>
internal static class DeploymentRules
{
    public static void CheckReady(RestApiDefinition definition)
    {
        var methods = definition.Resources.SelectMany(resource => resource.ResourceMethods.Values).ToList();
        if (methods.Count == 0)
        {
            throw ApiGatewayFaults.BadRequest("The REST API doesn't contain any methods");
        }

        if (methods.Exists(method => method.MethodIntegration is null))
        {
            throw ApiGatewayFaults.BadRequest("No integration defined for method");
        }

        if (definition.Api.EndpointConfiguration.Types.Contains("PRIVATE", StringComparer.Ordinal)
            && definition.Api.Policy is null)
        {
            throw ApiGatewayFaults.BadRequest("Private REST API doesn't have a resource policy attached to it");
        }
    }
}
