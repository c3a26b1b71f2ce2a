using Gatehouse.Execution.Compression;

namespace Gatehouse.Execution.Exchange;

/// <summary>The content codings of request bodies (sheet §8.4): one layer of gzip, deflate or none.</summary>
internal static class BodyCoding
{
    public static bool IsSupported(string coding) => IsIdentity(coding) || IsGzip(coding) || IsDeflate(coding);

    public static bool IsIdentity(ReadOnlySpan<char> coding)
    {
        var name = coding.Trim();
        return name.IsEmpty || name.Equals("identity", StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="coding">Supported and not identity.</param>
    /// <param name="bytes">The encoded body.</param>
    public static Stream Decoder(string coding, byte[] bytes)
    {
        if (IsGzip(coding))
        {
            return UnpackingStream.Gzip(bytes);
        }

        // Both forms that clients call deflate: zlib-wrapped (RFC 9110) and raw.
        return IsZlib(bytes) ? UnpackingStream.Zlib(bytes) : UnpackingStream.Deflate(bytes);
    }

    private static bool IsGzip(ReadOnlySpan<char> coding)
    {
        var name = coding.Trim();
        return name.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase); // the same coding (RFC 9110 §8.4.1.3)
    }

    private static bool IsDeflate(ReadOnlySpan<char> coding) =>
        coding.Trim().Equals("deflate", StringComparison.OrdinalIgnoreCase);

    private static bool IsZlib(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0; // RFC 1950 §2.2
}
