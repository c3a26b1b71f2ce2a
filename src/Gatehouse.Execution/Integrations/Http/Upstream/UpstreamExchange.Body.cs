using System.Buffers;
using System.IO.Pipelines;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>How the body leaves the exchange: copied on as it comes, or read into memory.</summary>
internal sealed partial class UpstreamExchange
{
    /// <summary>Copies under the timeout of SendAsync. Flushes between reads and not after the last piece: who ends the response
    /// flushes it.</summary>
    public ValueTask<UpstreamFault> CopyBodyToAsync(PipeWriter output, CancellationToken cancellationToken) =>
        CopyAsync(output, null, cancellationToken);

    /// <summary>Copies under its own bounds, as streamed responses need.</summary>
    public ValueTask<UpstreamFault> CopyBodyToAsync(
        PipeWriter output, UpstreamTimeouts timeouts, CancellationToken cancellationToken) =>
        CopyAsync(output, timeouts, cancellationToken);

    /// <summary>The whole body, at most <paramref name="maxBytes"/>; the bytes are valid until the exchange is disposed.</summary>
    public ValueTask<UpstreamBody> ReadBodyAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (Fault != UpstreamFault.None || Body.IsDone)
        {
            return new ValueTask<UpstreamBody>(new UpstreamBody(Fault, default));
        }

        if (Body.Left > maxBytes)
        {
            Fail(UpstreamFault.BodyTooLarge);
            return new ValueTask<UpstreamBody>(new UpstreamBody(Fault, default));
        }

        // Usual: the body came with the head, and its bytes can stay where they are.
        if (Body.Left is not null && Body.TryRead(out var content))
        {
            if (Body.IsDone)
            {
                return new ValueTask<UpstreamBody>(new UpstreamBody(UpstreamFault.None, content));
            }

            return ReadRestAsync(content, maxBytes, cancellationToken);
        }

        return ReadRestAsync(default, maxBytes, cancellationToken);
    }

    private ValueTask<UpstreamFault> CopyAsync(
        PipeWriter output, UpstreamTimeouts? timeouts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Fault != UpstreamFault.None)
        {
            return new ValueTask<UpstreamFault>(Fault);
        }

        WriteArrived(output);
        if (Body.IsDone)
        {
            return new ValueTask<UpstreamFault>(UpstreamFault.None);
        }

        return Body.Fault != UpstreamFault.None
            ? new ValueTask<UpstreamFault>(Fail(Body.Fault))
            : CopyRestAsync(output, timeouts, cancellationToken);
    }

    private void WriteArrived(PipeWriter output)
    {
        while (Body.TryRead(out var content))
        {
            output.Write(content.Span);
        }
    }

    private async ValueTask<UpstreamFault> CopyRestAsync(
        PipeWriter output, UpstreamTimeouts? timeouts, CancellationToken cancellationToken)
    {
        var body = Body;
        var bounds = timeouts is { } given ? new BodyDeadlines(_time, _started, given) : (BodyDeadlines?)null;
        Watch(cancellationToken);
        try
        {
            bounds?.WaitForClient(Connection);
            while (!body.IsDone)
            {
                var flushed = await output.FlushAsync(cancellationToken);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    return Fail(UpstreamFault.Cancelled);
                }

                bounds?.WaitForBackend(Connection);
                await ReceiveOnceAsync(body, output);
                bounds?.WaitForClient(Connection);
                WriteArrived(output);
                if (body.Fault != UpstreamFault.None)
                {
                    return body.Fault == UpstreamFault.ConnectionLost ? FailLost() : Fail(body.Fault);
                }
            }

            return UpstreamFault.None;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The reader of the response is gone, or completed the pipe; the backend did nothing wrong.
            return Fail(UpstreamFault.Cancelled);
        }
        finally
        {
            Unwatch();
        }
    }

    private async ValueTask ReceiveOnceAsync(ResponseBody body, PipeWriter output)
    {
        var direct = (int)Math.Min(body.DirectBytes, UpstreamLimits.BodyBufferBytes);
        if (direct == 0)
        {
            body.Received(await Connection.Transport.ReceiveAsync(body.ReceiveBuffer));
            return;
        }

        var received = await Connection.Transport.ReceiveAsync(output.GetMemory(direct)[..direct]);
        output.Advance(Math.Max(0, received));
        body.ReceivedDirect(received);
    }

    private async ValueTask<UpstreamBody> ReadRestAsync(
        ReadOnlyMemory<byte> first, int maxBytes, CancellationToken cancellationToken)
    {
        var body = Body;
        var length = first.Length;
        _rented = ArrayPool<byte>.Shared.Rent((int)(length + (body.Left ?? UpstreamLimits.ReceiveBufferBytes)));
        first.CopyTo(_rented);
        Watch(cancellationToken);
        try
        {
            while (true)
            {
                while (body.TryRead(out var content))
                {
                    if (content.Length > maxBytes - length)
                    {
                        return new UpstreamBody(Fail(UpstreamFault.BodyTooLarge), default);
                    }

                    Reserve(length, content.Length);
                    content.CopyTo(_rented.AsMemory(length));
                    length += content.Length;
                }

                if (body.Fault != UpstreamFault.None)
                {
                    return new UpstreamBody(
                        body.Fault == UpstreamFault.ConnectionLost ? FailLost() : Fail(body.Fault), default);
                }

                if (body.IsDone)
                {
                    return new UpstreamBody(UpstreamFault.None, _rented.AsMemory(0, length));
                }

                body.Received(await Connection.Transport.ReceiveAsync(body.ReceiveBuffer));
            }
        }
        finally
        {
            Unwatch();
        }
    }

    private void Reserve(int length, int more)
    {
        var rented = _rented!;
        if (rented.Length - length < more)
        {
            _rented = ArrayPool<byte>.Shared.Rent(Math.Max(rented.Length * 2, length + more));
            rented.AsSpan(0, length).CopyTo(_rented);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A body that nobody read but that is all here does not cost the connection.</summary>
    private static bool IsDrained(ResponseBody body)
    {
        while (body.TryRead(out _))
        {
            // Only bytes that arrived already.
        }

        return body.IsDone;
    }
}
