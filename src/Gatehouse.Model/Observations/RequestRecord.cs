using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Observations;

/// <summary>
/// What happened in one finished request of the data plane, immutable. Logs, metrics and traces are written from it,
/// never from the request itself.
/// </summary>
public sealed record RequestRecord
{
    public required string RequestId { get; init; }

    public required string ExtendedRequestId { get; init; }

    /// <summary>The API's account and region.</summary>
    public required DocumentScope Scope { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>The deployment that served it.</summary>
    public required string DeploymentId { get; init; }

    public required string HttpMethod { get; init; }

    /// <summary>The path as received, with the stage.</summary>
    public required string Path { get; init; }

    /// <summary>The matched resource's template, or <see langword="null"/> when none matched.</summary>
    public string? ResourcePath { get; init; }

    public string? ResourceId { get; init; }

    public required int Status { get; init; }

    /// <value>Bytes of the answer's body, as far as it was sent.</value>
    public long ResponseLength { get; init; }

    /// <value>Milliseconds from the arrival of the head to the last byte of the answer.</value>
    public required double ResponseLatencyMs { get; init; }

    /// <value>Milliseconds spent waiting for the integration, or <see langword="null"/> when it was not called.</value>
    public double? IntegrationLatencyMs { get; init; }

    /// <summary>What the backend answered; for a function proxy the status that Lambda's own API answered.</summary>
    public int? IntegrationStatus { get; init; }

    /// <summary>The gateway response type that was sent, such as <c>INTEGRATION_TIMEOUT</c>; otherwise <see langword="null"/>.</summary>
    public string? GatewayResponseType { get; init; }

    /// <summary>Why, for the operator: the sentence of the execution log.</summary>
    public string? Detail { get; init; }

    /// <summary>An event of a WebSocket API: its execution log has a group of another name.</summary>
    public bool IsWebSocket { get; init; }

    /// <summary>The canary deployment served it: its logs are copied to the group's <c>/Canary</c>.</summary>
    public bool IsCanary { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The line of the stage's access log, or <see langword="null"/> when it has none.</summary>
    public AccessLogLine? AccessLog { get; init; }

    /// <summary>The lines of the execution log, in order; empty when logging is off for the method.</summary>
    public ImmutableArray<ExecutionLogLine> ExecutionLog { get; init; } = [];
}

/// <param name="Destination">The log group or delivery stream that the stage names.</param>
/// <param name="Text">Rendered by the stage's format.</param>
public sealed record AccessLogLine(AccessLogDestination Destination, string Text);

/// <param name="Scope">The destination's account and region.</param>
/// <param name="Name">Of the log group or of the delivery stream.</param>
/// <param name="IsDeliveryStream">A Firehose delivery stream, not a log group.</param>
public sealed record AccessLogDestination(DocumentScope Scope, string Name, bool IsDeliveryStream);

/// <param name="Timestamp">When it was written.</param>
/// <param name="Text">Without the request id.</param>
public readonly record struct ExecutionLogLine(DateTimeOffset Timestamp, string Text);

/// <summary>Receives finished requests. Must not block or throw; overflow drops and counts.</summary>
public interface IRequestRecordSink
{
    /// <summary>Wants every request. When nobody does, most requests build no record.</summary>
    bool IsEnabled { get; }

    /// <summary>Wants the requests that left something to log: an access log line, execution log lines, or a refusal.</summary>
    bool TakesLogs => IsEnabled;

    void Write(RequestRecord record);
}
