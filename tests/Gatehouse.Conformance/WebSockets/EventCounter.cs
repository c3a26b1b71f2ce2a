using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>A backend that counts, by connection, the events that its mapped headers name. It answers 200 to everything.</summary>
internal sealed class EventCounter : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<(string Event, string Connection), int> _counts = new();
    private int _total;

    public EventCounter()
    {
        _listener.Start(4_096);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Total => Volatile.Read(ref _total);

    /// <summary>How many connections had the event, and whether each had it once.</summary>
    public (int Connections, bool IsOnceEach) Of(string name)
    {
        var counts = _counts.Where(entry => entry.Key.Event == name).Select(static entry => entry.Value).ToList();
        return (counts.Count, counts.TrueForAll(static count => count == 1));
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line.Length > 0)
                    {
                        if (line.Split(':', 2) is [var name, var value])
                        {
                            headers[name] = value.Trim();
                        }

                        continue;
                    }

                    _counts.AddOrUpdate((headers["event"], headers["connection-id"]), 1, static (_, count) => count + 1);
                    Interlocked.Increment(ref _total);
                    headers.Clear();
                    await client.GetStream().WriteAsync(Answer);
                }
            }
            catch (IOException)
            {
                // The gateway has closed: nothing is owed.
            }
        }
    }
}
