using System.IO.Compression;

namespace Gatehouse.Execution.WebSockets.Compression;

/// <summary>
/// Compresses one message (RFC 7692 §7.2.1), on its own: nothing is remembered between messages, so an idle connection holds
/// no window.
/// </summary>
internal static class MessageDeflater
{
    private const int TailBytes = 4;

    /// <param name="payload">The message.</param>
    /// <param name="packed">Shorter than the message, when <see langword="true"/> is returned.</param>
    public static bool TryDeflate(ReadOnlySpan<byte> payload, out byte[] packed)
    {
        packed = [];
        using var output = new MemoryStream(payload.Length / 2);
        using (var deflater = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflater.Write(payload);
            deflater.Flush(); // a sync flush: the last four bytes are 00 00 FF FF, which the wire does without
            var length = (int)output.Length - TailBytes;
            if (length <= 0 || length >= payload.Length)
            {
                return false;
            }

            packed = output.GetBuffer().AsSpan(0, length).ToArray();
        }

        return true;
    }
}
