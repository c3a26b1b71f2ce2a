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

    /// <summary><c>$context.awsEndpointRequestId</c>.</summary>
    public string? AwsRequestId { get; set; }
}
