namespace Gatehouse.Identity.Tokens;

/// <summary>
/// The checks of a token, each by itself, because the services differ in which they make and what they answer. The
/// algorithms allowed come from the verifier's owner, never from the token (RFC 8725 §3.1).
/// </summary>
public static class TokenVerifier
{
    /// <summary>Algorithm and key id, before a key is looked for.</summary>
    public static TokenFault CheckHeader(JsonWebToken token, TokenAlgorithms allowed)
    {
        ArgumentNullException.ThrowIfNull(token);
        return (token.Algorithm & allowed) == TokenAlgorithms.None ? TokenFault.Algorithm
            : string.IsNullOrEmpty(token.KeyId) ? TokenFault.KeyIdMissing
            : TokenFault.None;
    }

    /// <summary>The signature, by the issuer's key of the token's id and algorithm.</summary>
    public static TokenFault CheckSignature(JsonWebToken token, KeySet keys, TokenAlgorithms allowed)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(keys);
        var header = CheckHeader(token, allowed);
        if (header != TokenFault.None)
        {
            return header;
        }

        return keys.Find(token.KeyId!, token.Algorithm) is not { } key ? TokenFault.KeyUnknown
            : key.Verify(token.Algorithm, token.Signed, token.Signature) ? TokenFault.None
            : TokenFault.Signature;
    }

    /// <summary>
    /// <c>exp</c> is there and to come, <c>nbf</c> and <c>iat</c> are not to come; no leeway (http-api §13.2 step 7).
    /// </summary>
    public static TokenFault CheckDates(TokenClaims claims, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        return !claims.AreDatesSound || claims.Expires is null ? TokenFault.Date
            : claims.Expires <= seconds ? TokenFault.Expired
            : claims.NotBefore > seconds ? TokenFault.NotYetValid
            : claims.IssuedAt > seconds ? TokenFault.IssuedInFuture
            : TokenFault.None;
    }

    /// <summary>
    /// <c>aud</c> alone where there is one, else <c>client_id</c> (http-api §13.2 step 6). Without a list of audiences
    /// nothing is checked (unconfirmed).
    /// </summary>
    public static TokenFault CheckAudience(TokenClaims claims, ReadOnlySpan<string> audiences)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (audiences.IsEmpty)
        {
            return TokenFault.None;
        }

        var isListed = claims.Has("aud");
        var client = isListed ? null : claims.FindText("client_id");
        foreach (var audience in audiences)
        {
            if (isListed ? claims.Contains("aud", audience) : audience == client)
            {
                return TokenFault.None;
            }
        }

        return TokenFault.Audience;
    }
}
