namespace Gatehouse.Model.Identities;

/// <summary>Checks tokens of other issuers for AssumeRoleWithWebIdentity.</summary>
public interface IWebIdentityTokens
{
    /// <param name="token">The compact form of a JWT.</param>
    /// <param name="issuerOf">Says whether an issuer is registered, and with which client ids.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    ValueTask<WebIdentityOutcome> VerifyAsync(
        string token, Func<string, OidcProviderDocument?> issuerOf, CancellationToken cancellationToken);
}

/// <summary>What became of a token.</summary>
public enum WebIdentityStatus
{
    Valid = 0,
    Malformed = 1,
    UnknownIssuer = 2,
    WrongAudience = 3,
    Expired = 4,
    KeyUnavailable = 5,
    BadSignature = 6,
}

/// <summary>The claims that decide, when the token is valid; what is known of it otherwise.</summary>
/// <param name="Status">What became of the token.</param>
/// <param name="Issuer">The <c>iss</c> claim.</param>
/// <param name="Subject">The <c>sub</c> claim.</param>
/// <param name="Audience">The <c>aud</c> (or <c>azp</c>) claim that matched.</param>
/// <param name="Expires">The <c>exp</c> claim.</param>
public sealed record WebIdentityOutcome(
    WebIdentityStatus Status, string Issuer, string Subject, string Audience, DateTimeOffset Expires);
