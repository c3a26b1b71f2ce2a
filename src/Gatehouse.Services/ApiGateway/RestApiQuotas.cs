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

    /// <value>Milliseconds that an integration may take when it does not stream. Default 29,000.</value>
    public int TimeoutInMillis { get; init; } = RestApiLimits.MaxTimeoutInMillis;
}
