namespace Gatehouse.Execution.TestInvocations;

/// <summary>Takes an answer's body up to a bound, and says when it is reached.</summary>
internal sealed class TestResponseBody(int limit, Action full) : Stream
{
    private readonly MemoryStream _taken = new();

    public override bool CanRead => false;

    public override bool CanSeek => true; // a fault clears what was written before it

    public override bool CanWrite => true;

    public override long Length => _taken.Length;

    public override long Position
    {
        get => _taken.Position;
        set => _taken.Position = value;
    }

    public ReadOnlySpan<byte> Taken => _taken.GetBuffer().AsSpan(0, (int)_taken.Length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = Math.Max(0, limit - (int)_taken.Length);
        _taken.Write(buffer[..Math.Min(room, buffer.Length)]);
        if (buffer.Length > room)
        {
            full();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
        // Nothing waits.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void SetLength(long value)
    {
        _taken.SetLength(value);
    }

    public override long Seek(long offset, SeekOrigin origin) => _taken.Seek(offset, origin);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _taken.Dispose();
        }

        base.Dispose(disposing);
    }
}
