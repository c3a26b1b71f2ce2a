using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>A frame from the server.</summary>
internal sealed record PeerFrame(int Flags, byte[] Payload)
{
    public int Opcode => Flags & 0x0F;

    public bool IsFinal => (Flags & 0x80) != 0;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>Of a closing frame.</summary>
    public int Code => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string Reason => Encoding.UTF8.GetString(Payload.AsSpan(2));
}

/// <summary>A client over a raw socket: it sends what a test wants, right or wrong.</summary>
internal sealed class SocketPeer : IDisposable
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _read = [];

    public int Status { get; private set; }

    /// <summary>The answer's header lines.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<SocketPeer> OpenAsync(
        int port, string host, string path, params (string Name, string Value)[] headers)
    {
        var peer = new SocketPeer();
        await peer._socket.ConnectAsync(IPAddress.Loopback, port);
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = host,
            ["Upgrade"] = "websocket",
            ["Connection"] = "Upgrade",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = Key,
        };
        var more = new StringBuilder();
        foreach (var (name, value) in headers)
        {
            if (all.Remove(name) && value.Length == 0)
            {
                continue; // left out on purpose
            }

            more.Append($"{name}: {value}\r\n");
        }

        var head = $"GET {path} HTTP/1.1\r\n{string.Concat(all.Select(h => $"{h.Key}: {h.Value}\r\n"))}{more}\r\n";
        await peer._socket.SendAsync(Encoding.Latin1.GetBytes(head));
        await peer.ReadHeadAsync();
        return peer;
    }

    public Task SendTextAsync(string text) => SendAsync(0x81, Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(int flags, byte[] payload, bool isMasked = true) =>
        await _socket.SendAsync(Frame(flags, payload, isMasked));

    public async Task SendRawAsync(byte[] bytes) => await _socket.SendAsync(bytes);

    public Task CloseAsync(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return SendAsync(0x88, payload);
    }

    public static byte[] Frame(int flags, byte[] payload, bool isMasked = true)
    {
        var bytes = new List<byte> { (byte)flags };
        var mask = isMasked ? 0x80 : 0;
        switch (payload.Length)
        {
            case < 126:
                bytes.Add((byte)(mask | payload.Length));
                break;
            case <= ushort.MaxValue:
                bytes.Add((byte)(mask | 126));
                bytes.AddRange([(byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                bytes.Add((byte)(mask | 127));
                bytes.AddRange([0, 0, 0, 0]);
                bytes.AddRange([(byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
        }

        byte[] key = [0x37, 0xFA, 0x21, 0x3D];
        if (isMasked)
        {
            bytes.AddRange(key);
        }

        bytes.AddRange(payload.Select((one, i) => isMasked ? (byte)(one ^ key[i % 4]) : one));
        return [.. bytes];
    }

    public async Task<PeerFrame> ReceiveAsync()
    {
        await NeedAsync(2);
        var (flags, length, head) = (_read[0], (long)(_read[1] & 0x7F), 2);
        if (length == 126)
        {
            await NeedAsync(4);
            (length, head) = ((_read[2] << 8) | _read[3], 4);
        }
        else if (length == 127)
        {
            await NeedAsync(10);
            (length, head) = (((long)_read[6] << 24) | ((long)_read[7] << 16) | ((long)_read[8] << 8) | _read[9], 10);
        }

        await NeedAsync(head + (int)length);
        var payload = _read.GetRange(head, (int)length).ToArray();
        _read.RemoveRange(0, head + (int)length);
        return new PeerFrame(flags, payload);
    }

    /// <summary>A message that may come in several frames.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        var all = new List<byte>();
        while (true)
        {
            var frame = await ReceiveAsync();
            all.AddRange(frame.Payload);
            if (frame.IsFinal)
            {
                return Encoding.UTF8.GetString([.. all]);
            }
        }
    }

    /// <summary>Waits for the end of the stream.</summary>
    public async Task<bool> IsClosedByServerAsync()
    {
        try
        {
            return !await FillAsync();
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public async Task<string> ReadBodyAsync()
    {
        var length = int.Parse(Headers["Content-Length"]);
        await NeedAsync(length);
        return Encoding.UTF8.GetString([.. _read.GetRange(0, length)]);
    }

    /// <summary>Vanishes: no closing frame, a reset on the wire.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadHeadAsync()
    {
        int end;
        while ((end = Encoding.Latin1.GetString([.. _read]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync())
            {
                throw new IOException("The server closed in the middle of the head.");
            }
        }

        var lines = Encoding.Latin1.GetString([.. _read], 0, end).Split("\r\n");
        _read.RemoveRange(0, end + 4);
        Status = int.Parse(lines[0].Split(' ')[1]);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':');
            Headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }

    private async Task NeedAsync(int count)
    {
        while (_read.Count < count)
        {
            if (!await FillAsync())
            {
                throw new EndOfStreamException();
            }
        }
    }

    private async Task<bool> FillAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20)); // a hang fails its test, not the run
        var buffer = new byte[65_536];
        var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
        _read.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }
}
