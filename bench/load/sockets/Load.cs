using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.SocketLoad;

/// <summary>The three loads: opening, messages that come back, and posts to connections.</summary>
internal sealed class Load(int port, string host, string path)
{
    private const int OpenAtOnce = 64;

    private readonly byte[] _request = Client.Request(host, path);

    /// <summary>Opens as fast as the server lets it, and holds the connections until a line comes in.</summary>
    public async Task OpenAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        var clients = await OpenAllAsync(count);
        Print("opened", count, Stopwatch.GetElapsedTime(started));
        await WaitAsync();
        Dispose(clients);
    }

    /// <summary>Keeps so many messages on the way over each connection.</summary>
    public async Task EchoAsync(int count, int seconds, int depth)
    {
        var clients = await OpenAllAsync(count);
        var frame = Client.Frame("""{"action":"echo","text":"fifty octets of a message"}""");
        using var end = new CancellationTokenSource();
        var counts = clients.Select(client => EchoAsync(client, frame, depth, end.Token)).ToList();
        Print("started", count, TimeSpan.Zero);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await end.CancelAsync();
        var messages = (await Task.WhenAll(counts)).Sum();
        Print("echoed", messages, Stopwatch.GetElapsedTime(started));
        Dispose(clients);
    }

    /// <summary>Posts to every connection in turn over so many HTTP connections; every message must arrive.</summary>
    public async Task PostAsync(int count, int seconds, int depth)
    {
        var clients = await OpenAllAsync(count);
        foreach (var part in clients.Chunk(OpenAtOnce))
        {
            await Task.WhenAll(part.Select(static async client =>
            {
                await client.Socket.SendAsync(Client.Frame("""{"action":"me"}"""));
                client.ConnectionId = JsonNode.Parse(await client.ReadTextAsync())!["connectionId"]!.GetValue<string>();
            }));
        }

        var arrived = clients.Select(CountArrivedAsync).ToList();
        Print("started", count, TimeSpan.Zero);
        var started = Stopwatch.GetTimestamp();
        var limit = TimeSpan.FromSeconds(seconds);
        var posts = (await Task.WhenAll(Enumerable.Range(0, depth)
            .Select(lane => PostAsync(clients, lane, depth, () => Stopwatch.GetElapsedTime(started) < limit)))).Sum();
        Print("posted", posts, Stopwatch.GetElapsedTime(started));
        await WaitAsync();
        Dispose(clients);
        Print("arrived", (await Task.WhenAll(arrived)).Sum(), TimeSpan.Zero);
    }

    private async Task<List<Client>> OpenAllAsync(int count)
    {
        var clients = new List<Client>(count);
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, OpenAtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var client = await Client.OpenAsync(port, _request);
                lock (clients)
                {
                    clients.Add(client);
                }
            }
        }));
        return clients;
    }

    private static async Task<long> EchoAsync(Client client, byte[] frame, int depth, CancellationToken end)
    {
        var batch = Enumerable.Repeat(frame, depth).SelectMany(static bytes => bytes).ToArray();
        await client.Socket.SendAsync(batch, CancellationToken.None);
        var (total, owed) = (0L, depth);
        while (owed > 0)
        {
            var count = await client.CountAsync();
            (total, owed) = (total + count, owed - count);
            if (!end.IsCancellationRequested)
            {
                await client.Socket.SendAsync(batch.AsMemory(0, count * frame.Length), CancellationToken.None);
                owed += count;
            }
        }

        return total;
    }

    private static async Task<long> CountArrivedAsync(Client client)
    {
        var total = 0L;
        try
        {
            while (true)
            {
                total += await client.CountAsync();
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException)
        {
            return total;
        }
    }

    private async Task<long> PostAsync(List<Client> clients, int lane, int lanes, Func<bool> goesOn)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        var buffer = new byte[8_192];
        var posts = 0L;
        for (var at = lane; goesOn(); at = (at + lanes) % clients.Count)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"POST {path}/@connections/{Uri.EscapeDataString(clients[at].ConnectionId)} HTTP/1.1\r\nHost: {host}\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, "
                + $"SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}\r\nX-Amz-Date: 20260101T000000Z\r\n"
                + "Content-Length: 20\r\n\r\na message for you ;)"));
            var read = await socket.ReceiveAsync(buffer);
            if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8))
            {
                throw new IOException(Encoding.ASCII.GetString(buffer, 0, read));
            }

            posts++;
        }

        return posts;
    }

    private static void Print(string what, long count, TimeSpan time) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what} {count} {time.TotalSeconds:F3}"));

    private static async Task WaitAsync() => _ = await Console.In.ReadLineAsync();

    private static void Dispose(List<Client> clients) => clients.ForEach(static client => client.Dispose());
}
