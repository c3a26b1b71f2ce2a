using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Sends a body that did not fit the first send, beside the receive: a backend may answer before it has read all.</summary>
internal sealed class RequestBodyPump : IDisposable
{
    // "FFFFFFFF\r\n" before and "\r\n" after the content of one chunk.
    private const int ChunkPrefixBytes = 10;
    private const int ChunkSuffixBytes = 2;

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly UpstreamConnection _connection;
    private readonly Task _running;
    private bool _isEnding;

    private RequestBodyPump(UpstreamConnection connection, UpstreamRequest request)
    {
        _connection = connection;
        _running = request.BodyReader is { } reader
            ? SendReaderAsync(reader, request.BodyLength)
            : SendMemoryAsync(request.RestOfBody);
    }

    /// <summary>All was sent: the connection may be used again.</summary>
    public bool SentAll { get; private set; }

    /// <summary>The last bytes were handed to the socket: it ends as soon as the peer takes them.</summary>
    public bool IsEnding => Volatile.Read(ref _isEnding);

    /// <summary>Nothing is under way: the body's reader and the connection are no longer touched.</summary>
    public bool IsFinished => _running.IsCompleted;

    /// <summary>What the body's reader threw.</summary>
    public Exception? Cause { get; private set; }

    /// <summary>Null when the request has nothing left to send.</summary>
    public static RequestBodyPump? Start(UpstreamConnection connection, UpstreamRequest request) =>
        request.BodyReader is null && request.RestOfBody.IsEmpty ? null : new RequestBodyPump(connection, request);

    /// <summary>Returns when the reader is the caller's alone again. The connection must have been aborted.</summary>
    public async ValueTask StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Returns when what <see cref="IsEnding"/> promised has happened, or the connection was aborted.</summary>
    public async ValueTask EndAsync() => await _running;

    // A failed send is no fault of its own: an answer (413, say) may already be here, and the receive finds out.
    private async Task SendMemoryAsync(ReadOnlyMemory<byte> body) => SentAll = await SendLastAsync(body);

    private ValueTask<bool> SendLastAsync(ReadOnlyMemory<byte> bytes)
    {
        Volatile.Write(ref _isEnding, true);
        return _connection.Transport.SendAsync(bytes);
    }

    private async Task SendReaderAsync(PipeReader reader, long? length)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(UpstreamLimits.BodyBufferBytes);
        try
        {
            SentAll = length is { } bytes
                ? await SendExactAsync(reader, bytes, scratch)
                : await SendChunkedAsync(reader, scratch);
        }
        catch (Exception exception)
        {
            // What a reader throws is the client's doing: it went away, sent too much or too slowly.
            Cause = exception;
            _connection.Abort(UpstreamFault.RequestBodyFailed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private async ValueTask<bool> SendExactAsync(PipeReader reader, long left, byte[] scratch)
    {
        while (left > 0)
        {
            var read = await reader.ReadAsync(_stop.Token);
            var available = read.Buffer.Length;
            if (available > left || (read.IsCompleted && available < left) || read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.Start);
                throw new InvalidDataException("The body has another length than declared.");
            }

            var count = read.Buffer.IsSingleSegment ? available : Math.Min(available, scratch.Length);
            var piece = PieceOf(read.Buffer, (int)count, scratch);
            left -= count;
            var isSent = await (left == 0 ? SendLastAsync(piece) : _connection.Transport.SendAsync(piece));
            reader.AdvanceTo(read.Buffer.GetPosition(count));
            if (!isSent)
            {
                return false;
            }
        }

        return true;
    }

    // Segments of a pipe are small; one send of many is much cheaper than many sends, and copying is cheapest.
    private static ReadOnlyMemory<byte> PieceOf(ReadOnlySequence<byte> buffer, int count, byte[] scratch)
    {
        if (buffer.IsSingleSegment)
        {
            return buffer.First;
        }

        buffer.Slice(0, count).CopyTo(scratch);
        return scratch.AsMemory(0, count);
    }

    private async ValueTask<bool> SendChunkedAsync(PipeReader reader, byte[] scratch)
    {
        while (true)
        {
            var read = await reader.ReadAsync(_stop.Token);
            if (read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.Start);
                throw new InvalidDataException("The reading of the body was cancelled.");
            }

            var buffer = read.Buffer;
            if (buffer.IsEmpty && read.IsCompleted)
            {
                reader.AdvanceTo(buffer.End);
                return await SendLastAsync(LastChunk);
            }

            var count = (int)Math.Min(buffer.Length, scratch.Length - ChunkPrefixBytes - ChunkSuffixBytes);
            var next = buffer.GetPosition(count);
            var frame = WriteChunk(buffer.Slice(0, count), count, scratch);
            var isSent = count == 0 || await _connection.Transport.SendAsync(frame);
            reader.AdvanceTo(next, count == 0 ? buffer.End : next);
            if (!isSent)
            {
                return false;
            }
        }
    }

    private static ReadOnlyMemory<byte> WriteChunk(ReadOnlySequence<byte> content, int count, byte[] scratch)
    {
        var fits = Utf8Formatter.TryFormat(count, scratch, out var digits, new StandardFormat('x'));
        Debug.Assert(fits && digits <= ChunkPrefixBytes - 2, "A chunk of at most the scratch buffer.");
        "\r\n"u8.CopyTo(scratch.AsSpan(digits));
        content.CopyTo(scratch.AsSpan(digits + 2));
        "\r\n"u8.CopyTo(scratch.AsSpan(digits + 2 + count));
        return scratch.AsMemory(0, digits + 2 + count + 2);
    }
}
