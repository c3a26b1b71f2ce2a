namespace Gatehouse.Execution.Integrations.Http;

/// <summary>One HTTP or HTTP_PROXY integration, settled at publish.</summary>
internal sealed record HttpSettings
{
    public required UriPlan Uri { get; init; }

    /// <summary>The verb toward the backend; <see langword="null"/> passes the caller's (ANY, sheet §5.1).</summary>
    public string? Method { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Bounds of a body that is streamed to the client.</summary>
    public required Upstream.UpstreamTimeouts StreamTimeouts { get; init; }

    /// <summary><c>responseTransferMode: STREAM</c>: each piece goes on as it comes (sheet §5.14).</summary>
    public bool IsStream { get; init; }

    /// <summary><c>AmazonAPIGateway_{apiId}</c>, when the request brings no User-Agent.</summary>
    public required string UserAgent { get; init; }

    public required string ApiId { get; init; }

    /// <value>Bytes of a body that is held whole.</value>
    public required int PayloadBytes { get; init; }

    /// <summary>The method requires AWS_IAM: no Authorization goes further (sheet §1.5).</summary>
    public bool DropsAuthorization { get; init; }

    /// <summary>No body goes with these (sheet §5.5).</summary>
    public static bool HasBody(string method) => method is not ("GET" or "HEAD" or "OPTIONS");
}
