using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>One accepted connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedConnection(Socket socket, int index, CancellationToken stop) : IAsyncDisposable
{
    private readonly List<byte> _pending = [];
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);

    /// <summary>0 for the first connection the server accepted.</summary>
    public int Index { get; } = index;

    /// <summary>Ends when the test does.</summary>
    public CancellationToken Stop { get; } = stop;

    public Stream Stream => _stream;

    public void Secure(Stream stream) => _stream = stream;

    /// <summary>Null when the client closed.</summary>
    public async Task<string?> TryReadHeadAsync()
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_pending.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _pending.RemoveRange(0, end + 4);
                return text[..(end + 4)];
            }

            if (await FillAsync() == 0)
            {
                return null;
            }
        }
    }

    /// <summary>Head and body as text (the chunked coding left in), null when the client closed.</summary>
    public async Task<string?> TryReadRequestAsync()
    {
        if (await TryReadHeadAsync() is not { } head)
        {
            return null;
        }

        if (head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
        {
            return head + await ReadUntilAsync("0\r\n\r\n");
        }

        var length = head.Split("\r\n")
            .Where(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))
            .Select(line => int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture))
            .FirstOrDefault();
        return head + await ReadExactAsync(length);
    }

    public async Task<string> ReadExactAsync(int count)
    {
        while (_pending.Count < count)
        {
            if (await FillAsync() == 0)
            {
                throw new EndOfStreamException();
            }
        }

        var text = Encoding.Latin1.GetString(_pending.ToArray(), 0, count);
        _pending.RemoveRange(0, count);
        return text;
    }

    public async Task<string> ReadUntilAsync(string end)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_pending.ToArray());
            var place = text.IndexOf(end, StringComparison.Ordinal);
            if (place >= 0)
            {
                _pending.RemoveRange(0, place + end.Length);
                return text[..(place + end.Length)];
            }

            if (await FillAsync() == 0)
            {
                throw new EndOfStreamException();
            }
        }
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Stop);

    /// <summary>Returns when the client closed or reset.</summary>
    public async Task UntilClosedAsync()
    {
        try
        {
            while (await FillAsync() != 0)
            {
                _pending.Clear();
            }
        }
        catch (IOException)
        {
            // Reset: also closed.
        }
    }

    /// <summary>Closes with RST instead of FIN.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<int> FillAsync()
    {
        var buffer = new byte[16 * 1024];
        var count = await _stream.ReadAsync(buffer, Stop);
        _pending.AddRange(buffer.AsSpan(0, count));
        return count;
    }
}
