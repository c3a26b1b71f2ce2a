using System.Diagnostics;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// Makes up the identities of requests from the id source, buffered per thread: one refill serves many.
/// </summary>
internal sealed class RequestIdentifiers(IIdSource source)
{
    private const int BufferBytes = 4_096;
    private const int UuidBytes = 16;
    private const int UuidLength = 36;

    // 11 bytes are 15 characters of Base64 and one '=', the shape of AWS's extended ids (sheet §1.6).
    private const int ExtendedBytes = 11;
    private const int ExtendedLength = 16;
    private const int TraceBytes = 12;

    [ThreadStatic]
    private static Pool? _pool;

    /// <summary>A version 4 UUID: <c>$context.requestId</c>.</summary>
    public string NewRequestId() => string.Create(UuidLength, this, static (text, ids) =>
    {
        var random = ids.Take(UuidBytes);
        random[7] = (byte)((random[7] & 0x0F) | 0x40); // version 4 (RFC 9562 §5.4); Guid's third field is little-endian
        random[8] = (byte)((random[8] & 0x3F) | 0x80);
        var isWritten = new Guid(random).TryFormat(text, out var written, "D");
        Debug.Assert(isWritten && written == UuidLength, "a UUID has 36 characters");
    });

    /// <summary>15 characters of Base64 and <c>=</c>: <c>$context.extendedRequestId</c>.</summary>
    public string NewExtendedId() => string.Create(ExtendedLength, this, static (text, ids) =>
    {
        var isWritten = Convert.TryToBase64Chars(ids.Take(ExtendedBytes), text, out var written);
        Debug.Assert(isWritten && written == ExtendedLength, "eleven bytes are sixteen characters");
    });

    /// <summary>One of 2^32, each as likely: for draws such as a canary's.</summary>
    public uint Draw() => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public string NewTraceId(DateTimeOffset now) => TraceIdentity.Format(now.ToUnixTimeSeconds(), Take(TraceBytes));

    private Span<byte> Take(int count)
    {
        var pool = _pool;
        if (pool is null || pool.Owner != source)
        {
            _pool = pool = new Pool(source);
        }

        return pool.Take(count);
    }

    private sealed class Pool(IIdSource owner)
    {
        private readonly byte[] _bytes = new byte[BufferBytes];
        private int _used = BufferBytes;

        public IIdSource Owner { get; } = owner;

        /// <summary>Bytes that nobody else gets. Valid until the next call on this thread.</summary>
        public Span<byte> Take(int count)
        {
            if (_used + count > BufferBytes)
            {
                Owner.Fill(_bytes);
                _used = 0;
            }

            var taken = _bytes.AsSpan(_used, count);
            _used += count;
            return taken;
        }
    }
}
