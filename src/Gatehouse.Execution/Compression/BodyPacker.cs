using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;

namespace Gatehouse.Execution.Compression;

/// <summary>Packs bytes into a buffer. Dispose it to write the end of the format.</summary>
internal sealed class BodyPacker(ContentCoding coding, IBufferWriter<byte> output) : IDisposable
{
    private readonly Stream _packing = coding switch
    {
        ContentCoding.Gzip => new GZipStream(new BufferStream(output), CompressionLimits.Level),
        ContentCoding.Deflate => new ZLibStream(new BufferStream(output), CompressionLimits.Level),
        ContentCoding.Identity => throw new ArgumentOutOfRangeException(nameof(coding)),
        _ => throw new UnreachableException(),
    };

    public static string NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Deflate => "deflate",
        ContentCoding.Identity => "identity",
        _ => throw new UnreachableException(),
    };

    /// <summary>Works on memory alone: nothing here can block.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _packing.Write(bytes);

    public void Dispose() => _packing.Dispose();

    /// <summary>The writing half of a stream over a buffer.</summary>
    private sealed class BufferStream(IBufferWriter<byte> output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);
    }
}
