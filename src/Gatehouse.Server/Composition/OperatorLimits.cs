using Gatehouse.Execution;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.RestApis;
using Gatehouse.Services;

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

    /// <value>New WebSocket connections per second of an account; -1 is no limit. Default 500 (websocket-api §10).</value>
    public int NewConnectionsPerSecond { get; init; } = WebSocketSettings.Default.NewConnectionsPerSecond;

    public WebSocketSettings ForWebSockets =>
        WebSocketSettings.Default with { NewConnectionsPerSecond = NewConnectionsPerSecond };

    public ApiQuotas Quotas { get; init; } = new();

    /// <summary>The quotas of the management API, the integration timeout among them.</summary>
    public ApiQuotas ForControl =>
        Quotas with { Rest = Quotas.Rest with { TimeoutInMillis = IntegrationTimeoutMillis } };

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
