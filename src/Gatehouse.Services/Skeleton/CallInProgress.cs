namespace Gatehouse.Services.Skeleton;

/// <summary>One call on its way through the skeleton: what is known of it so far, for its record.</summary>
internal sealed class CallInProgress(
    ControlRequest request, string requestId, DateTimeOffset started, long startedTimestamp)
{
    public ControlRequest Request { get; } = request;

    public string RequestId { get; } = requestId;

    public DateTimeOffset Started { get; } = started;

    public long StartedTimestamp { get; } = startedTimestamp;

    public AwsService? Service { get; private set; }

    public string ServiceName { get; set; } = "";

    /// <summary>The operation's name, or method and path until and unless one is found.</summary>
    public string OperationName { get; private set; } = $"{request.Method} {request.RawPath}";

    public CallerIdentity? Caller { get; set; }

    /// <summary>What was asked of the policies, for operations that ask further.</summary>
    public AuthorizationQuestion? Question { get; set; }

    public string? ErrorCode { get; set; }

    /// <summary>The body that is still to be written, after the answer's head.</summary>
    public IOutputStream? Stream { get; set; }

    public void Found(AwsService service, string? operation)
    {
        Service = service;
        ServiceName = service.Id;
        OperationName = operation ?? OperationName;
    }
}
