namespace Gatehouse.Execution.Exchange;

/// <summary>What a call learned of its backend, for logs (sheet §6.4, <c>integration.*</c>).</summary>
internal struct EndpointOutcome
{
    /// <summary>
    /// <c>$context.integrationStatus</c>: what the service answered; Lambda's own status for a function.
    /// </summary>
    public int? ServiceStatus { get; set; }

    /// <summary><c>$context.integration.status</c>: for a function proxy the status in the function's answer.</summary>
    public int? Status { get; set; }

    /// <value>
    /// A timestamp of the time provider: when the call of the backend began. Set where an answer may stream.
    /// </value>
    public long StartedAt { get; set; }

    /// <summary><c>$context.integration.timeToAllHeaders</c> of a streamed answer (sheet §5.14).</summary>
    public TimeSpan? TimeToAllHeaders { get; set; }

    /// <summary><c>$context.integration.timeToFirstContent</c> of a streamed answer.</summary>
    public TimeSpan? TimeToFirstContent { get; set; }

    /// <summary><c>$context.awsEndpointRequestId</c>.</summary>
    public string? AwsRequestId { get; set; }

    /// <summary><c>$context.awsEndpointRequestId2</c>.</summary>
    public string? AwsExtendedId { get; set; }
}
