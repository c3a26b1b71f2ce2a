using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Mapping;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Cognito;

/// <summary>
/// The user pool authorizer of a REST API, as far as it does not know the request (security §6.1). Without scopes on
/// the method it takes ID tokens, with scopes access tokens that have one of them.
/// </summary>
/// <param name="pools">Checkers of the pools that the authorizer names.</param>
/// <param name="scopes">Of the method.</param>
/// <param name="validation">Matched against <c>aud</c>; access tokens have none.</param>
/// <param name="time">The clock of the dates.</param>
internal sealed class CognitoAuthorizer(
    TokenChecker[] pools, string[] scopes, SelectionPattern? validation, TimeProvider time)
{
    /// <param name="value">Of the identity source: the token, or <c>Bearer</c> and the token.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async ValueTask<TokenVerdict> CheckAsync(string value, CancellationToken cancellationToken)
    {
        var text = JwtAuthorizer.TokenOf(value);
        var verdict = new TokenVerdict(null, TokenFault.Issuer);
        foreach (var pool in pools)
        {
            verdict = await pool.CheckAsync(text, cancellationToken);
            if (verdict.Token is not null || verdict.Fault != TokenFault.Issuer)
            {
                break; // this pool's token, good or bad; another pool is asked only for another issuer's
            }
        }

        return verdict.Token is { } token ? Judge(token) : verdict;
    }

    private TokenVerdict Judge(VerifiedToken token)
    {
        var claims = token.Claims;
        var fault = TokenVerifier.CheckDates(claims, time.GetUtcNow());
        if (fault != TokenFault.None)
        {
            return new TokenVerdict(null, fault);
        }

        if (claims.FindText("token_use") != (scopes.Length == 0 ? "id" : "access"))
        {
            return new TokenVerdict(null, TokenFault.TokenUse);
        }

        if (validation is not null && (claims.FindText("aud") is not { } audience || !validation.IsMatch(audience)))
        {
            return new TokenVerdict(null, TokenFault.Audience);
        }

        return scopes.Length > 0 && !token.Scopes.Any(granted => Array.IndexOf(scopes, granted) >= 0)
            ? new TokenVerdict(null, TokenFault.Scope)
            : new TokenVerdict(token, TokenFault.None);
    }
}
