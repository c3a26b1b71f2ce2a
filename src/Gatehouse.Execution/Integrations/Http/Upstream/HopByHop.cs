using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Headers that speak about one connection and are never handed on (RFC 9110 §7.6.1, RFC 9112 §6.1).</summary>
internal static class HopByHop
{
    public static bool Contains(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Ascii.EqualsIgnoreCase(name, "te"u8),
        7 => Ascii.EqualsIgnoreCase(name, "trailer"u8) || Ascii.EqualsIgnoreCase(name, "upgrade"u8),
        10 => Ascii.EqualsIgnoreCase(name, "connection"u8) || Ascii.EqualsIgnoreCase(name, "keep-alive"u8),
        16 => Ascii.EqualsIgnoreCase(name, "proxy-connection"u8),
        17 => Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8),
        _ => false,
    };

    /// <summary>What no caller may put on a request: the above, the length, and the wish for an interim answer.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 => Ascii.EqualsIgnoreCase(name, "expect"u8),
        14 => Ascii.EqualsIgnoreCase(name, "content-length"u8),
        _ => Contains(name),
    };
}
