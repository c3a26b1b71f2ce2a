using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Conformance.Harness;

/// <summary>HTTP/1.1 by hand over a socket: sends any bytes, reads answers exactly as they stand on the wire.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly List<byte> _buffer = [];

    /// <summary>Kept: after a write that met a reset, the client hands out no stream, though the answer is there to be read.</summary>
    private NetworkStream _stream = null!;

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync("127.0.0.1", port);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    /// <summary>Sends the text as ISO 8859-1, so that every byte can be written.</summary>
    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    public void FinishSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <returns><see langword="null"/> when the server closed without an answer.</returns>
    public async Task<RawResponse?> ReadAsync(bool hasBody = true)
    {
        int end;
        while ((end = IndexOfHeadEnd()) < 0)
        {
            if (!await FillAsync())
            {
                return _buffer.Count == 0 ? null : throw new IOException("The head was cut off: " + Text(_buffer));
            }
        }

        var lines = Text(_buffer.GetRange(0, end)).Split("\r\n");
        _buffer.RemoveRange(0, end + 4);
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .Select(parts => new KeyValuePair<string, string>(parts[0], parts[1].Trim()))
            .ToList();
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var response = new RawResponse(lines[0], status, headers, []);
        return hasBody && status is not (204 or 304) ? response with { Body = await ReadBodyAsync(response) } : response;
    }

    /// <summary>Whether the server has closed: true when the next read ends the stream.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return _buffer.Count == 0 && !await FillAsync();
        }
        catch (IOException)
        {
            return true; // a reset is a close too
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadBodyAsync(RawResponse response)
    {
        if (response.Header("Transfer-Encoding") is "chunked")
        {
            var body = new List<byte>();
            while (true)
            {
                var size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var chunk = await TakeAsync(size);
                await ReadLineAsync();
                if (size == 0)
                {
                    return [.. body];
                }

                body.AddRange(chunk);
            }
        }

        if (response.Header("Content-Length") is { } length)
        {
            return await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture));
        }

        while (await FillAsync())
        {
        }

        return await TakeAsync(_buffer.Count);
    }

    private async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = IndexOf("\r\n"u8)) < 0)
        {
            await FillOrThrowAsync();
        }

        var line = Text(_buffer.GetRange(0, end));
        _buffer.RemoveRange(0, end + 2);
        return line;
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        while (_buffer.Count < count)
        {
            await FillOrThrowAsync();
        }

        var taken = _buffer.GetRange(0, count).ToArray();
        _buffer.RemoveRange(0, count);
        return taken;
    }

    private async Task FillOrThrowAsync()
    {
        if (!await FillAsync())
        {
            throw new IOException("The answer was cut off after: " + Text(_buffer));
        }
    }

    private async Task<bool> FillAsync()
    {
        var chunk = new byte[65_536];
        var read = await _stream.ReadAsync(chunk).AsTask().WaitAsync(Limit);
        _buffer.AddRange(chunk.AsSpan(0, read));
        return read > 0;
    }

    private int IndexOfHeadEnd() => IndexOf("\r\n\r\n"u8);

    private int IndexOf(ReadOnlySpan<byte> pattern) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_buffer).IndexOf(pattern);

    private static string Text(List<byte> bytes) => Encoding.Latin1.GetString([.. bytes]);
}

/// <summary>An answer as it stood on the wire.</summary>
internal sealed record RawResponse(
    string StatusLine, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
