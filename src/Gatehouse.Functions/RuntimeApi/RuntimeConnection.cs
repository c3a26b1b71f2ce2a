using System.Buffers;
using System.Net.Sockets;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>One connection of a runtime: reads its requests in order and writes the answers.</summary>
/// <remarks>
/// Our own clients send an answer and the following <c>next</c> in one write. The 202 then waits for the next event and
/// leaves with it: a warm call costs one receive and one send here, and one of each in the runtime.
/// </remarks>
internal sealed class RuntimeConnection(Socket socket, RuntimeSession session) : IDisposable
{
    private readonly ReceiveBuffer _buffer = new(socket);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isWaiting;
    private bool _owesAccepted;

    /// <summary>The answer to <c>next</c> is still to come; whoever sets it holds the session's lock.</summary>
    public bool IsWaiting
    {
        get => _isWaiting;
        set => _isWaiting = value;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadHeadAsync(cancellationToken) is { } head && await ServeAsync(head, cancellationToken))
            {
                // Each turn serves one request.
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The runtime went away, or the sandbox is being taken down: its process's end tells the rest.
        }
        finally
        {
            session.Leave(this);
            session.TellNews();
            socket.Dispose();
        }
    }

    /// <summary>
    /// Sends an event as the answer to <c>next</c>; returns before it is sent when the socket is full.
    /// </summary>
    public void Deliver(RuntimeEvent runtimeEvent, IRuntimeOwner owner) => _ = DeliverAsync(runtimeEvent, owner);

    public void Dispose()
    {
        socket.Dispose();
        _writing.Dispose();
    }

    private async Task DeliverAsync(RuntimeEvent runtimeEvent, IRuntimeOwner owner)
    {
        var prefix = _owesAccepted ? RuntimeReplies.Accepted : [];
        _owesAccepted = false;
        var buffer = runtimeEvent.Render(prefix, out var length, out var isWhole);
        try
        {
            await _writing.WaitAsync(CancellationToken.None);
            try
            {
                await socket.SendAsync(buffer.AsMemory(0, length), SocketFlags.None, CancellationToken.None);
                if (!isWhole)
                {
                    await socket.SendAsync(runtimeEvent.Payload, SocketFlags.None, CancellationToken.None);
                }
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            owner.DeliveryFailed();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns><see langword="null"/> at the end of input, or after a malformed head was answered.</returns>
    private async ValueTask<RequestHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        for (var seen = 0; ;)
        {
            var from = Math.Max(0, seen - 3);
            var end = _buffer.Filled[from..].IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                if (_isWaiting)
                {
                    // A second request before the first has its answer: nothing sensible can be said in order.
                    return null;
                }

                var length = from + end + 4;
                var head = RequestHead.Parse(_buffer.Filled[..length]);
                _buffer.Consume(length);
                if (head is null)
                {
                    await SendAsync(RuntimeReplies.BadRequest, cancellationToken);
                }

                return head;
            }

            // All that came in one piece is handled: now tell what it changed, then wait for more.
            await SettleAsync(cancellationToken);
            seen = _buffer.Length;
            if (!await _buffer.FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        try
        {
            // While `next` waits, the owed 202 belongs to whoever delivers the event.
            if (!_isWaiting && _owesAccepted)
            {
                await PayAcceptedAsync(cancellationToken);
            }
        }
        finally
        {
            session.TellNews();
        }
    }

    private ValueTask PayAcceptedAsync(CancellationToken cancellationToken)
    {
        _owesAccepted = false;
        return SendAsync(RuntimeReplies.Accepted, cancellationToken);
    }

    /// <returns><see langword="false"/> when the connection is to be closed.</returns>
    private async ValueTask<bool> ServeAsync(RequestHead head, CancellationToken cancellationToken)
    {
        if (_owesAccepted && head.Route != RuntimeRoute.Next)
        {
            await PayAcceptedAsync(cancellationToken);
        }

        if (head.ExpectsContinue && !head.IsFromBrowser && (head.IsChunked || head.ContentLength > 0))
        {
            await SendAsync(RuntimeReplies.Continue, cancellationToken);
        }

        var output = head is { Route: RuntimeRoute.Response, ResponseMode: "streaming", IsFromBrowser: false }
            ? session.BeginStream(head.RequestId, head.ContentType)
            : null;
        var body = await ReadBodyAsync(head, output, cancellationToken);
        if (body.IsBroken)
        {
            await SendAsync(RuntimeReplies.BadRequest, cancellationToken);
            return false;
        }

        if (head.IsFromBrowser)
        {
            await SendAsync(RuntimeReplies.Forbidden, cancellationToken);
            return false;
        }

        if (head.Route == RuntimeRoute.Next)
        {
            if (!session.TryAwaitNext(this, head.LogBytes, out var refusal))
            {
                if (_owesAccepted)
                {
                    await PayAcceptedAsync(cancellationToken);
                }

                await SendAsync(refusal!, cancellationToken);
            }

            return head.IsKeepAlive || _isWaiting;
        }

        var reply = output is null ? Answer(head, body) : EndStream(head, body);
        if (reply is not null)
        {
            await SendAsync(reply, cancellationToken);
        }
        else if (!head.IsKeepAlive)
        {
            await PayAcceptedAsync(cancellationToken);
        }

        return head.IsKeepAlive && !body.IsUndrained;
    }

    private async ValueTask<RequestBody> ReadBodyAsync(
        RequestHead head, StreamedAnswer? output, CancellationToken cancellationToken)
    {
        var isComplete = output is null;
        try
        {
            var body = await RequestBody.ReadAsync(head, _buffer, output, cancellationToken);
            isComplete |= !body.IsBroken;
            return body;
        }
        finally
        {
            if (!isComplete)
            {
                session.BreakStream();
            }
        }
    }

    /// <returns><see langword="null"/> when a 202 is owed.</returns>
    private byte[]? EndStream(RequestHead head, RequestBody body)
    {
        session.EndStream(ToAnswer(head, body));
        _owesAccepted = !body.IsOversized;
        return _owesAccepted ? null
            : body.IsUndrained ? RuntimeReplies.TooLargeAndClosing : RuntimeReplies.TooLarge;
    }

    /// <returns><see langword="null"/> when a 202 is owed.</returns>
    private byte[]? Answer(RequestHead head, RequestBody body)
    {
        byte[]? refusal;
        switch (head.Route)
        {
            case RuntimeRoute.Response when head.ResponseMode is not (null or "" or "streaming"):
                return RuntimeReplies.InvalidResponseMode;
            case RuntimeRoute.Response or RuntimeRoute.InvocationError:
                refusal = session.Answer(head.RequestId, ToAnswer(head, body));
                break;
            case RuntimeRoute.InitError:
                refusal = session.FailInit(ToAnswer(head, body));
                break;
            case RuntimeRoute.Ping:
                return RuntimeReplies.Pong;
            case RuntimeRoute.WrongMethod:
                return RuntimeReplies.WrongMethod;
            default:
                return RuntimeReplies.NotFound;
        }

        if (refusal is null && body.IsOversized)
        {
            return body.IsUndrained ? RuntimeReplies.TooLargeAndClosing : RuntimeReplies.TooLarge;
        }

        _owesAccepted = refusal is null;
        return refusal;
    }

    private static RuntimeAnswer ToAnswer(RequestHead head, RequestBody body)
    {
        // A streaming answer may turn into an error at its very end, by trailers.
        var isError = head.Route != RuntimeRoute.Response || body.TrailerErrorType is not null;
        return new RuntimeAnswer
        {
            Kind = body.IsOversized ? RuntimeAnswerKind.Oversized
                : isError ? RuntimeAnswerKind.Error : RuntimeAnswerKind.Response,
            Payload = body.TrailerErrorType is null ? body.Payload : body.TrailerErrorBody,
            Size = body.Size,
            ErrorType = body.TrailerErrorType ?? head.ErrorType,
            ContentType = head.ContentType,
            LogBytes = body.TrailerLogBytes ?? head.LogBytes,
        };
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
