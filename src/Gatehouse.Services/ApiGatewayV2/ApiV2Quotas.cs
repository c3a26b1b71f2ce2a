using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>How many of each a caller may create (http-api §6.7); AWS raises some, here every one can be.</summary>
public sealed record ApiV2Quotas
{
    /// <value>Default 300.</value>
    public int RoutesPerApi { get; init; } = ApiV2Limits.RoutesPerApi;

    /// <value>Default 300.</value>
    public int IntegrationsPerApi { get; init; } = ApiV2Limits.IntegrationsPerApi;

    /// <value>Default 10.</value>
    public int StagesPerApi { get; init; } = ApiV2Limits.StagesPerApi;

    /// <value>Default 10.</value>
    public int AuthorizersPerApi { get; init; } = ApiV2Limits.AuthorizersPerApi;

    /// <value>Models of a WebSocket API. Ours: AWS states none, and every list has a bound. Default 300.</value>
    public int ModelsPerApi { get; init; } = 300;

    /// <value>Integration responses of an integration. Ours, as above. Default 300.</value>
    public int ResponsesPerIntegration { get; init; } = 300;

    /// <value>VPC links in an account and region. Default 10.</value>
    public int VpcLinks { get; init; } = 10;

    /// <value>Mappings of several segments on a domain. Default 200.</value>
    public int MultiLevelMappingsPerDomain { get; init; } = 200;

    /// <value>Routing rules of a domain. Ours: AWS states none here, and every list has a bound. Default 1,000.</value>
    public int RoutingRulesPerDomain { get; init; } = 1_000;
}
