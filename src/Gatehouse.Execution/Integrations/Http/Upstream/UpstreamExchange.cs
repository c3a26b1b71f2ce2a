using System.Buffers;
using System.Diagnostics;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>One call's answer. Always dispose it: that returns the connection to the pool when the response was read exactly and
/// both sides keep it, and closes it otherwise.</summary>
/// <remarks>A fresh small object per call on purpose: disposing twice, or late, can never touch another call.</remarks>
internal sealed partial class UpstreamExchange : IAsyncDisposable
{
    private readonly UpstreamConnection? _connection;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly bool _isHeadRequest;
    private CancellationTokenRegistration _cancellation;
    private RequestBodyPump? _pump;
    private byte[]? _rented;
    private int _interimCount;
    private bool _hasReceived;
    private bool _isReleased;
    private bool _isDisposed;

    internal UpstreamExchange(UpstreamConnection connection, bool isHeadRequest, TimeProvider time, long started)
    {
        _connection = connection;
        _isHeadRequest = isHeadRequest;
        _time = time;
        _started = started;
    }

    private UpstreamExchange(UpstreamFault fault, string? detail, TimeProvider time)
    {
        _time = time;
        _isReleased = true;
        Fault = fault;
        FaultDetail = detail;
    }

    public UpstreamFault Fault { get; private set; }

    /// <summary>For the execution log: what exactly failed. Never holds header or body content.</summary>
    public string? FaultDetail { get; private set; }

    /// <summary>With RequestBodyFailed: what the body's reader threw.</summary>
    public Exception? FaultCause => _pump?.Cause;

    public int StatusCode => Head.StatusCode;

    public UpstreamHeaders Headers => new(Head);

    /// <summary>Body bytes to come: 0 where there can be none (HEAD, 204, 304), null when chunked or until close.</summary>
    public long? ContentLength => Body.Left;

    /// <summary>The Content-Length line as sent, also for HEAD and 304; null when there was none.</summary>
    public long? DeclaredLength => Head.DeclaredLength;

    public bool IsChunked => Body.IsChunked;

    /// <summary>No part of the request is still under way.</summary>
    internal bool HasSentAll => _pump is null or { SentAll: true, IsFinished: true };

    /// <summary>Nothing at all came: on a reused connection that means it was closed while idle.</summary>
    internal bool HasReceivedNothing => !_hasReceived;

    private UpstreamConnection Connection => _connection ?? throw new InvalidOperationException("A failed call has no answer.");

    private UpstreamHead Head => _isDisposed
        ? throw new ObjectDisposedException(nameof(UpstreamExchange))
        : Connection.Head;

    private ResponseBody Body => _isDisposed
        ? throw new ObjectDisposedException(nameof(UpstreamExchange))
        : Connection.Body;

