namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>What came of asking an authorizer.</summary>
/// <param name="Answer">Its decision, or <see langword="null"/>.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Detail">The sentence of the log for a failure.</param>
/// <param name="Caller">What the request sees of the decision.</param>
/// <param name="Raw">The function's answer as it came, for logs; empty for one that was kept.</param>
internal readonly record struct AuthorizerVerdict(
    AuthorizerAnswer? Answer, AuthorizerFailure Failure, string? Detail, CallerAuthorization? Caller,
    ReadOnlyMemory<byte> Raw)
{
    public static AuthorizerVerdict Kept(AuthorizerAnswer answer) =>
        new(answer, AuthorizerFailure.None, null, answer.Kept, default);
}
