using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Conformance.Harness;

/// <summary>
/// A backend that behaves as its path asks: answers, dies in the middle, talks nonsense, or never answers. Counts the
/// connections it accepted, so that a test can see whether one was used again.
/// </summary>
internal sealed class ScriptedBackend : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private int _connections;

    public ScriptedBackend()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The heads of all requests, as received.</summary>
    public ConcurrentQueue<string> Heads { get; } = new();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                while (await ReadHeadAsync(stream) is { } head)
                {
                    Heads.Enqueue(head);
                    var path = head.Split(' ')[1];
                    if (!await AnswerAsync(stream, path, head))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The gateway closed, as several of these tests want.
            }
        }
    }

    /// <returns><see langword="false"/> to close the connection.</returns>
    private async Task<bool> AnswerAsync(NetworkStream stream, string path, string head)
    {
        switch (path.Split('?')[0])
        {
            case "/dies-before":
                return false;
            case "/dies-in-head":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Le");
                return false;
            case "/dies-in-body":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nonly this");
                return false;
            case "/garbage":
                await WriteAsync(stream, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
                return false;
            case "/conflicting-lengths":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc");
                return true;
            case "/never":
                await Task.Delay(Timeout.Infinite, _stopping.Token);
                return false;
            case "/extra-bytes":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
                return true;
            case "/chunked":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
                return true;
            case "/headers":
                await WriteAsync(stream, "HTTP/1.1 201 Created\r\nServer: backend\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nWWW-Authenticate: Basic\r\nX-Own: 1\r\nX-Own: 2\r\nContent-Type: text/css\r\nContent-Length: 2\r\n\r\nhi");
                return true;
            case "/redirect":
                await WriteAsync(stream, "HTTP/1.1 302 Found\r\nLocation: http://example.test/\r\nContent-Length: 0\r\n\r\n");
                return true;
            default:
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {head.Length}\r\n\r\n{head}");
                return true;
        }
    }

    private static async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            bytes.Add(one[0]);
            if (bytes.Count >= 4 && bytes[^1] == '\n' && bytes[^2] == '\r' && bytes[^3] == '\n')
            {
                return Encoding.Latin1.GetString([.. bytes]);
            }
        }

        return null;
    }

    private static Task WriteAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();
}
