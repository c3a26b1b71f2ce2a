namespace Gatehouse.Execution.Http.Records;

/// <summary>What is known of a request when somebody reads a <c>$context</c> variable: all of it once it is finished.</summary>
internal readonly struct HttpOutcome(HttpApiRequest request, RouteCall? call)
{
    public HttpApiRequest Request { get; } = request;

    /// <summary><see langword="null"/> when no route was found.</summary>
    public RouteCall? Call { get; } = call;

    /// <value>0 while the request is not finished.</value>
    public int Status { get; init; }

    /// <value>Bytes of the body that went out.</value>
    public long Length { get; init; }

    /// <value>Milliseconds.</value>
    public double LatencyMs { get; init; }

    public ApiFault? Fault { get; init; }

    /// <summary>Why, when there was a fault.</summary>
    public string? Detail { get; init; }

    public bool IsFinished => Status != 0;

    /// <value>Bytes of both bodies, as far as their lengths are known.</value>
    public long DataProcessed =>
        Length + (Call is { IsBodyRead: true } read ? read.Body.Length : Request.Http.Request.ContentLength ?? 0);
}
