using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Identities;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Checks the tokens of AssumeRoleWithWebIdentity (security §3.5): an issuer that the account registered, one of the
/// client ids that it gave, and a signature by a key that the issuer publishes. An issuer that nobody registered is
/// never called.
/// </summary>
internal sealed class WebIdentityTokens(IssuerDirectory issuers, TimeProvider time) : IWebIdentityTokens
{
    private const TokenAlgorithms Algorithms = TokenAlgorithms.Rsa | TokenAlgorithms.Ecdsa;

    public async ValueTask<WebIdentityOutcome> VerifyAsync(
        string token, Func<string, OidcProviderDocument?> issuerOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(issuerOf);
        var parsed = JsonWebToken.TryParse(token, out _);
        if (parsed?.Claims.Issuer is not { Length: > 0 } issuer)
        {
            return Refused(WebIdentityStatus.Malformed, parsed?.Claims);
        }

        if (issuerOf(issuer) is not { } provider
            || !string.Equals(provider.Url.TrimEnd('/'), issuer.TrimEnd('/'), StringComparison.Ordinal)
            || !issuers.TryOpen(issuer, Algorithms, out var checker))
        {
            return Refused(WebIdentityStatus.UnknownIssuer, parsed.Claims);
        }

        var verdict = await checker.CheckAsync(token.AsMemory(), cancellationToken);
        return verdict.Token is { } verified
            ? Judge(verified.Claims, provider)
            : Refused(
                verdict.Problem is not null ? WebIdentityStatus.KeyUnavailable
                    : verdict.Fault == TokenFault.Signature ? WebIdentityStatus.BadSignature
                    : verdict.Fault == TokenFault.KeyUnknown ? WebIdentityStatus.KeyUnavailable
                    : WebIdentityStatus.Malformed,
                parsed.Claims);
    }

    private WebIdentityOutcome Judge(TokenClaims claims, OidcProviderDocument provider)
    {
        var dates = TokenVerifier.CheckDates(claims, time.GetUtcNow());
        if (dates != TokenFault.None)
        {
            return Refused(
                dates == TokenFault.Expired ? WebIdentityStatus.Expired : WebIdentityStatus.Malformed, claims);
        }

        // With an authorized party that one counts, since it is the client that the token was given to (OIDC Core §2).
        var party = claims.FindText("azp");
        foreach (var client in provider.ClientIds.IsDefault ? [] : provider.ClientIds)
        {
            if (party is null ? claims.Contains("aud", client) : party == client)
            {
                return Outcome(WebIdentityStatus.Valid, claims, client);
            }
        }

        return Refused(WebIdentityStatus.WrongAudience, claims);
    }

    private static WebIdentityOutcome Refused(WebIdentityStatus status, TokenClaims? claims) =>
        Outcome(status, claims, claims?.FindText("aud") ?? string.Empty);

    private static WebIdentityOutcome Outcome(WebIdentityStatus status, TokenClaims? claims, string audience) => new(
        status, claims?.Issuer ?? string.Empty, claims?.FindText("sub") ?? string.Empty, audience,
        DateTimeOffset.UnixEpoch.AddSeconds(claims?.Expires ?? 0));
}
