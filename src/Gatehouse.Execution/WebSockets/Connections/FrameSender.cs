using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Execution.WebSockets.Compression;
using Gatehouse.Execution.WebSockets.Frames;

namespace Gatehouse.Execution.WebSockets.Connections;

internal enum SendOutcome
{
    /// <summary>In the socket's buffer, or waiting for its turn.</summary>
    Sent = 0,

    /// <summary>The client reads too slowly: nothing was taken.</summary>
    Full = 1,

    /// <summary>The connection is closed, or is being closed.</summary>
    Closed = 2,
}

/// <summary>
/// The way out of one connection. Many write, one at a time; what the socket does not take at once waits here, up to a bound.
/// An idle connection holds no buffer.
/// </summary>
internal sealed class FrameSender(PipeWriter output, int? deflateWindowBytes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private PooledBytes? _backlog;
    private TaskCompletionSource? _room;
    private long _stalledSince;
    private int _corked;
    private int _unflushed;
    private bool _isFlushing;
    private bool _isClosed;

    /// <summary>Sends a message. It is taken whole or not at all.</summary>
    public SendOutcome TrySend(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var isCompressed = false;
        if (deflateWindowBytes is { } window && payload.Length >= WebSocketLimits.CompressedFromBytes
            && payload.Length <= window && MessageDeflater.TryDeflate(payload, out var packed))
        {
            payload = packed;
            isCompressed = true;
        }

        lock (_gate)
        {
            if (_isClosed)
            {
                return SendOutcome.Closed;
            }

            if (!_isFlushing)
            {
                FrameWriter.WriteMessage(output, opcode, payload, isCompressed);
                WrittenNeedsLock(payload.Length);
                return SendOutcome.Sent;
            }

            // One message always has room, however long: the bound is for what piles up.
            if (_backlog is { Length: > 0 } waiting
                && waiting.Length + FrameWriter.MessageSize(payload.Length) > WebSocketLimits.QueuedBytes)
            {
                return SendOutcome.Full;
            }

            FrameWriter.WriteMessage(_backlog ??= new PooledBytes(payload.Length), opcode, payload, isCompressed);
            return SendOutcome.Sent;
        }
    }

    /// <summary>Answers a ping. One that finds the way full is not answered; a later one will be (RFC 6455 §5.5.3).</summary>
    public void SendPong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_isClosed || _backlog is { Length: > WebSocketLimits.QueuedBytes })
            {
                return;
            }

            if (_isFlushing)
            {
                FrameWriter.WriteControl(_backlog ??= new PooledBytes(payload.Length), Opcode.Pong, payload);
                return;
            }

            FrameWriter.WriteControl(output, Opcode.Pong, payload);
            WrittenNeedsLock(payload.Length);
        }
    }

    /// <summary>Sends a closing frame; nothing is sent after it.</summary>
    /// <returns><see langword="false"/> when one was sent before.</returns>
    public bool SendClose(in CloseStatus status) => SendClose(status, echo: default, isEcho: false);

    /// <summary>Answers a closing frame with its own payload (websocket-api §7.3).</summary>
    public bool EchoClose(ReadOnlySpan<byte> payload) => SendClose(default, payload, isEcho: true);

    /// <summary>Nothing more is sent, and whoever waits for room is told.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            LeaveRoomNeedsLock();
            if (!_isFlushing)
            {
                _backlog?.Dispose();
                _backlog = null;
            }
        }
    }

    /// <summary>Completes when something of what waited has gone, or the connection is closed.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            return _isClosed || !_isFlushing
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>While a batch of frames is read, what is answered is collected and goes out in one piece.</summary>
    public void Cork()
    {
        lock (_gate)
        {
            _corked++;
        }
    }

    public void Uncork()
    {
        lock (_gate)
        {
            _corked--;
            if (_corked == 0 && _unflushed > 0 && !_isFlushing)
            {
                FlushNeedsLock();
            }
        }
    }

    /// <summary>Something waits for the client to read.</summary>
    public bool IsWaiting => Volatile.Read(ref _isFlushing);

    /// <summary>How long the client has taken nothing of what waits for it.</summary>
    /// <value>Zero when nothing waits.</value>
    public TimeSpan Stalled
    {
        get
        {
            lock (_gate)
            {
                return _isFlushing ? time.GetElapsedTime(_stalledSince) : TimeSpan.Zero;
            }
        }
    }

    private bool SendClose(in CloseStatus status, ReadOnlySpan<byte> echo, bool isEcho)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _isClosed = true;
            LeaveRoomNeedsLock();
            System.Buffers.IBufferWriter<byte> target =
                _isFlushing ? _backlog ??= new PooledBytes(echo.Length + 1) : output;
            if (isEcho)
            {
                FrameWriter.WriteControl(target, Opcode.Close, echo);
            }
            else
            {
                FrameWriter.WriteClose(target, status);
            }

            if (!_isFlushing)
            {
                WrittenNeedsLock(WebSocketLimits.CorkedBytes); // it does not wait for the end of a batch
            }

            return true;
        }
    }

    private void WrittenNeedsLock(int count)
    {
        _unflushed += count + FrameWriter.LongestHead;
        if (_corked == 0 || _unflushed >= WebSocketLimits.CorkedBytes)
        {
            FlushNeedsLock();
        }
    }

    private void FlushNeedsLock()
    {
        _unflushed = 0;
        var flushing = output.FlushAsync(CancellationToken.None);
        if (flushing.IsCompletedSuccessfully)
        {
            Stop(flushing.Result.IsCompleted);
            return;
        }

        _isFlushing = true;
        _stalledSince = time.GetTimestamp();
        _ = ContinueAsync(flushing);
    }

    /// <summary>The reader of the pipe is gone: the socket is lost.</summary>
    private void Stop(bool isCompleted) => _isClosed |= isCompleted;

    private async Task ContinueAsync(ValueTask<FlushResult> flushing)
    {
        while (true)
        {
            var isLost = true;
            try
            {
                isLost = (await flushing).IsCompleted;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException
                or InvalidOperationException or ObjectDisposedException)
            {
                // The socket was lost under us: the reading side hears of it and ends the connection.
            }

            lock (_gate)
            {
                Stop(isLost);
                LeaveRoomNeedsLock();
                _stalledSince = time.GetTimestamp();
                if (isLost || _backlog is not { Length: > 0 } waiting)
                {
                    _isFlushing = false;
                    _backlog?.Dispose();
                    _backlog = null;
                    return;
                }

                output.Write(waiting.WrittenSpan);
                waiting.Dispose();
                _backlog = null;
                flushing = output.FlushAsync(CancellationToken.None);
            }
        }
    }

    private void LeaveRoomNeedsLock()
    {
        _room?.TrySetResult();
        _room = null;
    }
}
