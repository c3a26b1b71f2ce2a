using System.Diagnostics;
using System.IO.Pipelines;
using Gatehouse.Execution.WebSockets.Frames;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>
/// One open connection, from the end of its handshake to the delivery of its <c>$disconnect</c> (websocket-api §5, §7). While nothing
/// comes and goes it holds no buffer and no timer.
/// </summary>
internal sealed partial class ClientConnection(SocketClient client, FrameRules rules, int? deflateWindowBytes, SocketServices services)
    : IConnectionSession, IWheelItem
{
    private readonly Lock _gate = new();
    private readonly FrameReader _frames = new(rules);
    private FrameSender? _sender;
    private PipeReader? _input;
    private Action? _abort;
    private TaskCompletionSource? _room;
    private CloseStatus? _status;
    private long _openedAt;
    private long _lastFrame;
    private long _lastMessage;
    private long _begunAt = -1;
    private long _closeBy = -1;
    private int _inFlight;
    private int _inFlightBytes;
    private int _blockedAnswers;
    private bool _isDiscarding;
    private bool _isOver;

    public SocketClient Client { get; } = client;

    /// <summary>The wheel's own.</summary>
    public long DueTick { get; set; }

    /// <summary>The wheel's own.</summary>
    public int Position { get; set; }

    /// <value>Milliseconds of the epoch: the last message in either direction (§8.2).</value>
    public long LastActiveAt => Client.ConnectedAt + Math.Max(0, Volatile.Read(ref _lastMessage) - _openedAt);

    public async Task RunAsync(IDuplexPipe transport, Action abort)
    {
        _abort = abort;
        _input = transport.Input;
        _sender = new FrameSender(transport.Output, deflateWindowBytes, services.Time);
        _openedAt = _lastFrame = _lastMessage = services.Wheel.Now;
        services.Registry.Add(this);
        services.Wheel.Schedule(this, NextLook(_openedAt));
        try
        {
            await ReadAsync(transport.Input);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The connection was lost, or aborted by us: the status below tells which.
        }
        catch (Exception exception)
        {
            services.Logger.ConnectionFailed(exception, Client.ConnectionId);
        }

        End();
    }

    /// <summary>Sends a message of a backend.</summary>
    public SendOutcome TrySend(ReadOnlySpan<byte> text)
    {
        var outcome = _sender!.TrySend(Opcode.Text, text);
        if (outcome == SendOutcome.Sent)
        {
            var now = services.Wheel.Now;
            Volatile.Write(ref _lastMessage, now);
            Volatile.Write(ref _lastFrame, now);
        }

        if (_sender.IsWaiting)
        {
            services.Wheel.Schedule(this, services.Wheel.Now + (long)WebSocketLimits.AnswerWait.TotalMilliseconds);
        }

        return outcome;
    }

    /// <summary>Sends an answer or an error frame, waiting for a client that reads slowly (§11.3).</summary>
    public ValueTask AnswerAsync(ReadOnlyMemory<byte> text) =>
        TrySend(text.Span) == SendOutcome.Full ? WaitAndSendAsync(text) : default;

    /// <summary>A message's integration is done: another one may be read.</summary>
    public void Finished(int bytes)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _inFlight--;
            _inFlightBytes -= bytes;
            room = IsFullNeedsLock ? null : _room;
            _room = room is null ? _room : null;
        }

        room?.TrySetResult();
    }

    /// <summary>Begins the closing handshake; the peer has a while to answer (§7.3).</summary>
    public void Close(in CloseStatus status)
    {
        if (!TryDecide(status) || _sender is not { } sender)
        {
            return;
        }

        services.Registry.Remove(this);
        sender.SendClose(status);
        AwaitPeer();
    }

    /// <summary>The wheel looks whether a deadline is over.</summary>
    public long Turn(long now)
    {
        if (_isOver)
        {
            return -1;
        }

        if (_closeBy >= 0)
        {
            if (now < _closeBy)
            {
                return _closeBy;
            }

            // The peer does not answer: an ordinary end, after which nothing that was sent is lost to a reset.
            _input!.CancelPendingRead();
            return _sender!.IsWaiting ? Abort() : -1;
        }

        var stalled = _sender!.Stalled;
        if (stalled >= WebSocketLimits.WriteStall && TryDecide(CloseStatus.Lost))
        {
            return Abort();
        }

        if (stalled >= WebSocketLimits.AnswerWait && Volatile.Read(ref _blockedAnswers) > 0)
        {
            services.Logger.SlowConsumer(Client.ConnectionId);
            Close(CloseStatus.GoingAway);
        }
        else if (IsOver(_begunAt, WebSocketLimits.Reassembly, now))
        {
            Close(CloseStatus.Protocol);
        }
        else if (IsOver(_openedAt, services.Settings.Lifetime, now) || IsOver(Volatile.Read(ref _lastFrame), services.Settings.Idle, now))
        {
            Close(CloseStatus.GoingAway);
        }

        return _closeBy >= 0 ? _closeBy : NextLook(now);
    }

    /// <summary>Nothing of what waits could be sent: the socket is torn down.</summary>
    private long Abort()
    {
        _abort!();
        return -1;
    }

    private bool IsFullNeedsLock =>
        _inFlight >= WebSocketLimits.MessagesInFlight || _inFlightBytes >= WebSocketLimits.BytesInFlight;

    private static bool IsOver(long since, TimeSpan limit, long now) =>
        since >= 0 && now - since >= (long)limit.TotalMilliseconds;

    private long NextLook(long now)
    {
        var next = Math.Min(
            Volatile.Read(ref _lastFrame) + (long)services.Settings.Idle.TotalMilliseconds,
            _openedAt + (long)services.Settings.Lifetime.TotalMilliseconds);
        if (_begunAt >= 0)
        {
            next = Math.Min(next, _begunAt + (long)WebSocketLimits.Reassembly.TotalMilliseconds);
        }

        return _sender!.IsWaiting
            ? Math.Min(next, now + (long)WebSocketLimits.AnswerWait.TotalMilliseconds)
            : next;
    }

    private async ValueTask WaitAndSendAsync(ReadOnlyMemory<byte> text)
    {
        Interlocked.Increment(ref _blockedAnswers);
        try
        {
            do
            {
                await _sender!.WaitForRoomAsync();
            }
            while (TrySend(text.Span) == SendOutcome.Full);
        }
        finally
        {
            Interlocked.Decrement(ref _blockedAnswers);
        }
    }

    /// <summary>The first cause counts.</summary>
    private bool TryDecide(in CloseStatus status)
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return false;
            }

            _status = status;
            return true;
        }
    }

    private void AwaitPeer()
    {
        _closeBy = services.Wheel.Now + (long)WebSocketLimits.ClosingHandshake.TotalMilliseconds;
        services.Wheel.Schedule(this, _closeBy);
    }

    private void End()
    {
        Debug.Assert(!_isOver, "a connection ends once");
        TryDecide(CloseStatus.Lost);
        _isOver = true;
        services.Registry.Remove(this);
        services.Wheel.Forget(this);
        _sender!.Close();
        _frames.Release();
        services.Disconnects.Post(Client, _status!.Value);
        services.Ended();
    }
}
