using System.Collections.Concurrent;

namespace Gatehouse.Wire.SigV4;

/// <summary>
/// Derived keys by credential text (<c>keyid/date/region/service/aws4_request</c>), which changes every day. Holds at
/// most <see cref="SigV4Limits.CachedKeys"/>; a full cache is emptied, which costs four HMACs per key in use and needs
/// no bookkeeping on the path that hits.
/// </summary>
public sealed class SigningKeyCache
{
    private readonly ConcurrentDictionary<string, Entry> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <returns>The key's 32 bytes, or <see langword="null"/>: also when the secret has changed since.</returns>
    public byte[]? Find(string credential, string secret) =>
        _keys.TryGetValue(credential, out var entry) && string.Equals(entry.Secret, secret, StringComparison.Ordinal)
            ? entry.Key
            : null;

    /// <summary>
    /// A verifier adds a key only after a signature was right with it, so that strangers cannot fill the cache.
    /// </summary>
    public void Add(string credential, string secret, byte[] key)
    {
        if (_keys.Count >= SigV4Limits.CachedKeys)
        {
            _keys.Clear();
        }

        _keys[credential] = new Entry(secret, key);
    }

    private sealed class Entry(string secret, byte[] key)
    {
        public string Secret { get; } = secret;

        public byte[] Key { get; } = key;
    }
}
