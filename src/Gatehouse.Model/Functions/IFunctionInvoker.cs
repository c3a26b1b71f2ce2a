namespace Gatehouse.Model.Functions;

/// <summary>
/// Runs functions. The embedded host implements it; REST, HTTP and WebSocket integrations, authorizers and Lambda's own
/// <c>Invoke</c> call it.
/// </summary>
public interface IFunctionInvoker
{
    /// <summary>
    /// Runs the function once and waits for its answer. Never throws for what a caller, a function or the host's limits
    /// cause: those come back as <see cref="FunctionOutcome"/>.
    /// </summary>
    /// <param name="call">Which function, with what.</param>
    /// <param name="cancellationToken">
    /// The caller has gone. The function is not killed by it (as on Lambda); only the wait ends, with
    /// <see cref="OperationCanceledException"/>.
    /// </param>
    ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Runs the function once and hands out its answer while it is written. Returns at once; never throws. What was
    /// not run at all ends as <see cref="InvokeAsync"/> would have. A function that does not stream answers in one
    /// piece.
    /// </summary>
    FunctionStream InvokeStreaming(FunctionCall call);

    /// <summary>
    /// Whether a function that this server does not have runs on another one that it can call: there alone is its policy.
    /// </summary>
    bool IsElsewhere(in FunctionName function) => false;
}

/// <summary>One invocation.</summary>
public sealed class FunctionCall
{
    public required FunctionName Function { get; init; }

    /// <summary>
    /// The event, valid JSON or empty. Must stay unchanged until the call ends, and may not be reused after a cancelled wait:
    /// the function goes on and may still be reading it.
    /// </summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>A UUID: the invocation's request id, as the function sees it.</summary>
    public required string RequestId { get; init; }

    /// <summary><c>Root=…;Parent=…;Sampled=…</c> or <see langword="null"/>.</summary>
    public string? TraceId { get; init; }

    /// <summary>JSON text (already Base64-decoded) or <see langword="null"/>.</summary>
    public string? ClientContext { get; init; }

    /// <summary>Return the last 4 KiB of the invocation's log.</summary>
    public bool WantsLogTail { get; init; }
}

/// <summary>A function's full address.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">An AWS region name.</param>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Qualifier">A version, an alias, or <see langword="null"/> for <c>$LATEST</c> unqualified.</param>
public readonly record struct FunctionName(string Account, string Region, string Name, string? Qualifier)
{
    /// <summary>The ARN, with the qualifier when there is one.</summary>
    public string Arn => Qualifier is null
        ? $"arn:aws:lambda:{Region}:{Account}:function:{Name}"
        : $"arn:aws:lambda:{Region}:{Account}:function:{Name}:{Qualifier}";

    public override string ToString() => Arn;
}

/// <summary>How an invocation ended.</summary>
public enum FunctionOutcome
{
    /// <summary>The function answered; <see cref="FunctionResult.Payload"/> is its result.</summary>
    Succeeded = 0,

    /// <summary>
    /// The function failed, timed out, crashed or answered too much; <see cref="FunctionResult.Payload"/> is the error
    /// document. Lambda's Invoke still answers 200, with <c>X-Amz-Function-Error</c>.
    /// </summary>
    FunctionFailed = 1,

    /// <summary>There is no such function, version or alias (404 ResourceNotFoundException).</summary>
    NotFound = 2,

    /// <summary>All instances are busy (429 TooManyRequestsException).</summary>
    Throttled = 3,

    /// <summary>The function is not ready to be called (409 ResourceConflictException).</summary>
    NotReady = 4,

    /// <summary>The host could not run it: no interpreter, broken package (502, InvalidRuntimeException and the like).</summary>
    HostFailed = 5,
}

/// <summary>The result of one invocation.</summary>
public sealed class FunctionResult
{
    public required FunctionOutcome Outcome { get; init; }

    /// <summary>The function's bytes, verbatim; for other outcomes than success the error document, or empty.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <value><c>Unhandled</c> or <c>Handled</c> when the function failed.</value>
    public string? FunctionError { get; init; }

    /// <summary>The version that ran, such as <c>$LATEST</c>.</summary>
    public string ExecutedVersion { get; init; } = "$LATEST";

    /// <summary>The last 4 KiB of the log, when asked for.</summary>
    public ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>One sentence for the log and for errors: why the host could not run it, what was throttled.</summary>
    public string? Reason { get; init; }
}
