using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>
/// A WebSocket client that hides nothing: it sends any octets and sees each frame. Messages and control frames wait apart,
/// since a pong may overtake the answer of an integration.
/// </summary>
internal sealed class RawSocket : IDisposable
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly Queue<SocketFrame> _controls = new();
    private readonly Queue<SocketFrame> _messages = new();
    private readonly List<byte> _message = [];
    private byte[] _buffer = new byte[4_096];
    private int _from;
    private int _to;
    private NetworkStream _stream = null!;
    private SocketFrame? _first;
    private bool _hasSentClose;

    /// <summary>The frames of data that have come, each of its own: how the server cut its messages.</summary>
    public List<SocketFrame> Pieces { get; } = [];

    public string StatusLine { get; private set; } = "";

    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>What the server's closing frame said; <see langword="null"/> until it came.</summary>
    public SocketFrame? Closing { get; private set; }

    /// <summary>What a client that follows RFC 6455 sends.</summary>
    public static string Request(string host, string target, string more = "", string key = "dGhlIHNhbXBsZSBub25jZQ==") =>
        $"GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{more}\r\n";

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §1.3 prescribes SHA-1.")]
    public static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));

    /// <summary>Sends a request, whatever it is, and reads the head of its answer.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="request">Head and whatever follows it, as ISO 8859-1.</param>
    public static async Task<RawSocket> SendAsync(int port, string request)
    {
        var socket = new RawSocket();
        await socket._client.ConnectAsync("127.0.0.1", port);
        socket._stream = socket._client.GetStream();
        await socket._stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        await socket.ReadHeadAsync();
        return socket;
    }

    /// <summary>A connection that is open.</summary>
    public static async Task<RawSocket> OpenAsync(int port, string host, string target, string more = "")
    {
        var socket = await SendAsync(port, Request(host, target, more));
        return socket.Status == 101 ? socket : throw new IOException($"not open: {socket.StatusLine}");
    }

    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public Task SendAsync(params SocketFrame[] frames)
    {
        _hasSentClose |= frames.Any(static frame => frame.Opcode == SocketFrame.Close);
        return SendAsync(frames.SelectMany(static frame => frame.Encode()).ToArray());
    }

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Sends in pieces of so many octets, each a segment of its own as far as a client can say.</summary>
    public async Task SendInPiecesAsync(byte[] bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            await _stream.WriteAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        }
    }

    /// <summary>The next whole message.</summary>
    public async Task<SocketFrame> ReadMessageAsync()
    {
        while (_messages.Count == 0)
        {
            await NextAsync("a message");
        }

        return _messages.Dequeue();
    }

    public async Task<SocketFrame> ReadPongAsync()
    {
        while (_controls.Count == 0)
        {
            await NextAsync("a pong");
        }

        return _controls.Dequeue();
    }

    /// <summary>Waits for the end of the connection, answering the server's closing frame as RFC 6455 §5.5.1 asks.</summary>
    /// <returns>The closing frame, or <see langword="null"/> when the server went without one.</returns>
    public async Task<SocketFrame?> ReadToEndAsync()
    {
        while (await FillAsync())
        {
            await TakeAsync();
        }

        return Closing;
    }

    /// <summary>Messages and pongs that nobody asked for.</summary>
    public int Unread => _messages.Count + _controls.Count;

    public void Reset()
    {
        _client.Client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The body of an answer that is no 101, by its Content-Length.</summary>
    public async Task<string> ReadBodyAsync()
    {
        var length = int.Parse(Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_to - _from < length && await FillAsync())
        {
        }

        return Encoding.UTF8.GetString(_buffer, _from, length);
    }

    private async Task NextAsync(string what)
    {
        await TakeAsync();
        if (_messages.Count + _controls.Count > 0)
        {
            return;
        }

        if (!await FillAsync())
        {
            throw new IOException($"The connection ended ({Closing?.CloseCode} {Closing?.CloseReason}) before {what}.");
        }

        await TakeAsync();
    }

    /// <summary>Takes every frame that is complete out of the buffer.</summary>
    private async Task TakeAsync()
    {
        while (TryTake() is { } frame)
        {
            if (frame.Opcode == SocketFrame.Close)
            {
                Closing ??= frame;
                await AnswerCloseAsync(frame);
            }
            else if (frame.IsControl)
            {
                _controls.Enqueue(frame);
            }
            else
            {
                Collect(frame);
            }
        }
    }

    private async Task AnswerCloseAsync(SocketFrame frame)
    {
        try
        {
            if (!_hasSentClose)
            {
                _hasSentClose = true;
                await SendAsync(frame with { IsMasked = true });
            }

            // Nothing more will be sent: a server that fails a connection need not look for our frame (RFC 6455 §7.1.7).
            _client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // It has closed already: nobody is owed an answer.
        }
    }

    private void Collect(SocketFrame frame)
    {
        Pieces.Add(frame);
        _first = frame.Opcode == SocketFrame.Continuation ? _first : frame;
        _message.AddRange(frame.Payload);
        if (frame.IsFinal)
        {
            _messages.Enqueue(_first! with { Payload = [.. _message], IsFinal = true });
            _message.Clear();
        }
    }

    private SocketFrame? TryTake()
    {
        var bytes = _buffer.AsSpan(_from, _to - _from);
        if (bytes.Length < 2)
        {
            return null;
        }

        var (length, head) = (bytes[1] & 0x7f) switch
        {
            126 => bytes.Length < 4 ? (-1L, 4) : (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4),
            127 => bytes.Length < 10 ? (-1L, 10) : (BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), 10),
            var small => ((long)small, 2),
        };
        if (length < 0 || bytes.Length < head + length)
        {
            return null;
        }

        _from += head + (int)length;
        return new SocketFrame(bytes[0] & 0xf, bytes.Slice(head, (int)length).ToArray())
        {
            IsFinal = (bytes[0] & 0x80) != 0,
            Reserved = (bytes[0] >> 4) & 7,
            IsMasked = (bytes[1] & 0x80) != 0,
        };
    }

    private async Task ReadHeadAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                throw new IOException("The server closed without an answer.");
            }
        }

        var lines = Encoding.Latin1.GetString(_buffer, _from, end).Split("\r\n");
        _from += end + 4;
        StatusLine = lines[0];
        Headers.AddRange(lines.Skip(1).Select(static line => line.Split(':', 2))
            .Select(static parts => new KeyValuePair<string, string>(parts[0], parts[1].Trim())));
    }

    private async Task<bool> FillAsync()
    {
        if (_to == _buffer.Length)
        {
            var left = _to - _from;
            var target = left > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffer.BlockCopy(_buffer, _from, target, 0, left);
            (_buffer, _from, _to) = (target, 0, left);
        }

        try
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_to)).AsTask().WaitAsync(Limit);
            _to += read;
            return read > 0;
        }
        catch (IOException)
        {
            return false; // a reset is an end too
        }
    }
}
