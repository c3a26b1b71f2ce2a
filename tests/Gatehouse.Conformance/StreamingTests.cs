using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>
/// Response streaming over a raw socket, from a real function behind the built server (rest-execution §5.14). The function
/// waits for the test before it goes on: what is here by then was sent before the function ended.
/// </summary>
public sealed class StreamingTests : IAsyncLifetime
{
    private const string Code =
        """
        import net from 'node:net';
        export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
          const asked = event.queryStringParameters;
          const wait = () => new Promise((go) => net.connect(Number(asked.port), '127.0.0.1').once('data', function () { this.destroy(); go(); }));
          if (asked.raw) {
            responseStream.write(asked.raw);
            responseStream.end();
            return;
          }
          const stream = awslambda.HttpResponseStream.from(responseStream, { statusCode: 202, headers: { 'x-story': 'yes' } });
          stream.write('one');
          await wait();
          if (asked.end === 'throw') throw new Error('midway');
          if (asked.end === 'exit') process.exit(1);
          stream.end('two');
        });
        """;

    private readonly TcpListener _signals = new(IPAddress.Loopback, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-stream-").FullName;
    private ServerProcess? _server;
    private string _host = "";

    public async ValueTask InitializeAsync()
    {
        _signals.Start();
        Directory.CreateDirectory(Path.Combine(_folder, "functions", "story"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "functions", "story", "index.mjs"), Code);
        File.Copy(
            RepositoryRoot.Combine("samples", "streaming", "openapi.yaml"), Path.Combine(_folder, "openapi.yaml"));
        _server = await ServerProcess.RunAsync(_folder);
        var served = await _server.WaitForOutputAsync("is served at ");
        _host = new Uri(served[served.IndexOf("http", StringComparison.Ordinal)..]).Authority;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _signals.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_first_piece_is_on_the_wire_before_the_function_goes_on()
    {
        using var client = await SendAsync("");

        var head = await ReadUntilAsync(client, "one\r\n");
        head.ShouldStartWith("HTTP/1.1 202 Accepted\r\n");
        head.ShouldContain("\r\nTransfer-Encoding: chunked\r\n");
        head.ShouldContain("\r\nx-story: yes\r\n");
        head.ShouldEndWith("\r\n\r\n3\r\none\r\n");
        await LetGoAsync();

        (await ReadUntilAsync(client, "0\r\n\r\n")).ShouldBe("3\r\ntwo\r\n0\r\n\r\n");

        // The connection goes on: the answer was whole.
        await client.GetStream().WriteAsync(Request("&raw=bad"));
        (await ReadUntilAsync(client, "}")).ShouldStartWith("HTTP/1.1 500 ");
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("exit")]
    public async Task A_function_that_fails_midway_ends_the_connection_without_a_last_chunk(string end)
    {
        using var client = await SendAsync($"&end={end}");
        await ReadUntilAsync(client, "one\r\n");
        await LetGoAsync();

        var rest = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(rest, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset: as good an end as a closed connection.
        }

        Encoding.Latin1.GetString(rest.ToArray()).ShouldBe("");
    }

    [Fact]
    public async Task The_sample_streams_its_story()
    {
        await using var server = await ServerProcess.RunAsync(RepositoryRoot.Combine("samples", "streaming"));
        using var client = new HttpClient { BaseAddress = server.Endpoint };

        using var response = await client.GetAsync(
            "/_aws/execute-api/streaming/dev/story?pause=0", HttpCompletionOption.ResponseHeadersRead);

        response.Headers.TransferEncodingChunked.ShouldBe(true);
        (await response.Content.ReadAsStringAsync()).Split('\n').Length.ShouldBe(5);
    }

    private async Task<TcpClient> SendAsync(string query)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", _server!.Port);
        await client.GetStream().WriteAsync(Request(query));
        return client;
    }

    private byte[] Request(string query) => Encoding.Latin1.GetBytes(
        $"GET /dev/story?port={((IPEndPoint)_signals.LocalEndpoint).Port}{query} HTTP/1.1\r\n"
        + $"Host: {_host}\r\n\r\n");

    private async Task LetGoAsync()
    {
        using var function = await _signals.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await function.GetStream().WriteAsync("go"u8.ToArray());
        await function.GetStream().CopyToAsync(Stream.Null);
    }

    /// <summary>Reads byte by byte, so that nothing behind the end is taken.</summary>
    private static async Task<string> ReadUntilAsync(TcpClient client, string end)
    {
        var text = new StringBuilder();
        var octet = new byte[1];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            (await client.GetStream().ReadAsync(octet, limit.Token)).ShouldBe(1, text.ToString());
            text.Append((char)octet[0]);
        }

        return text.ToString();
    }
}
