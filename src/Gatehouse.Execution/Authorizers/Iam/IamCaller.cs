using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Authorizers.Iam;

/// <summary>Who signed a request, after the signature was found right.</summary>
internal sealed class IamCaller(CredentialHolder holder, InvokeRule rule)
{
    public string AccessKeyId => Holder.AccessKeyId;

    public string Account => Holder.Account;

    /// <summary><c>AIDA…</c>, <c>AROA…:session</c> or the account: <c>caller</c> and <c>user</c> (security §1.9).</summary>
    public string UserId => Holder.UserId;

    public string Arn => Holder.PrincipalArn;

    public string? OrganizationId => Holder.Principal.OrganizationId;

    public CredentialHolder Holder { get; } = holder;

    /// <summary>The API that the caller was let into, which knows its resource policy.</summary>
    public InvokeRule Rule { get; } = rule;

    /// <summary>For integrations that call on as the caller.</summary>
    public SigningCredentials Signing => new(Holder.AccessKeyId, Holder.SecretAccessKey, Holder.SessionToken);

    public override string ToString() => Arn;
}
