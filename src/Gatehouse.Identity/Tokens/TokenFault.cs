namespace Gatehouse.Identity.Tokens;

/// <summary>Why a token is refused. A token's author causes it, so it is a value and never an exception.</summary>
public enum TokenFault
{
    None = 0,

    /// <summary>Not three parts with dots between them: no JWS in compact form; an encrypted token has five.</summary>
    Segments = 1,

    /// <summary>
    /// A part is no canonical base64url, no JSON object, too long, too deep, or names a member twice.
    /// </summary>
    Malformed = 2,

    /// <summary>
    /// The header wants something that is not understood: <c>crit</c>, <c>b64</c>, <c>zip</c>, <c>enc</c>.
    /// </summary>
    UnsupportedHeader = 3,

    /// <summary>The algorithm is not among those that the verifier allows.</summary>
    Algorithm = 4,

    /// <summary>The header has no <c>kid</c>.</summary>
    KeyIdMissing = 5,

    /// <summary>The issuer has no key of that <c>kid</c> for that algorithm.</summary>
    KeyUnknown = 6,

    Signature = 7,

    /// <summary><c>iss</c> is not exactly the one that is expected.</summary>
    Issuer = 8,

    /// <summary>Neither <c>aud</c> nor, in its absence, <c>client_id</c> is among those that are allowed.</summary>
    Audience = 9,

    /// <summary><c>exp</c> is past.</summary>
    Expired = 10,

    /// <summary><c>exp</c> is absent or no date, or another date is none.</summary>
    Date = 11,

    /// <summary><c>nbf</c> is to come.</summary>
    NotYetValid = 12,

    /// <summary><c>iat</c> is to come.</summary>
    IssuedInFuture = 13,

    /// <summary><c>token_use</c> is another one than what is asked for.</summary>
    TokenUse = 14,

    /// <summary>None of the scopes that are asked for is granted.</summary>
    Scope = 15,
}
