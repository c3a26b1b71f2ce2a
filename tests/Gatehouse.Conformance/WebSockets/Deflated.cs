using System.IO.Compression;
using System.Text;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Messages as permessage-deflate has them (RFC 7692 §7.2): compressed whole, without the four octets at the end.</summary>
internal static class Deflated
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xff, 0xff];

    public static byte[] Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static byte[] Of(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
            var flushed = output.ToArray();
            return bytes.Length == 0 ? [0x00] : flushed[..^Tail.Length];
        }
    }

    /// <summary>Stored, not squeezed: a block whose content can be seen.</summary>
    public static byte[] Stored(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0x00, (byte)bytes.Length, (byte)(bytes.Length >> 8), (byte)~bytes.Length, (byte)(~bytes.Length >> 8), .. bytes, 0x00];
    }

    public static byte[] Inflate(byte[] payload)
    {
        using var inflate = new DeflateStream(new MemoryStream([.. payload, .. Tail]), CompressionMode.Decompress);
        using var output = new MemoryStream();
        inflate.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>A whole message of one frame.</summary>
    public static SocketFrame Frame(string text) => new(SocketFrame.Text, Of(text)) { Reserved = 4 };

    /// <summary>A message whose compressed octets are cut into pieces; only the first says so (§6.1).</summary>
    public static SocketFrame[] Frames(string text, int size)
    {
        var payload = Of(text);
        var count = (payload.Length + size - 1) / size;
        return
        [
            .. Enumerable.Range(0, count).Select(index => new SocketFrame(
                index == 0 ? SocketFrame.Text : SocketFrame.Continuation,
                payload[(index * size)..Math.Min(payload.Length, (index + 1) * size)])
            {
                Reserved = index == 0 ? 4 : 0,
                IsFinal = index == count - 1,
            }),
        ];
    }
}
