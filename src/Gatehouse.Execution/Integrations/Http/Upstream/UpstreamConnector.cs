using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Opens connections: resolves, tries the addresses with a short head start each (RFC 8305), and shakes hands.</summary>
internal sealed class UpstreamConnector(UpstreamOptions options, TimeProvider time, ILogger logger)
{
    private readonly AddressBook _addresses = new(time);

    /// <summary>Never throws for what a network can cause. <paramref name="left"/> is the time the call still has.</summary>
    public async ValueTask<ConnectOutcome> ConnectAsync(
        UpstreamTarget target, TimeSpan left, CancellationToken cancellationToken)
    {
        var isCallTheShorter = left != Timeout.InfiniteTimeSpan && left < options.ConnectTimeout;
        var bound = isCallTheShorter ? left : options.ConnectTimeout;
        using var expiry = new CancellationTokenSource(bound, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return await ConnectBoundedAsync(target, either.Token);
        }
        catch (OperationCanceledException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return ConnectOutcome.Failed(UpstreamFault.Cancelled, null);
            }

            logger.ConnectTimedOut(target.Host, target.Port, bound.TotalMilliseconds);
            return isCallTheShorter
                ? ConnectOutcome.Failed(UpstreamFault.TimedOut, "The time ran out while connecting.")
                : ConnectOutcome.Failed(UpstreamFault.ConnectFailed, "No answer within the connect timeout.");
        }
    }

    private async ValueTask<ConnectOutcome> ConnectBoundedAsync(UpstreamTarget target, CancellationToken cancellationToken)
    {
        var host = target.FormatHostName();
        var addresses = await _addresses.ResolveAsync(host, cancellationToken);
        if (options.AllowAddress is { } allows)
        {
            addresses = Array.FindAll(addresses, address => allows(address));
        }

        if (addresses.Length == 0)
        {
            logger.AddressUnusable(target.Host);
            return ConnectOutcome.Failed(
                UpstreamFault.InvalidAddress, $"The host '{host}' has no address that may be called.");
        }

        var attempt = new AddressAttempt(addresses, target.Port, time);
        var socket = await attempt.ConnectAsync(cancellationToken);
        if (socket is null)
        {
            logger.ConnectFailed(target.Host, target.Port, attempt.LastError);
            return ConnectOutcome.Failed(UpstreamFault.ConnectFailed, $"Connecting failed: {attempt.LastError}.");
        }

        _addresses.Prefer(host, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        return target.IsTls
            ? await TlsHandshake.ShakeAsync(socket, target, logger, cancellationToken)
            : ConnectOutcome.Connected(new SocketTransport(socket));
    }
}
