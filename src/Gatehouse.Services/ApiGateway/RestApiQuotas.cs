using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>How many of each a caller may create (rest-control-plane §9); every one can be raised.</summary>
public sealed record RestApiQuotas
{
    /// <value>APIs with an EDGE endpoint in an account and region. Default 120.</value>
    public int EdgeApis { get; init; } = 120;

    /// <value>APIs with a REGIONAL endpoint in an account and region. Default 600.</value>
    public int RegionalApis { get; init; } = 600;

    /// <value>APIs with a PRIVATE endpoint in an account and region. Default 600.</value>
    public int PrivateApis { get; init; } = 600;

    /// <value>Resources of an API, the root included. Default 300.</value>
    public int ResourcesPerApi { get; init; } = RestApiLimits.ResourcesPerApi;

    /// <value>Stages of an API. Default 10.</value>
    public int StagesPerApi { get; init; } = RestApiLimits.StagesPerApi;

    /// <value>Authorizers of an API. Default 10.</value>
    public int AuthorizersPerApi { get; init; } = 10;

    /// <value>VPC links in an account and region. Default 20.</value>
    public int VpcLinks { get; init; } = 20;

    /// <value>Client certificates in an account and region. Default 60.</value>
    public int ClientCertificates { get; init; } = 60;

    /// <value>API keys in an account and region. Default 10,000.</value>
    public int ApiKeys { get; init; } = 10_000;

    /// <value>Usage plans in an account and region. Default 300.</value>
    public int UsagePlans { get; init; } = 300;

    /// <value>Usage plans that one key may be in. Default 10.</value>
    public int UsagePlansPerKey { get; init; } = 10;

    /// <value>Public custom domain names in an account and region. Default 120.</value>
    public int PublicDomainNames { get; init; } = 120;

    /// <value>Private custom domain names in an account and region. Default 50.</value>
    public int PrivateDomainNames { get; init; } = 50;

    /// <value>Access associations of private domains in an account and region. Default 100.</value>
    public int DomainNameAccessAssociations { get; init; } = 100;

    /// <value>Documentation parts of an API. Default 2,000.</value>
    public int DocumentationPartsPerApi { get; init; } = 2_000;

    /// <value>Milliseconds that an integration may take when it does not stream. Default 29,000.</value>
    public int TimeoutInMillis { get; init; } = RestApiLimits.MaxTimeoutInMillis;

    /// <summary>As they hold for one API: the timeout of an EDGE API cannot be raised (rest-execution §5.10).</summary>
    internal RestApiQuotas For(RestApiDocument api) =>
        api.EndpointConfiguration.Types.Contains("EDGE") && TimeoutInMillis > RestApiLimits.MaxTimeoutInMillis
            ? this with { TimeoutInMillis = RestApiLimits.MaxTimeoutInMillis }
            : this;
}
