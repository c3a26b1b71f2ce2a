using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.DotnetClient;

/// <summary>
/// HTTP/1.1 over one socket, as much of it as this host's Runtime API speaks: answers have a length. An answer and the
/// next question leave in one write. When the host has gone, so has the reason to be: the process ends.
/// </summary>
internal sealed class RuntimeWire
{
    private const int FirstBufferBytes = 16 * 1024;
    private const string Root = "/2018-06-01/runtime/";

    private readonly Socket _socket;
    private readonly string _host;
    private readonly byte[] _question;
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;
    private int _unread;

    private RuntimeWire(Socket socket, string host)
    {
        _socket = socket;
        _host = host;
        _question = Encoding.ASCII.GetBytes($"GET {Root}invocation/next HTTP/1.1\r\nHost: {host}\r\n\r\n");
    }

    public static RuntimeWire Connect(string address)
    {
        var colon = address.LastIndexOf(':');
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(
            IPAddress.Parse(address[..colon]), int.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture));
        return new RuntimeWire(socket, address);
    }

    /// <summary>
    /// The first time. With it the host learns what the init phase printed: it stands before the first START.
    /// </summary>
    public void AskForWork(long logBytes) => Send(
        [.. _question.AsSpan(0, _question.Length - 2), .. Encoding.ASCII.GetBytes($"Gatehouse-Log-Bytes: {logBytes}\r\n\r\n")]);

    public void Post(string target, byte[] body, string? errorType, long logBytes)
    {
        Send([.. Head(target, body.Length, errorType, logBytes), .. body]);
        ReadAnswer();
    }

    public void PostAndAskForWork(string target, byte[] body, string? errorType, long logBytes)
    {
        _unread++;
        Send([.. Head(target, body.Length, errorType, logBytes), .. body, .. _question]);
    }

    public RuntimeEvent ReadEvent()
    {
        // What the host said of the last answer stands before the event; a refusal has been dealt with by the host.
        for (; _unread > 0; _unread--)
        {
            ReadAnswer();
        }

        return ReadAnswer();
    }

    private byte[] Head(string target, int length, string? errorType, long logBytes)
    {
        var error = errorType is null ? "" : $"Lambda-Runtime-Function-Error-Type: {errorType}\r\n";
        return Encoding.Latin1.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Root}{target} HTTP/1.1\r\nHost: {_host}\r\nContent-Type: application/json\r\n{error}"
            + $"Gatehouse-Log-Bytes: {logBytes}\r\nContent-Length: {length}\r\n\r\n"));
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    private RuntimeEvent ReadAnswer()
    {
        int headEnd;
        while ((headEnd = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }

        var lines = Encoding.Latin1.GetString(_buffer, _start, headEnd).Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        _start += headEnd + 4;
        var length = int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
        while (_end - _start < length)
        {
            Receive();
        }

        var body = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        return new RuntimeEvent(headers, body);
    }

    private void Receive()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var received = _socket.Receive(_buffer.AsSpan(_end));
        if (received == 0)
        {
            Environment.Exit(0);
        }

        _end += received;
    }
}
