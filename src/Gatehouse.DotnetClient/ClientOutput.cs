using System.Text;

namespace Gatehouse.DotnetClient;

/// <summary>
/// Standard output and error, counted: with every answer the host learns how much there is to read, so that a call's
/// lines are in the log before its END.
/// </summary>
internal sealed class ClientOutput : Stream
{
    private readonly Stream _inner;
    private readonly Lock _gate = new();
    private long _bytes;

    private ClientOutput(Stream inner) => _inner = inner;

    /// <summary>Written so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Both go into one pipe, so that their order is kept.</summary>
    public static ClientOutput Install()
    {
        var output = new ClientOutput(Console.OpenStandardOutput());
        var writer = TextWriter.Synchronized(new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true });
        Console.SetOut(writer);
        Console.SetError(writer);
        return output;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            _inner.Write(buffer);
        }

        Interlocked.Add(ref _bytes, buffer.Length);
    }

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
