using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>The JWT authorizer of an HTTP API (http-api §13.2), as far as it does not know the request.</summary>
/// <param name="checker">Of the configured issuer.</param>
/// <param name="audiences">Empty: none is asked for.</param>
/// <param name="time">The clock of the dates.</param>
internal sealed class JwtAuthorizer(TokenChecker checker, string[] audiences, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <summary>The guide names RSA alone (http-api §13.2 step 3); that it means PSS too is unconfirmed.</summary>
    public const TokenAlgorithms Algorithms = TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss;

    /// <param name="value">Of the identity source: the token, or <c>Bearer</c> and the token.</param>
    /// <param name="scopes">Of the route; one of them must be granted, if there are any.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public ValueTask<JwtVerdict> CheckAsync(string value, string[] scopes, CancellationToken cancellationToken)
    {
        var checking = checker.CheckAsync(TokenOf(value), cancellationToken);
        return checking.IsCompletedSuccessfully
            ? new ValueTask<JwtVerdict>(Judge(Completed.Take(checking), scopes))
            : AwaitAsync(checking, scopes);
    }

    /// <summary>The token without its scheme, whose case does not matter (RFC 9110 §11.1).</summary>
    public static ReadOnlyMemory<char> TokenOf(string value) =>
        value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value.AsMemory(Scheme.Length).Trim(' ')
            : value.AsMemory().Trim(' ');

    private async ValueTask<JwtVerdict> AwaitAsync(ValueTask<TokenVerdict> checking, string[] scopes) =>
        Judge(await checking, scopes);

    private JwtVerdict Judge(in TokenVerdict verdict, string[] scopes)
    {
        if (verdict.Token is not { } token)
        {
            return JwtVerdict.Refused(verdict);
        }

        var fault = TokenVerifier.CheckDates(token.Claims, time.GetUtcNow());
        fault = fault == TokenFault.None ? TokenVerifier.CheckAudience(token.Claims, audiences) : fault;
        if (fault != TokenFault.None)
        {
            return JwtVerdict.Refused(new TokenVerdict(null, fault));
        }

        return scopes.Length == 0 || Grants(token.Scopes, scopes)
            ? new JwtVerdict(token, TokenFault.None, null)
            : JwtVerdict.Refused(new TokenVerdict(null, TokenFault.Scope));
    }

    private static bool Grants(string[] granted, string[] wanted)
    {
        foreach (var scope in wanted)
        {
            if (Array.IndexOf(granted, scope) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
