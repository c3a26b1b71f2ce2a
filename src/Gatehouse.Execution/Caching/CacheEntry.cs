using System.Security.Cryptography;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// A stored answer. Everything but its place in a queue and its hits is immutable; those two belong to its shard.
/// </summary>
internal sealed class CacheEntry
{
    /// <value>What the hit counter saturates at (the two bits of S3-FIFO).</value>
    public const int MaxHits = 3;

    private readonly MethodAnswer? _answer;
    private readonly byte[]? _box;
    private readonly EntryCipher? _cipher;
    private int _hits;

    private CacheEntry(string key, long expiresAt, MethodAnswer? answer, byte[]? box, EntryCipher? cipher, long size)
    {
        Key = key;
        ExpiresAt = expiresAt;
        _answer = answer;
        _box = box;
        _cipher = cipher;
        SizeBytes = size + (key.Length * sizeof(char)) + CachingLimits.EntryOverheadBytes;
    }

    public string Key { get; }

    /// <value>A timestamp of the time provider; from then on the entry is none.</value>
    public long ExpiresAt { get; }

    /// <value>Bytes that the entry holds, its key and its bookkeeping included.</value>
    public long SizeBytes { get; }

    /// <summary>The queue in which the entry stands, and its neighbours there.</summary>
    public EntryQueue? Queue { get; set; }

    public CacheEntry? Newer { get; set; }

    public CacheEntry? Older { get; set; }

    /// <value>Hits since the entry was stored or last spared, up to <see cref="MaxHits"/>.</value>
    public int Hits
    {
        get => Volatile.Read(ref _hits);
        set => Volatile.Write(ref _hits, value);
    }

    /// <param name="answer">As <see cref="StoredAnswer"/> made it: nothing of it belongs to a call.</param>
    /// <param name="key">The entry's name in the index.</param>
    /// <param name="expiresAt">When it ends.</param>
    public static CacheEntry Plain(string key, MethodAnswer answer, long expiresAt) =>
        new(key, expiresAt, answer, null, null, StoredAnswer.SizeOf(answer));

    /// <inheritdoc cref="Plain"/>
    public static CacheEntry Sealed(string key, MethodAnswer answer, long expiresAt, EntryCipher cipher)
    {
        var bytes = StoredAnswer.Write(answer);
        var box = cipher.Seal(bytes, key);
        CryptographicOperations.ZeroMemory(bytes);
        return new CacheEntry(key, expiresAt, null, box, cipher, box.Length);
    }

    public MethodAnswer Read() => _answer ?? StoredAnswer.Read(_cipher!.Open(_box, Key));

    /// <summary>
    /// Counts a hit. Two threads may count one together: the counter only ranks entries, and losing one now and then is
    /// cheaper than an interlocked write on every hit.
    /// </summary>
    public void Touch()
    {
        var hits = _hits;
        if (hits < MaxHits)
        {
            _hits = hits + 1;
        }
    }
}
