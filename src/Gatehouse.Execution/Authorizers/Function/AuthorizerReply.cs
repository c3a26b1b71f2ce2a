namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>Why an authorizer's function gave no answer that counts.</summary>
internal enum AuthorizerFailure
{
    None = 0,

    /// <summary>The gateway may not call the function, or there is none (security §5.6).</summary>
    NotPermitted = 1,

    /// <summary>No function can be called: the authorizer names none.</summary>
    NotConfigured = 2,

    /// <summary>The function failed, took too long, or could not be run now.</summary>
    FunctionFailed = 3,

    /// <summary>The function failed with the very message <c>Unauthorized</c>.</summary>
    Unauthorized = 4,

    /// <summary>It answered something that is no decision.</summary>
    Malformed = 5,
}

/// <summary>The end of one invocation.</summary>
/// <param name="Failure">None when the function answered.</param>
/// <param name="Payload">The function's answer.</param>
/// <param name="Detail">The sentence of the log for a failure.</param>
/// <param name="RequestId">Of the invocation; empty when there was none.</param>
/// <param name="LatencyMs">How long it took.</param>
internal readonly record struct AuthorizerReply(
    AuthorizerFailure Failure, ReadOnlyMemory<byte> Payload, string? Detail, string RequestId, long LatencyMs);
