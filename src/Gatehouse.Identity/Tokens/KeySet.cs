using System.Collections.Frozen;

namespace Gatehouse.Identity.Tokens;

/// <summary>The keys of one issuer at one time. Immutable; a rotation makes a new one.</summary>
public sealed class KeySet
{
    public static readonly KeySet Empty = new([]);

    private readonly FrozenDictionary<string, TokenKey[]> _byId;

    internal KeySet(IReadOnlyCollection<TokenKey> keys)
    {
        Count = keys.Count;
        _byId = keys.Where(static key => key.KeyId is not null)
            .GroupBy(static key => key.KeyId!, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Keys that signatures may be verified with.</summary>
    public int Count { get; }

    public bool Has(string keyId) => _byId.ContainsKey(keyId);

    /// <returns>The key of that id for that algorithm, or <see langword="null"/>.</returns>
    public TokenKey? Find(string keyId, TokenAlgorithms algorithm)
    {
        if (_byId.TryGetValue(keyId, out var keys))
        {
            foreach (var key in keys)
            {
                if ((key.Algorithms & algorithm) != TokenAlgorithms.None)
                {
                    return key;
                }
            }
        }

        return null;
    }
}
