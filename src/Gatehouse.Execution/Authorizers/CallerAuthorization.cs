using Gatehouse.Execution.Authorizers.Jwt;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What an authorizer said of the caller, for <c>$context.authorizer</c>, events and logs. Kept with a cached answer
/// and then shared by requests: nothing of it changes.
/// </summary>
internal sealed class CallerAuthorization
{
    /// <summary>Of a function's policy.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>Of a function.</summary>
    public AuthorizerContext Context { get; init; } = AuthorizerContext.Empty;

    /// <summary>Of a function that was asked for this very request, for tests: its policy as it came.</summary>
    public string? PolicyText { get; init; }

    /// <summary>Of a token.</summary>
    public ClaimTexts? Claims { get; init; }

    /// <summary>
    /// Of a token on a route with scopes: all that it grants (http-api §7.4); <see langword="null"/> elsewhere.
    /// </summary>
    public string[]? Scopes { get; init; }

    /// <summary>A function was asked for this very request.</summary>
    /// <value>Milliseconds; 0 for an answer that was kept (unconfirmed).</value>
    public long IntegrationLatencyMs { get; init; }

    /// <summary>A function decided, so that the latency is shown.</summary>
    public bool IsFunction { get; init; }

    /// <summary>Of the function's invocation; <see langword="null"/> for an answer that was kept.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why there is no such caller, for access logs.</summary>
    public string? Error { get; init; }

    /// <summary>What the authorizer itself came to, as access logs show it.</summary>
    /// <value>An HTTP status.</value>
    public int Status { get; init; } = 200;

    /// <summary>The part of <c>$context.authorizer</c> behind the dot.</summary>
    /// <returns><see langword="null"/> for what is not set.</returns>
    public string? Find(string name)
    {
        const string claims = "claims.";
        if (name == "principalId")
        {
            return PrincipalId ?? Context.Find(name);
        }

        return name.StartsWith(claims, StringComparison.Ordinal) && Claims is not null
            ? Claims.Find(name[claims.Length..])
            : Context.Find(name);
    }
}
