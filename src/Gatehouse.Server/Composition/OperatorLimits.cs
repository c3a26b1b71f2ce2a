using Gatehouse.Execution;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Server.Composition;

/// <summary>Limits that the operator raised (rest-execution §15); AWS's numbers otherwise.</summary>
internal sealed record OperatorLimits
{
    public static readonly OperatorLimits Default = new();

    /// <value>Milliseconds, 29,000 to 900,000; not for EDGE APIs. Default 29,000.</value>
    public int IntegrationTimeoutMillis { get; init; } = RestApiLimits.MaxTimeoutInMillis;

    /// <value>Bytes, 10,485,760 to 536,870,912. Default 10,485,760.</value>
    public int PayloadBytes { get; init; } = ExecutionSettings.Default.PayloadBytes;

    /// <value>Bytes, 20,480 to 57,344. Default 20,480.</value>
    public int HeaderBytes { get; init; } = ExecutionSettings.Default.HeaderBlockBytes;

    /// <value>Characters, 10,240 to 65,536. Default: 10,240 for REGIONAL APIs and 8,192 for the others.</value>
    public int? UrlLength { get; init; }

    /// <summary>How many of each entity callers may create (rest-control-plane §9).</summary>
    public RestApiQuotas Quotas { get; init; } = new();

    /// <summary>The quotas of the management API, the integration timeout among them.</summary>
    public RestApiQuotas ForControl => Quotas with { TimeoutInMillis = IntegrationTimeoutMillis };

    public ExecutionSettings ForExecution => ExecutionSettings.Default with
    {
        PayloadBytes = PayloadBytes,
        HeaderBlockBytes = HeaderBytes,
        EdgeUrlLength = UrlLength ?? ExecutionSettings.Default.EdgeUrlLength,
        RegionalUrlLength = UrlLength ?? ExecutionSettings.Default.RegionalUrlLength,
        // HTTP APIs count the request line and the header values together: who raises one of both raises their sum.
        HttpApiHeadBytes = UrlLength is null && HeaderBytes == ExecutionSettings.Default.HeaderBlockBytes
            ? ExecutionSettings.Default.HttpApiHeadBytes
            : HeaderBytes + (UrlLength ?? ExecutionSettings.Default.RegionalUrlLength),
    };
}
