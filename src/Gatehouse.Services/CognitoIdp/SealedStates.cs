using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>
/// What callers carry between two calls: sessions of a sign-in, refresh tokens, cookies. Sealed, bound to a purpose and an
/// owner, and with an end; nothing of it has to be stored.
/// </summary>
internal sealed class SealedStates(IdentityKey key, TimeProvider time)
{
    private const string Ends = "exp";
    private const int Remembered = 100_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public string Seal(string purpose, string owner, JsonObject state, DateTimeOffset expires)
    {
        state[Ends] = expires.ToUnixTimeMilliseconds();
        return Base64Url.EncodeToString(
            key.SealBytes(JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.JsonObject), Purpose(purpose), owner));
    }

    /// <summary>The same in bytes, for clients that hash them.</summary>
    public byte[] SealBytes(string purpose, string owner, JsonObject state, DateTimeOffset expires)
    {
        state[Ends] = expires.ToUnixTimeMilliseconds();
        return key.SealBytes(JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.JsonObject), Purpose(purpose), owner);
    }

    /// <returns><see langword="null"/> for what was not sealed here for that purpose and owner, and for what has ended.</returns>
    public JsonObject? Open(string purpose, string owner, string? text)
    {
        if (text is null || text.Length > UserPoolLimits.TokenChars || !Base64Url.IsValid(text))
        {
            return null;
        }

        return OpenBytes(purpose, owner, Base64Url.DecodeFromChars(text));
    }

    public JsonObject? OpenBytes(string purpose, string owner, ReadOnlySpan<byte> bytes)
    {
        if (key.OpenBytes(bytes, Purpose(purpose), owner) is not { } plain)
        {
            return null;
        }

        var state = JsonSerializer.Deserialize(plain, StateJson.Default.JsonObject)!;
        return time.GetUtcNow().ToUnixTimeMilliseconds() < state[Ends]!.GetValue<long>() ? state : null;
    }

    /// <returns><see langword="false"/> when it was used before, on this node.</returns>
    public bool TryUse(string id, DateTimeOffset until)
    {
        if (_used.Count >= Remembered)
        {
            var now = time.GetUtcNow();
            foreach (var (old, end) in _used)
            {
                if (end < now)
                {
                    _used.TryRemove(old, out _);
                }
            }

            if (_used.Count >= Remembered)
            {
                return false; // rather no sign-in than one twice
            }
        }

        return _used.TryAdd(id, until);
    }

    private static string Purpose(string purpose) => $"gatehouse user pool {purpose} 1";
}
