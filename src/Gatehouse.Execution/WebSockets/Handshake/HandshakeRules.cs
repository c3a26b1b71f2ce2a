using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Handshake;

internal enum HandshakeForm
{
    /// <summary>An ordinary request: 403, as Amazon answers it (websocket-api §3.2).</summary>
    None = 0,

    Good = 1,

    /// <summary>A version that is not 13: 426, and which one is spoken (RFC 6455 §4.4; Amazon's answer is unconfirmed).</summary>
    WrongVersion = 2,

    /// <summary>No key, or none of 16 bytes: 400 (unconfirmed).</summary>
    WrongKey = 3,
}

/// <summary>The rules of a handshake (RFC 6455 §4.2).</summary>
internal static class HandshakeRules
{
    public const string Version = "13";
    public const string KeyHeader = "Sec-WebSocket-Key";
    public const string VersionHeader = "Sec-WebSocket-Version";
    public const string AcceptHeader = "Sec-WebSocket-Accept";
    public const string ProtocolHeader = "Sec-WebSocket-Protocol";
    public const string ExtensionsHeader = "Sec-WebSocket-Extensions";

    private const string Token = "websocket";
    private const int KeyBytes = 16;
    private const int KeyLength = 24;

    // RFC 6455 §1.3.
    private static ReadOnlySpan<byte> Suffix => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    public static HandshakeForm Read(HttpContext http)
    {
        var request = http.Request;
        // HTTP/2 has another way of opening (RFC 8441), of which nothing is known on AWS (§3.1): it is not offered.
        if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            || request.Method != HttpMethods.Get || !Names(request.Headers.Upgrade, Token))
        {
            return HandshakeForm.None;
        }

        if (request.Headers[VersionHeader] is not [Version])
        {
            return HandshakeForm.WrongVersion;
        }

        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return request.Headers[KeyHeader] is [{ Length: KeyLength } key]
            && Convert.TryFromBase64String(key, bytes, out var count) && count == KeyBytes
                ? HandshakeForm.Good
                : HandshakeForm.WrongKey;
    }

    /// <summary>What proves that the handshake was understood (RFC 6455 §4.2.2 point 5.4).</summary>
    public static string Accept(string key)
    {
        Span<byte> input = stackalloc byte[KeyLength + Suffix.Length];
        Encoding.ASCII.GetBytes(key, input);
        Suffix.CopyTo(input[KeyLength..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the protocol names the algorithm; nothing secret hangs on it
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }

    /// <summary>The bytes of names and values.</summary>
    public static int HeaderBytes(HttpContext http)
    {
        var bytes = 0;
        foreach (var (name, values) in http.Request.Headers)
        {
            foreach (var value in values)
            {
                bytes += name.Length + (value?.Length ?? 0);
            }
        }

        return bytes;
    }

    private static bool Names(StringValues header, string token)
    {
        foreach (var line in header)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[part].Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
