using Gatehouse.Execution.Authorizers.Cognito;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// A token whose signature and issuer were found true. What changes with time and with who asks (dates, audience,
/// scopes) is looked at for each request.
/// </summary>
/// <param name="claims">What it says.</param>
/// <param name="keys">What it was verified with: under other keys it must be verified again.</param>
internal sealed class VerifiedToken(TokenClaims claims, KeySet keys)
{
    private ClaimTexts? _httpTexts;
    private ClaimTexts? _restTexts;
    private string[]? _scopes;

    public TokenClaims Claims { get; } = claims;

    public KeySet Keys { get; } = keys;

    /// <summary>As HTTP APIs write claims.</summary>
    public ClaimTexts HttpTexts => _httpTexts ??= HttpClaimWriter.Write(Claims);

    /// <summary>As REST APIs write claims.</summary>
    public ClaimTexts RestTexts => _restTexts ??= RestClaimWriter.Write(Claims);

    /// <summary><c>scope</c>, and where there is none <c>scp</c> (http-api §13.2 step 8).</summary>
    public string[] Scopes => _scopes ??= Claims.Scopes(Claims.Has("scope") ? "scope" : "scp");
}
