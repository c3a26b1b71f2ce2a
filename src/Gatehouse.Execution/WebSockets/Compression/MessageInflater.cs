using System.IO.Compression;

namespace Gatehouse.Execution.WebSockets.Compression;

internal enum InflateOutcome
{
    Done = 0,

    /// <summary>The bytes are no deflate data.</summary>
    Invalid = 1,

    /// <summary>The message is larger than it may be; no more of it was inflated.</summary>
    TooBig = 2,
}

/// <summary>
/// Inflates one message (RFC 7692 §7.2.2). No memory of earlier messages is needed, because every client is asked for
/// <c>client_no_context_takeover</c>.
/// </summary>
internal static class MessageInflater
{
    private const int FirstBytes = 4_096;

    /// <summary>
    /// What the sender left out of its last block, and one empty final block, so that the stream has an end that is no cut.
    /// </summary>
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF, 0x03, 0x00];

    public static InflateOutcome TryInflate(ReadOnlyMemory<byte> packed, int maxBytes, out PooledBytes? message)
    {
        message = null;
        var output = new PooledBytes(FirstBytes);
        try
        {
            using var source = new MemoryStream(packed.Length + Tail.Length);
            source.Write(packed.Span);
            source.Write(Tail);
            source.Position = 0;
            using var inflater = new DeflateStream(source, CompressionMode.Decompress);
            while (true)
            {
                // One byte more than may come shows that more does.
                var room = Math.Min(maxBytes + 1 - output.Length, FirstBytes);
                var read = inflater.Read(output.GetSpan(room)[..room]);
                if (read == 0)
                {
                    message = output;
                    return InflateOutcome.Done;
                }

                output.Advance(read);
                if (output.Length > maxBytes)
                {
                    output.Dispose();
                    return InflateOutcome.TooBig;
                }
            }
        }
        catch (InvalidDataException)
        {
            output.Dispose();
            return InflateOutcome.Invalid;
        }
    }
}
