using System.Numerics;
using System.Runtime.InteropServices;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>The masking of client frames (RFC 6455 §5.3): an exclusive or with four bytes, over and over.</summary>
internal static class Masking
{
    /// <summary>Unmasks in place.</summary>
    /// <param name="bytes">A piece of the payload.</param>
    /// <param name="key">As it stands on the wire, read little-endian.</param>
    /// <param name="offset">How many bytes of the payload came before.</param>
    public static void Apply(Span<byte> bytes, uint key, int offset)
    {
        // Turned so that the first byte of the piece meets its byte of the key.
        var turned = BitConverter.IsLittleEndian
            ? BitOperations.RotateRight(key, (offset & 3) * 8)
            : throw new PlatformNotSupportedException("Keys are read little-endian.");
        if (bytes.Length >= Vector<byte>.Count)
        {
            var wide = new Vector<uint>(turned);
            var vectors = MemoryMarshal.Cast<byte, Vector<uint>>(bytes);
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] ^= wide;
            }

            bytes = bytes[(vectors.Length * Vector<byte>.Count)..]; // a multiple of four: the key needs no turning
        }

        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] ^= turned;
        }

        for (var i = words.Length * sizeof(uint); i < bytes.Length; i++)
        {
            bytes[i] ^= (byte)(turned >> ((i & 3) * 8));
        }
    }
}
