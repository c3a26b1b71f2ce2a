using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// The response cache of one stage. It outlives the plans that use it: publishing a stage again loses nothing.
/// </summary>
internal sealed class StageCacheState(long capacityBytes, EntryCipher cipher, TimeProvider time)
{
    private volatile CacheGeneration _current = new(capacityBytes);

    /// <summary>The entries in force. Take it once per call: what is stored goes where was looked.</summary>
    public CacheGeneration Current => _current;

    public long CapacityBytes { get; } = capacityBytes;

    public EntryCipher Cipher { get; } = cipher;

    /// <summary>Forgets everything at once, also what calls in flight are about to store.</summary>
    public void Flush() => _current = new CacheGeneration(CapacityBytes);

    /// <summary>Keeps a copy of an answer, if it may be kept at all.</summary>
    /// <param name="generation">Where the call looked.</param>
    /// <param name="key">The key under which it looked, concealed where the rule encrypts.</param>
    /// <param name="rule">Says how long and in which form.</param>
    /// <param name="answer">The method's answer, before compression.</param>
    /// <param name="body">Its whole body.</param>
    public void Store(
        CacheGeneration generation, string key, CacheRule rule, MethodAnswer answer, ReadOnlySpan<byte> body)
    {
        if (!MayStore(answer, body.Length))
        {
            return;
        }

        var now = time.GetTimestamp();
        var expiresAt = now + (long)(rule.TimeToLive.TotalSeconds * time.TimestampFrequency);
        var copy = StoredAnswer.Of(answer, body);
        generation.Store(
            rule.IsEncrypted
                ? CacheEntry.Sealed(key, copy, expiresAt, Cipher)
                : CacheEntry.Plain(key, copy, expiresAt),
            now);
    }

    /// <remarks>
    /// Any backend status is kept, errors too (sheet §9). Differs from AWS: 206 and 304 are not. They answer the range
    /// or the condition of one request, which is in no key, and would be wrong for everybody else; a miss may always
    /// happen.
    /// </remarks>
    public static bool MayStore(MethodAnswer answer, long length) =>
        length <= CachingLimits.EntryBytes
        && answer.Headers.Count <= CachingLimits.Headers
        && answer.Status is not (206 or 304);
}
