namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>What tokens are wanted.</summary>
internal sealed record TokenOrder
{
    public required string[] Scopes { get; init; }

    public DateTimeOffset? Authenticated { get; init; }

    /// <summary>By the hosted pages and the token endpoint.</summary>
    public bool IsHosted { get; init; }

    public string? Nonce { get; init; }

    /// <summary>Of the sign-in operations.</summary>
    public static TokenOrder OfApi { get; } = new() { Scopes = [PoolTokens.UserScope] };
}
