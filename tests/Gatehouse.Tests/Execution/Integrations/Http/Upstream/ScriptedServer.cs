using System.Net;
using System.Net.Sockets;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>A backend that does exactly what a test says, per connection, byte for byte.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _scripts = [];
    private readonly Task _accepting;
    private int _connectionCount;

    private ScriptedServer(Func<ScriptedConnection, Task> script)
    {
        _listener.Start();
        _accepting = AcceptAsync(script);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public UpstreamTarget Target => new(IsTls: false, "127.0.0.1", Port, Tls: null);

    public static ScriptedServer Start(Func<ScriptedConnection, Task> script) => new(script);

    /// <summary>Reads one request and sends those bytes, on every connection.</summary>
    public static ScriptedServer Answering(string response, bool closes = false) => Start(async connection =>
    {
        while (await connection.TryReadRequestAsync() is not null)
        {
            await connection.SendAsync(response);
            if (closes)
            {
                return;
            }
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_scripts);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync(Func<ScriptedConnection, Task> script)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var index = Interlocked.Increment(ref _connectionCount) - 1;
                _scripts.Add(RunAsync(script, new ScriptedConnection(socket, index, _stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task RunAsync(Func<ScriptedConnection, Task> script, ScriptedConnection connection)
    {
        await Task.Yield();
        try
        {
            await script(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // The client went away, as some tests want.
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }
}
