using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Integrations;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// A target turned into an integration, a route and a stage that deploys by itself (http-api §3.1). The function's own
/// policy is never touched.
/// </summary>
internal static class QuickCreate
{
    /// <summary>A URL becomes HTTP_PROXY, a function's ARN AWS_PROXY; the role goes with functions only.</summary>
    public static IntegrationV2Document Integration(
        string id, string target, string? credentials, string account)
    {
        var isUrl = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var integration = new IntegrationV2Document
        {
            IntegrationId = id,
            IntegrationType = isUrl ? IntegrationRules.HttpProxy : IntegrationRules.AwsProxy,
            IntegrationMethod = isUrl ? HttpRouteKey.Any : "POST",
            IntegrationUri = target,
            PayloadFormatVersion = isUrl ? "1.0" : "2.0",
            ConnectionType = IntegrationV2Document.Internet,
            TimeoutInMillis = ApiV2Limits.MaxTimeoutInMillis,
            CredentialsArn = isUrl ? null : InputMembers.Empty(credentials),
            ApiGatewayManaged = true,
        };
        IntegrationRules.Check(integration, account);
        return integration;
    }

    public static RouteV2Document Route(string id, string routeKey, string integrationId) => new()
    {
        RouteId = id,
        RouteKey = routeKey,
        ApiKeyRequired = false,
        AuthorizationType = "NONE",
        Target = RouteV2Document.TargetPrefix + integrationId,
        ApiGatewayManaged = true,
    };
}