    internal static UpstreamExchange Failed(UpstreamFault fault, string? detail, TimeProvider time) => new(fault, detail, time);

    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }

        if (_pump is { IsFinished: false })
        {
            return AbandonAsync(_pump);
        }

        Release();
        return default;
    }

    /// <summary>Sends the first bytes, and starts the pump when there are more.</summary>
    internal ValueTask<bool> StartAsync(UpstreamRequest request, long deadline, CancellationToken cancellationToken)
    {
        Connection.Begin(deadline);
        Watch(cancellationToken);
        var sending = Connection.Transport.SendAsync(request.FirstBytes);
        if (sending.IsCompletedSuccessfully)
        {
            _pump = RequestBodyPump.Start(Connection, request);
            return sending;
        }

        return FinishStartAsync(sending, request);
    }

    /// <summary>Takes what the receive gave; true when the head is complete or the exchange failed.</summary>
    internal bool TryAccept(int received)
    {
        var connection = Connection;
        if (received <= 0)
        {
            FailLost();
            return true;
        }

        _hasReceived = true;
        connection.Received(received);
        while (true)
        {
            switch (connection.Head.Parse(connection.Buffer, connection.Filled))
            {
                case HeadProgress.Complete when connection.Head.Length > connection.Pool.MaxHeadBytes:
                case HeadProgress.TooLarge:
                    Fail(UpstreamFault.HeadTooLarge);
                    return true;
                case HeadProgress.Complete when !connection.Head.IsInterim:
                    BeginBody(connection);
                    return true;
                case HeadProgress.Complete when ++_interimCount <= UpstreamLimits.InterimResponses:
                    connection.Head.SkipInterim();
                    break;
                case HeadProgress.Incomplete when connection.HasRoom || connection.TryGrow(connection.Pool.MaxHeadBytes):
                    return false;
                case HeadProgress.Incomplete:
                    Fail(UpstreamFault.HeadTooLarge);
                    return true;
                default:
                    Fail(UpstreamFault.MalformedResponse);
                    return true;
            }
        }
    }

    /// <summary>The rare case: the head did not come in one piece.</summary>
    internal async ValueTask FinishHeadAsync()
    {
        while (!TryAccept(await Connection.ReceiveMoreAsync()))
        {
            // Each turn waits for the backend under the deadline.
        }
    }

    internal void Unwatch()
    {
        // A default registration does nothing.
        _cancellation.Dispose();
        _cancellation = default;
    }

    private async ValueTask<bool> FinishStartAsync(ValueTask<bool> sending, UpstreamRequest request)
    {
        var isSent = await sending;
        _pump = RequestBodyPump.Start(Connection, request);
        return isSent;
    }

    private void BeginBody(UpstreamConnection connection)
    {
        var head = connection.Head;
        connection.Body.Begin(
            head.FramingFor(_isHeadRequest), head.DeclaredLength ?? 0, connection.Buffer, head.Length, connection.Filled);
    }

    private void Watch(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static connection => ((UpstreamConnection)connection!).Abort(UpstreamFault.Cancelled), _connection);
        }
    }

    private UpstreamFault FailLost()
    {
        var reason = Connection.AbortReason;
        return Fail(reason == UpstreamFault.None ? UpstreamFault.ConnectionLost : reason);
    }

    private UpstreamFault Fail(UpstreamFault fault)
    {
        Debug.Assert(fault != UpstreamFault.None, "A failure has a reason.");
        Fault = fault;
        FaultDetail = DetailOf(fault);

        // At once, not at Dispose: the backend must not work on for an answer nobody takes.
        Connection.Abort(fault);
        return fault;
    }

    private async ValueTask AbandonAsync(RequestBodyPump pump)
    {
        // A backend may have answered the last byte before the pump learned that it was taken. That moment is waited for, so
        // that the connection lives on; a backend that answered without reading does not get more than it.
        if (Fault == UpstreamFault.None && pump.IsEnding)
        {
            Connection.TryMoveDeadline(
                DeadlineClock.After(_time, _time.GetTimestamp(), UpstreamLimits.LastSendGrace));
            await pump.EndAsync();
        }
        else
        {
            Connection.Abort(UpstreamFault.Cancelled);
            await pump.StopAsync();
        }

        Release();
    }

    private void Release()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        _pump?.Dispose();
        var connection = Connection;
        var body = connection.Body;
        var isExact = Fault == UpstreamFault.None && IsDrained(body) && !body.HasExtraBytes;
        body.End();
        if (connection.TryEnd() && isExact && connection.Head.KeepsAlive && HasSentAll)
        {
            connection.Pool.Return(connection);
        }
        else
        {
            connection.Pool.Discard(connection);
        }
    }

    private static string DetailOf(UpstreamFault fault) => fault switch
    {
        UpstreamFault.TimedOut => "The time ran out while waiting for the backend.",
        UpstreamFault.ConnectionLost => "The backend closed the connection before its response was complete.",
        UpstreamFault.MalformedResponse => "The backend's response is no well-formed HTTP/1.1.",
        UpstreamFault.HeadTooLarge => "The head of the backend's response is too large.",
        UpstreamFault.BodyTooLarge => "The body of the backend's response is too large.",
        UpstreamFault.RequestBodyFailed => "The body of the request could not be read.",
        UpstreamFault.Cancelled => "The client went away.",
        _ => fault.ToString(),
    };
}
