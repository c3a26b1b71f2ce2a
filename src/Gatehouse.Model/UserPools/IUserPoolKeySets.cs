namespace Gatehouse.Model.UserPools;

/// <summary>The public keys of pools of this house, for whoever checks their tokens without a network.</summary>
public interface IUserPoolKeySets
{
    /// <returns>The JSON of the key set, or <see langword="null"/> for a pool that is not here.</returns>
    ReadOnlyMemory<byte>? FindKeySet(string poolId);

    /// <summary>What tokens of the pool name as their issuer.</summary>
    string IssuerOf(string poolId);

    /// <returns>The pool that the issuer means when its keys are of this house; otherwise <see langword="null"/>.</returns>
    string? FindPool(string issuer);
}
