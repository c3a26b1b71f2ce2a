using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Execution.WebSockets.Frames;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>The reading half: frames become messages, and no more of them than may be under way at once (websocket-api §5.10).</summary>
internal sealed partial class ClientConnection
{
    private async Task ReadAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync(CancellationToken.None);
            var buffer = result.Buffer;
            var goesOn = _isDiscarding ? !_frames.SkipToClose(ref buffer) : buffer.IsEmpty || Process(ref buffer);
            Task? room;
            lock (_gate)
            {
                room = IsFullNeedsLock
                    ? (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                    : null;
            }

            // What is full looks at the same bytes again; else only more of them say something new.
            input.AdvanceTo(buffer.Start, room is null ? buffer.End : buffer.Start);
            if (!goesOn || (result.IsCompleted && (room is null || buffer.IsEmpty)) || result.IsCanceled)
            {
                return;
            }

            if (room is not null)
            {
                await room;
            }
        }
    }

    /// <returns><see langword="false"/> when the peer has closed.</returns>
    private bool Process(ref ReadOnlySequence<byte> buffer)
    {
        Volatile.Write(ref _lastFrame, services.Wheel.Now);
        _sender!.Cork();
        try
        {
            return ProcessFrames(ref buffer);
        }
        finally
        {
            _sender.Uncork();
        }
    }

    private bool ProcessFrames(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            switch (_frames.Read(ref buffer))
            {
                case FrameEvent.None:
                    NoteReassembly();
                    return true;
                case FrameEvent.Message:
                    if (!Start(_frames.TakeMessage()))
                    {
                        return true; // full: what follows stays in the pipe
                    }

                    break;
                case FrameEvent.Ping:
                    _sender!.SendPong(_frames.Control);
                    break;
                case FrameEvent.Pong:
                    break;
                case FrameEvent.Close:
                    TryDecide(_frames.Status);
                    services.Registry.Remove(this);
                    _sender!.EchoClose(_frames.Control);
                    return false;
                default:
                    // What still comes is read and thrown away, so that the peer reads our close and no reset takes it away.
                    Close(_frames.Status);
                    _isDiscarding = true;
                    return !_frames.SkipToClose(ref buffer);
            }
        }
    }

    /// <returns><see langword="false"/> when no further message may be read now.</returns>
    private bool Start(PooledBytes message)
    {
        _begunAt = -1;
        if (_closeBy >= 0)
        {
            message.Dispose(); // it crossed our closing frame
            return true;
        }

        Volatile.Write(ref _lastMessage, Volatile.Read(ref _lastFrame));
        bool isFull;
        lock (_gate)
        {
            _inFlight++;
            _inFlightBytes += message.Length;
            isFull = IsFullNeedsLock;
        }

        services.Messages.Start(this, message);
        if (!isFull)
        {
            return true;
        }

        lock (_gate)
        {
            return !IsFullNeedsLock; // an integration that waits for nothing is done already
        }
    }

    private void NoteReassembly()
    {
        if (!_frames.IsWithinMessage)
        {
            _begunAt = -1;
        }
        else if (_begunAt < 0)
        {
            _begunAt = services.Wheel.Now;
            services.Wheel.Schedule(this, _begunAt + (long)WebSocketLimits.Reassembly.TotalMilliseconds);
        }
    }
}
