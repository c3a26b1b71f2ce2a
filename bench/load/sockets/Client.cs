using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.SocketLoad;

/// <summary>One client: a socket and as little else as there can be.</summary>
internal sealed class Client(Socket socket) : IDisposable
{
    private static readonly byte[] Key = [1, 2, 3, 4];

    private readonly byte[] _buffer = new byte[8_192];
    private int _from;
    private int _to;

    public string ConnectionId { get; set; } = "";

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<Client> OpenAsync(int port, byte[] request)
    {
        var client = new Client(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        await client.Socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await client.Socket.SendAsync(request);
        int end;
        while ((end = client._buffer.AsSpan(client._from, client._to - client._from).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await client.FillAsync();
        }

        if (!client._buffer.AsSpan(client._from).StartsWith("HTTP/1.1 101"u8))
        {
            throw new IOException(Encoding.ASCII.GetString(client._buffer, client._from, end));
        }

        client._from += end + 4;
        return client;
    }

    public Socket Socket { get; } = socket;

    public static byte[] Request(string host, string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    /// <summary>A masked text frame; short ones only.</summary>
    public static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, 125);
        return [0x81, (byte)(0x80 | payload.Length), .. Key, .. payload.Select(static (octet, i) => (byte)(octet ^ Key[i % 4]))];
    }

    /// <summary>The text of the next message.</summary>
    public async Task<string> ReadTextAsync()
    {
        int? complete;
        while ((complete = Complete()) is null)
        {
            await FillAsync();
        }

        var length = complete.Value;
        var text = Encoding.UTF8.GetString(_buffer, _from + 2, length);
        _from += 2 + length;
        return text;
    }

    /// <summary>Reads what is there and counts the messages that it completes.</summary>
    public async ValueTask<int> CountAsync()
    {
        await FillAsync();
        var count = 0;
        while (Complete() is { } length)
        {
            _from += 2 + length;
            count++;
        }

        return count;
    }

    public void Dispose() => Socket.Dispose();

    private int? Complete()
    {
        var bytes = _buffer.AsSpan(_from, _to - _from);
        return bytes.Length >= 2 && bytes.Length >= 2 + bytes[1] ? bytes[1] : null;
    }

    private async ValueTask FillAsync()
    {
        if (_from == _to)
        {
            _from = _to = 0;
        }
        else if (_to > _buffer.Length / 2)
        {
            Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }

        var read = await Socket.ReceiveAsync(_buffer.AsMemory(_to));
        _to += read > 0 ? read : throw new IOException("The server closed.");
    }
}
