using System.IO.Compression;

namespace Gatehouse.Execution.Compression;

/// <summary>
/// Unpacks a body that is at hand, and throws <see cref="InvalidDataException"/> where it was cut off. The library's
/// streams end quietly there, so that half a document would pass for a whole one.
/// </summary>
internal sealed class UnpackingStream : Stream
{
    // Behind a gzip body stands one more member with these bytes: RFC 1952 §2.2 lets members follow each other, and
    // only behind a whole one does the reader find the next.
    private static readonly byte[] Mark = [.. "\u001Fend-of-the-body\u001F"u8];
    private static readonly byte[] MarkMember = PackMark();

    private readonly SourceStream _source;
    private readonly Stream _decoder;
    private readonly byte[] _held = new byte[Mark.Length];
    private readonly bool _isMarked;
    private int _heldCount;

    private UnpackingStream(SourceStream source, Stream decoder, bool isMarked)
    {
        _source = source;
        _decoder = decoder;
        _isMarked = isMarked;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static UnpackingStream Gzip(byte[] bytes)
    {
        var source = new SourceStream([.. bytes, .. MarkMember]);
        return new UnpackingStream(source, new GZipStream(source, CompressionMode.Decompress), isMarked: true);
    }

    public static UnpackingStream Zlib(byte[] bytes)
    {
        var source = new SourceStream(bytes);
        return new UnpackingStream(source, new ZLibStream(source, CompressionMode.Decompress), isMarked: false);
    }

    /// <summary>Without a wrapper: what some clients mean by <c>deflate</c>.</summary>
    public static UnpackingStream Deflate(byte[] bytes)
    {
        var source = new SourceStream(bytes);
        return new UnpackingStream(source, new DeflateStream(source, CompressionMode.Decompress), isMarked: false);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The body is not in its format, or not all of it is there.</exception>
    public override int Read(Span<byte> buffer) => _isMarked ? ReadBeforeMark(buffer) : ReadToEnd(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A decoder that has seen the end of its format asks for no more; one that was cut off does.</summary>
    private int ReadToEnd(Span<byte> buffer)
    {
        var count = _decoder.Read(buffer);
        return count > 0 || buffer.IsEmpty || !_source.IsExhausted ? count : throw Cut();
    }

    /// <summary>Holds the last bytes back until it is known whether they are the mark.</summary>
    private int ReadBeforeMark(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = _decoder.Read(buffer);
            if (count == 0)
            {
                return _heldCount == Mark.Length && _held.AsSpan().SequenceEqual(Mark) ? 0 : throw Cut();
            }

            var ready = Math.Max(_heldCount + count - Mark.Length, 0);
            byte[] all = [.. _held.AsSpan(0, _heldCount), .. buffer[..count]];
            all.AsSpan(0, ready).CopyTo(buffer);
            _heldCount = all.Length - ready;
            all.AsSpan(ready).CopyTo(_held);
            if (ready > 0)
            {
                return ready;
            }
        }

        return 0;
    }

    private static InvalidDataException Cut() => new("The body ends before its encoding does.");

    private static byte[] PackMark()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            packing.Write(Mark);
        }

        return packed.ToArray();
    }

    /// <summary>Memory that remembers whether somebody asked beyond its end.</summary>
    private sealed class SourceStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public bool IsExhausted { get; private set; }

        public override int Read(Span<byte> buffer) => Note(base.Read(buffer));

        public override int Read(byte[] buffer, int offset, int count) => Note(base.Read(buffer, offset, count));

        private int Note(int count)
        {
            IsExhausted |= count == 0;
            return count;
        }
    }
}
