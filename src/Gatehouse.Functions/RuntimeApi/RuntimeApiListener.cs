using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>The Runtime API of one sandbox: a loopback port of its own.</summary>
/// <remarks>
/// A port per sandbox and no path prefix, because AWS's clients split <c>AWS_LAMBDA_RUNTIME_API</c> at its colon
/// (Node.js) or
/// hand it to a host-and-port parser (Python, Rust): a path in it would break them. The kernel picks the port.
/// </remarks>
internal sealed class RuntimeApiListener : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RuntimeConnection, Task> _connections = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Socket _socket;
    private readonly RuntimeSession _session;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    public RuntimeApiListener(RuntimeSession session, TimeProvider time)
    {
        _session = session;
        _time = time;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _socket.Listen(16);
        }
        catch
        {
            _socket.Dispose();
            _closing.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _accepting = AcceptAsync(_closing.Token);
    }

    public int Port { get; }

    /// <summary>
    /// Waits until all that a dead runtime sent has been read: it may have posted its error in its last breath.
    /// </summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        try
        {
            while (_socket.Poll(0, SelectMode.SelectRead))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), _time, timeout.Token);
            }

            await Task.WhenAll(Connections()).WaitAsync(timeout.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Someone outside the process group still holds a connection; what it may say no longer counts.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await Task.WhenAll(Connections());
        _closing.Dispose();
    }

    private Task[] Connections()
    {
        lock (_gate)
        {
            return [.. _connections.Values];
        }
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(cancellationToken);
                socket.NoDelay = true;
                Start(socket, cancellationToken);
            }
            catch (SocketException) when (!cancellationToken.IsCancellationRequested)
            {
                // Aborted before it was accepted, or no file descriptor is left: the next one may do better.
                await Task.Delay(RuntimeApiLimits.AcceptPause, _time, CancellationToken.None);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Start(Socket socket, CancellationToken cancellationToken)
    {
        var connection = new RuntimeConnection(socket, _session);
        lock (_gate)
        {
            if (_connections.Count >= RuntimeApiLimits.Connections)
            {
                connection.Dispose();
                return;
            }

            _connections.Add(connection, Task.CompletedTask);
        }

        var running = ServeAsync(connection, cancellationToken);
        lock (_gate)
        {
            if (_connections.ContainsKey(connection))
            {
                _connections[connection] = running;
            }
        }
    }

    private async Task ServeAsync(RuntimeConnection connection, CancellationToken cancellationToken)
    {
        await connection.RunAsync(cancellationToken);
        lock (_gate)
        {
            _connections.Remove(connection);
        }

        connection.Dispose();
    }
}
