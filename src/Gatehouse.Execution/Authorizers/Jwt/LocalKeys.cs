using Gatehouse.Identity.Tokens;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>The keys of a user pool of this house: read where they are, with no network and no waiting.</summary>
/// <param name="pools">The house's pools.</param>
/// <param name="pool">The pool; it may come and go while an API that trusts it is deployed.</param>
internal sealed class LocalKeys(IUserPoolKeySets pools, string pool)
{
    private Held? _held;

    /// <returns><see langword="null"/> while the pool is not here.</returns>
    public KeySet? Current()
    {
        if (pools.FindKeySet(pool) is not { } json)
        {
            return null;
        }

        // The same bytes are the same keys: what was verified with them stays verified.
        var held = Volatile.Read(ref _held);
        if (held is not null && held.Json.Equals(json))
        {
            return held.Keys;
        }

        var keys = held is not null && held.Json.Span.SequenceEqual(json.Span)
            ? held.Keys
            : KeySetReader.TryRead(json) ?? KeySet.Empty;
        Volatile.Write(ref _held, new Held(json, keys));
        return keys;
    }

    private sealed record Held(ReadOnlyMemory<byte> Json, KeySet Keys);
}
