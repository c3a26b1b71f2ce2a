using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>What user pools need of the server.</summary>
public sealed record UserPoolServices
{
    /// <summary>Where clients and domains belong.</summary>
    public required UserPoolDirectory Directory { get; init; }

    /// <summary>Seals sessions and refresh tokens on their way.</summary>
    public required IdentityKey Key { get; init; }

    /// <summary>Takes codes and temporary passwords.</summary>
    public required IUserPoolOutbox Outbox { get; init; }

    /// <summary>Speaks to providers of identities; without it federation is refused.</summary>
    public IProviderClient? Providers { get; init; }

    /// <value>Rounds of PBKDF2 for new passwords.</value>
    public int PasswordIterations { get; init; } = PasswordHash.Iterations;
}
