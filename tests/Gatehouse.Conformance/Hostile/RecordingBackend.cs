using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Remembers every request whole, as it stood on the wire. Answers 200; <c>/reflect</c> gives the body back.</summary>
internal sealed class RecordingBackend : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();

    public RecordingBackend()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

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
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The tests are over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var reader = new BufferedStream(client.GetStream()))
        {
            try
            {
                while (await ReadAsync(reader) is var (head, body))
                {
                    Requests.Enqueue(head + body);
                    var reflects = head.Contains(" /reflect", StringComparison.Ordinal);
                    var answer = reflects ? body : "seen";
                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(string.Create(
                        CultureInfo.InvariantCulture,
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\n\r\n{answer}")));
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The gateway closed.
            }
        }
    }

    private static async Task<(string Head, string Body)?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await ReadLineAsync(stream) is not { } line)
            {
                return null;
            }

            head.Append(line);
        }

        var lines = head.ToString().Split("\r\n");
        if (Array.Exists(lines, static l => l.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)))
        {
            var body = new StringBuilder();
            while (true)
            {
                var size = int.Parse((await ReadLineAsync(stream))!.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var chunk = await TakeAsync(stream, size);
                await ReadLineAsync(stream);
                if (size == 0)
                {
                    return (head.ToString(), body.ToString());
                }

                body.Append(chunk);
            }
        }

        var length = Array.Find(lines, static l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return (head.ToString(), await TakeAsync(
            stream, length is null ? 0 : int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)));
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            line.Append((char)one[0]);
            if (one[0] == '\n')
            {
                return line.ToString();
            }
        }

        return null;
    }

    private static async Task<string> TakeAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
