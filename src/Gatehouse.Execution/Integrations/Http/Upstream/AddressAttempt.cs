using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>One search for a connection over the addresses of a name: the first that accepts wins, the others are closed.</summary>
internal sealed class AddressAttempt(IPAddress[] addresses, int port, TimeProvider time)
{
    /// <summary>What the last failed address answered.</summary>
    public SocketError LastError { get; private set; }

    /// <summary>Null when no address accepts. Throws only when the token is cancelled.</summary>
    public async ValueTask<Socket?> ConnectAsync(CancellationToken cancellationToken)
    {
        if (addresses.Length == 1)
        {
            return await ConnectOneAsync(addresses[0], cancellationToken);
        }

        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket?>>();
        Socket? winner = null;
        try
        {
            for (var next = 0; winner is null && (next < addresses.Length || running.Count > 0);)
            {
                if (next < addresses.Length)
                {
                    running.Add(ConnectOneAsync(addresses[next++], losers.Token));
                }

                winner = await WaitForOneAsync(running, isLast: next == addresses.Length, losers.Token);
            }

            return winner;
        }
        finally
        {
            await losers.CancelAsync();
            foreach (var late in running)
            {
                _ = DropAsync(late);
            }
        }
    }

    private async ValueTask<Socket?> WaitForOneAsync(List<Task<Socket?>> running, bool isLast, CancellationToken cancellationToken)
    {
        using var headStart = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = isLast
            ? Task.Delay(Timeout.InfiniteTimeSpan, time, headStart.Token)
            : Task.Delay(UpstreamLimits.AttemptDelay, time, headStart.Token);
        var finished = await Task.WhenAny(running.Append(delay));
        await headStart.CancelAsync();
        if (finished is not Task<Socket?> attempt)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        running.Remove(attempt);
        return await attempt;
    }

    private async Task<Socket?> ConnectOneAsync(IPAddress address, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            return socket;
        }
        catch (SocketException exception)
        {
            LastError = exception.SocketErrorCode;
            socket?.Dispose();
            return null;
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }

    private static async Task DropAsync(Task<Socket?> late)
    {
        try
        {
            (await late)?.Dispose();
        }
        catch (OperationCanceledException)
        {
            // The usual end of a loser; its socket is closed already.
        }
    }
}
