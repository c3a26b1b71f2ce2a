namespace Gatehouse.Model.Observations;

/// <summary>
/// What happened in one finished request of the data plane, immutable. Access logs, metrics and traces are written from
/// it, never from the request itself.
/// </summary>
public sealed record RequestRecord
{
    public required string RequestId { get; init; }

    public required string ExtendedRequestId { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    public required string HttpMethod { get; init; }

    /// <summary>The path as received, with the stage.</summary>
    public required string Path { get; init; }

    /// <summary>The matched resource's template, or <see langword="null"/> when none matched.</summary>
    public string? ResourcePath { get; init; }

    public required int Status { get; init; }

    /// <value>Milliseconds from the arrival of the head to the last byte of the answer.</value>
    public required double ResponseLatencyMs { get; init; }

    /// <value>Milliseconds spent waiting for the integration, or <see langword="null"/> when it was not called.</value>
    public double? IntegrationLatencyMs { get; init; }

    /// <summary>The gateway response type that was sent, such as <c>INTEGRATION_TIMEOUT</c>; otherwise <see langword="null"/>.</summary>
    public string? GatewayResponseType { get; init; }

    /// <summary>Why, for the operator: the sentence of the execution log.</summary>
    public string? Detail { get; init; }

    public required DateTimeOffset Timestamp { get; init; }
}

/// <summary>Receives finished requests. Must not block or throw; overflow drops and counts.</summary>
public interface IRequestRecordSink
{
    /// <summary>Nobody listens: the data plane then builds no record.</summary>
    bool IsEnabled { get; }

    void Write(RequestRecord record);
}
