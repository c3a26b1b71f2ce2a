using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Identity.Secrets;

namespace Gatehouse.Identity.Sessions;

/// <summary>
/// Temporary credentials whose token holds everything, sealed (security §1.8). They survive a restart, every node that
/// has the key knows them, and nothing has to be stored, replicated or swept; what ends them early is what ends them at
/// AWS: the role's deletion, or a policy on <c>aws:TokenIssueTime</c>.
/// </summary>
public sealed class SessionTokens(IdentityKey key)
{
    private const string Purpose = "gatehouse session token";
    private const string KeyPrefix = "ASIA";
    private const string KeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int KeyRandomChars = 16;
    private const int SecretBytes = 30;

    /// <summary>
    /// Tokens seen lately, opened. Only what this server sealed gets in; a full cache is emptied and costs each token in
    /// use one opening more.
    /// </summary>
    private readonly ConcurrentDictionary<string, OpenSession> _opened = new(StringComparer.Ordinal);

    /// <summary>Fresh credentials in the forms of AWS: 20 and 40 characters (security §3.2).</summary>
    public static (string AccessKeyId, string SecretAccessKey) NewCredentials(string prefix = KeyPrefix) =>
        (prefix + RandomNumberGenerator.GetString(KeyAlphabet, KeyRandomChars),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <returns><see langword="null"/> when the token would not fit into a header (PackedPolicyTooLarge).</returns>
    public string? Seal(SessionClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, claims, SessionJson.Default.SessionClaims);
        }

        return packed.Length > SessionTokenLimits.PackedBytes
            ? null
            : key.Seal(packed.ToArray(), Purpose, claims.AccessKeyId);
    }

    /// <summary>How much of the room for policies and tags a session uses, in percent, as AWS tells it.</summary>
    public static int PackedPercentage(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Math.Clamp(token.Length * 3 / 4 * 100 / SessionTokenLimits.PackedBytes, 1, 100);
    }

    /// <returns><see langword="null"/> unless this server sealed the token for that access key.</returns>
    internal OpenSession? Open(string accessKeyId, string token)
    {
        if (token.Length > SessionTokenLimits.TokenChars)
        {
            return null;
        }

        if (!_opened.TryGetValue(token, out var session))
        {
            if (Unseal(accessKeyId, token) is not { } claims)
            {
                return null;
            }

            if (_opened.Count >= SessionTokenLimits.OpenTokens)
            {
                _opened.Clear();
            }

            _opened[token] = session = new OpenSession(claims, token);
        }

        return session.Claims.AccessKeyId == accessKeyId ? session : null;
    }

    private SessionClaims? Unseal(string accessKeyId, string token)
    {
        if (key.Open(token, Purpose, accessKeyId) is not { } packed)
        {
            return null;
        }

        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(deflate, SessionJson.Default.SessionClaims);
    }
}
