using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Identities;

namespace Gatehouse.Services.Iam;

/// <summary>What IAM and STS need of the server.</summary>
public sealed record IdentityServices
{
    /// <summary>Users, roles and their policies in memory, as decisions see them.</summary>
    public required IdentityDirectory Directory { get; init; }

    /// <summary>Seals access keys.</summary>
    public required IdentityKey Key { get; init; }

    /// <summary>Checks tokens of other issuers; without it AssumeRoleWithWebIdentity refuses.</summary>
    public IWebIdentityTokens? Tokens { get; init; }
}
