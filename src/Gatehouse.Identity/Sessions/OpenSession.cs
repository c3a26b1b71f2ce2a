using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Signatures;

namespace Gatehouse.Identity.Sessions;

/// <summary>An opened token, with what is made of it once.</summary>
internal sealed class OpenSession
{
    public OpenSession(SessionClaims claims, string token)
    {
        Claims = claims;
        Limits = new SessionLimits(claims);
        Token = token;
    }

    public SessionClaims Claims { get; }

    public SessionLimits Limits { get; }

    private string Token { get; }

    public CredentialHolder ToHolder(Principal principal) => new()
    {
        AccessKeyId = Claims.AccessKeyId,
        SecretAccessKey = Claims.SecretAccessKey,
        SessionToken = Token,
        Expires = Claims.Expires,
        PrincipalArn = Claims.Arn,
        UserId = Claims.UserId,
        Account = Claims.Account,
        Principal = principal,
        Session = Limits,
    };
}
