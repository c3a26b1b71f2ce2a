namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>One AWS integration, settled at publish.</summary>
internal sealed record AwsSettings
{
    public required AwsServiceFacts Service { get; init; }

    public required AwsEndpoint Endpoint { get; init; }

    public required AwsRequestPlan Request { get; init; }

    public required AwsCredentials Credentials { get; init; }

    /// <summary>The verb toward the service; <see langword="null"/> passes the caller's.</summary>
    public string? Method { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <value>Bytes of the service's answer at most.</value>
    public required int PayloadBytes { get; init; }

    public required string ApiId { get; init; }

    /// <summary>The configured verb (ANY) and the template path (sheet §5.3).</summary>
    public required string SourceArn { get; init; }

    public string UserAgent => "AmazonAPIGateway_" + ApiId;

    /// <summary>No body goes with these (sheet §5.5).</summary>
    public static bool HasBody(string method) => method is not ("GET" or "HEAD" or "OPTIONS");
}
