using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Function;

/// <summary>rest-execution §5.14: a function's streamed answer on the wire; the test is the function.</summary>
public sealed class FunctionStreamTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:echo";
    private const string Plain = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{Function}/invocations";
    private const string Streaming = $"arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/{Function}/response-streaming-invocations";
    private const string Nuls = "\0\0\0\0\0\0\0\0";
    private const string Error = "{\"message\": \"Internal server error\"}";

    [Fact]
    public async Task Head_and_first_bytes_are_out_before_the_function_goes_on()
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using var client = await SendAsync(harness);

        await function.WriteAsync("{\"statusCode\":20");
        await function.WriteAsync("1,\"headers\":{\"Content-Type\":\"text/plain\"}}\0\0\0");
        await function.WriteAsync("\0\0\0\0\0");
        var head = await client.ReadUntilAsync("\r\n\r\n");
        head.ShouldStartWith("HTTP/1.1 201 ");
        head.ShouldContain("Transfer-Encoding: chunked\r\n"); // added where the function announced no length
        head.ShouldContain("Content-Type: text/plain\r\n");
        head.ShouldContain("X-Amzn-Trace-Id: Root=");

        await function.WriteAsync("one");
        (await client.ReadUntilAsync("one\r\n")).ShouldBe("3\r\none\r\n");
        await function.WriteAsync("two");
        (await client.ReadUntilAsync("two\r\n")).ShouldBe("3\r\ntwo\r\n");
        function.End();
        (await client.ReadUntilAsync("\r\n\r\n")).ShouldBe("0\r\n\r\n");

        JsonNode.Parse(harness.Functions.Calls[0].Payload)!["resource"]!.GetValue<string>().ShouldBe("/f"); // the same event
        harness.Access.SourceArns.ShouldBe(["arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/ANY/f"]);
    }

    [Theory]
    [InlineData("{}", "HTTP/1.1 200 ", "Content-Type: application/json\r\n")]
    [InlineData("{\"statusCode\":\"404\"}", "HTTP/1.1 404 ", "chunked")]
    [InlineData("{\"cookies\":[\"a=1\",\"b=2\"],\"multiValueHeaders\":{\"Set-Cookie\":[\"c=3\"]}}", "HTTP/1.1 200 ", "Set-Cookie: c=3\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n")]
    [InlineData("{\"headers\":{\"x-a\":\"1\",\"Date\":\"d\"},\"multiValueHeaders\":{\"X-A\":[\"1\",\"2\"]}}", "HTTP/1.1 200 ", "X-A: 1\r\nX-A: 2\r\nx-amzn-Remapped-Date: d\r\n")]
    [InlineData("{\"headers\":{\"Transfer-Encoding\":\"chunked\"}}", "HTTP/1.1 200 ", "Transfer-Encoding: chunked\r\n")]
    [InlineData("{\"headers\":{\"content-length\":\"4\"}}", "HTTP/1.1 200 ", "Content-Length: 4\r\n")]
    public async Task The_metadata_make_the_head(string metadata, string status, string contains)
    {
        await using var harness = await StartAsync();
        new WrittenStream(harness).WriteAll(metadata + Nuls + "body");

        var answer = await ReadToEndAsync(harness, "Connection: close\r\n");

        answer.ShouldStartWith(status);
        answer.ShouldContain(contains);
        answer.ShouldContain("body");
        answer.ShouldNotContain("x-amzn-Remapped-Content-Length");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"statusCode\":200}")] // no delimiter
    [InlineData("{\"statusCode\":200}\0\0\0\0\0\0\0body")] // seven NULs
    [InlineData(Nuls + "body")]
    [InlineData("[]" + Nuls)]
    [InlineData("{\"statusCode\":200,}" + Nuls)]
    [InlineData("{\"statusCode\":99}" + Nuls)]
    [InlineData("{\"statusCode\":200,\"body\":\"x\"}" + Nuls)]
    [InlineData("{\"cookies\":\"a=1\"}" + Nuls)]
    [InlineData("{\"cookies\":[\"a\\r\\nb: c\"]}" + Nuls)]
    [InlineData("{\"headers\":{\"Content-Length\":\"x\"}}" + Nuls)]
    public async Task Anything_else_before_the_delimiter_is_500_and_nothing_of_it_is_sent(string bytes) // combinations: bad format
    {
        await using var harness = await StartAsync();
        new WrittenStream(harness).WriteAll(bytes);

        var answer = await ReadToEndAsync(harness, "Connection: close\r\n");

        answer.ShouldStartWith("HTTP/1.1 500 ");
        answer.ShouldContain("x-amzn-ErrorType: InternalServerErrorException\r\n");
        answer.ShouldEndWith(Error);
        harness.Records.Records[0].Detail!.ShouldStartWith("Execution failed due to configuration error: Malformed Lambda proxy response");
        harness.Functions.Calls.Count.ShouldBe(1); // the function ran
    }

    [Theory]
    [InlineData(16_384 - 8, true)]
    [InlineData(16_384 - 7, false)]
    public async Task The_delimiter_must_end_within_the_first_16_KiB(int metadataBytes, bool isWithin)
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using var client = await SendAsync(harness, "Connection: close\r\n");

        var text = "{\"statusCode\":200" + new string(' ', metadataBytes - 18) + "}" + Nuls + "body";
        await function.WriteAsync(text[..9_000]);
        await function.WriteAsync(text[9_000..]);
        function.End();

        (await client.ReadToEndAsync()).ShouldStartWith(isWithin ? "HTTP/1.1 200 " : "HTTP/1.1 500 ");
    }

    [Fact]
    public async Task An_error_in_the_middle_cuts_the_connection_without_a_last_chunk()
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using var client = await SendAsync(harness);
        await function.WriteAsync("{}" + Nuls + "part");
        await client.ReadUntilAsync("part\r\n");

        function.End(FunctionOutcome.FunctionFailed, "{\"errorMessage\":\"midway\"}");

        (await client.ReadToEndAsync()).ShouldBe("");
        (await RecordAsync(harness)).Detail!.ShouldStartWith(
            "Lambda execution failed with status 200 due to customer function error: midway. Lambda request id: ");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_body_of_another_length_than_announced_cuts_the_connection(int length)
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using var client = await SendAsync(harness);
        await function.WriteAsync("{\"headers\":{\"Content-Length\":\"4\"}}" + Nuls);
        await client.ReadUntilAsync("\r\n\r\n");

        await function.WriteAsync(new string('x', length));
        function.End();

        (await client.ReadToEndAsync()).Length.ShouldBeLessThan(4);
    }

    [Theory]
    [InlineData(FunctionOutcome.FunctionFailed, "HTTP/1.1 502 ")]
    [InlineData(FunctionOutcome.Throttled, "HTTP/1.1 500 ")]
    [InlineData(FunctionOutcome.NotFound, "HTTP/1.1 500 ")]
    [InlineData(FunctionOutcome.HostFailed, "HTTP/1.1 500 ")]
    public async Task An_end_before_the_first_byte_answers_as_a_buffered_call_does(FunctionOutcome outcome, string status) // §5.12
    {
        await using var harness = await StartAsync();
        new WrittenStream(harness).End(outcome, "{\"errorMessage\":\"boom\"}");

        var answer = await ReadToEndAsync(harness, "Connection: close\r\n");

        answer.ShouldStartWith(status);
        answer.ShouldEndWith(Error);
    }

    [Fact]
    public async Task Permission_is_asked_before_anything_runs()
    {
        await using var harness = await StartAsync();
        harness.Access.IsAllowed = false;

        (await ReadToEndAsync(harness, "Connection: close\r\n")).ShouldStartWith("HTTP/1.1 500 ");

        harness.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_total_ends_a_call_without_metadata_with_504_and_a_running_one_with_a_cut()
    {
        await using var harness = await StartAsync(timeout: 50);
        _ = new WrittenStream(harness);
        (await ReadToEndAsync(harness, "Connection: close\r\n")).ShouldEndWith("{\"message\": \"Endpoint request timed out\"}");

        var function = new WrittenStream(harness);
        function.WriteBehind("{}" + Nuls + "part");
        using var client = await SendAsync(harness);
        (await client.ReadToEndAsync()).ShouldEndWith("4\r\npart\r\n");
    }

    [Fact]
    public async Task A_client_that_leaves_is_seen_by_the_functions_side()
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using (var client = await SendAsync(harness))
        {
            await function.WriteAsync("{}" + Nuls + "part");
            await client.ReadUntilAsync("part\r\n");
        }

        await function.ReaderLeft.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("GET", "{\"statusCode\":204}", "HTTP/1.1 204 ")]
    [InlineData("GET", "{\"statusCode\":304}", "HTTP/1.1 304 ")]
    [InlineData("HEAD", "{\"statusCode\":200}", "HTTP/1.1 200 ")]
    public async Task What_has_no_body_ends_with_its_head(string verb, string metadata, string status)
    {
        await using var harness = await StartAsync();
        var function = new WrittenStream(harness);
        using var client = await SendAsync(harness, "Connection: close\r\n", verb);

        await function.WriteAsync(metadata + Nuls + "never seen");

        var answer = await client.ReadToEndAsync(); // although the function has not ended
        answer.ShouldStartWith(status);
        answer.ShouldEndWith("\r\n\r\n");
    }

    [Fact]
    public async Task Binary_passes_without_binary_media_types()
    {
        await using var harness = await StartAsync();
        new WrittenStream(harness).WriteAll([.. "{\"headers\":{\"Content-Length\":\"256\"}}"u8, .. new byte[8], .. Enumerable.Range(0, 256).Select(i => (byte)i)]);

        var answer = await ReadToEndAsync(harness, "Connection: close\r\n");

        answer[^256..].ShouldBe(string.Concat(Enumerable.Range(0, 256).Select(i => (char)i)));
    }

    // Combinations of mode, address and format (§5.14). The streamed format is JSON, eight NULs, bytes.
    [Theory]
    [InlineData("STREAM", Streaming, true, 201, "body")]
    [InlineData("STREAM", Streaming, false, 500, null)]
    [InlineData("STREAM", Plain, true, 500, null)]
    [InlineData("STREAM", Plain, false, 500, null)]
    [InlineData("BUFFERED", Streaming, true, 500, null)]
    [InlineData("BUFFERED", Streaming, false, 500, null)]
    [InlineData("BUFFERED", Plain, true, 201, "")] // headers and status, no body
    [InlineData("BUFFERED", Plain, false, 201, "body")]
    public async Task Mode_address_and_format_must_agree(string mode, string uri, bool isStreamed, int status, string? body)
    {
        await using var harness = await StartAsync(mode, uri);
        var payload = isStreamed ? "{\"statusCode\":201,\"headers\":{\"x-a\":\"1\"}}" + Nuls + "body" : "{\"statusCode\":201,\"headers\":{\"x-a\":\"1\"},\"body\":\"body\"}";
        harness.Functions.Returns(payload);
        new WrittenStream(harness).WriteAll(payload);

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.Contains("x-a").ShouldBe(status == 201);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body ?? Error);
    }

    private static Task<ExecutionHarness> StartAsync(string mode = "STREAM", string uri = Streaming, int timeout = 29_000) =>
        ExecutionHarness.StartAsync(new ApiBuilder().Method("/f", "ANY", new IntegrationDocument
        {
            Type = "AWS_PROXY", HttpMethod = "POST", Uri = uri, ResponseTransferMode = mode, TimeoutInMillis = timeout,
        }));

    /// <summary>The record is written just after the cut.</summary>
    private static async Task<Gatehouse.Model.Observations.RequestRecord> RecordAsync(ExecutionHarness harness)
    {
        while (true)
        {
            lock (harness.Records.Records)
            {
                if (harness.Records.Records.Count > 0)
                {
                    return harness.Records.Records[0];
                }
            }

            await Task.Yield();
        }
    }

    private static async Task<string> ReadToEndAsync(ExecutionHarness harness, string headers)
    {
        using var client = await SendAsync(harness, headers);
        return await client.ReadToEndAsync();
    }

    private static async Task<RawClient> SendAsync(ExecutionHarness harness, string headers = "", string verb = "GET")
    {
        var client = new RawClient();
        await client.ConnectAsync(harness.Port);
        await client.SendAsync($"{verb} /prod/f HTTP/1.1\r\nHost: {harness.Host}\r\n{headers}\r\n");
        return client;
    }

    /// <summary>An invocation whose answer the test writes.</summary>
    private sealed class WrittenStream
    {
        private readonly Pipe _pipe = new();
        private readonly TaskCompletionSource<FunctionResult> _ended = new();

        public WrittenStream(ExecutionHarness harness) => harness.Functions.StreamHandler = _ => new FunctionStream
        {
            Body = _pipe.Reader, Began = Task.CompletedTask, Ended = _ended.Task,
        };

        public Task ReaderLeft => Task.Run(async () =>
        {
            while (!(await _pipe.Writer.WriteAsync("x"u8.ToArray())).IsCompleted)
            {
                await Task.Yield();
            }
        });

        public async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));

        public void WriteBehind(string text)
        {
            _pipe.Writer.Write(Encoding.Latin1.GetBytes(text));
            _ = _pipe.Writer.FlushAsync().AsTask();
        }

        public void WriteAll(string text) => WriteAll(Encoding.Latin1.GetBytes(text));

        public void WriteAll(byte[] bytes)
        {
            _pipe.Writer.Write(bytes);
            End();
        }

        public void End(FunctionOutcome outcome = FunctionOutcome.Succeeded, string payload = "")
        {
            _ended.SetResult(new FunctionResult { Outcome = outcome, Payload = Encoding.UTF8.GetBytes(payload) });
            _pipe.Writer.Complete();
        }
    }

    private sealed class RawClient : IDisposable
    {
        private readonly TcpClient _client = new() { NoDelay = true };
        private string _rest = "";

        public Task ConnectAsync(int port) => _client.ConnectAsync("127.0.0.1", port);

        public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

        public async Task<string> ReadUntilAsync(string end)
        {
            while (true)
            {
                var index = _rest.IndexOf(end, StringComparison.Ordinal);
                if (index >= 0)
                {
                    var text = _rest[..(index + end.Length)];
                    _rest = _rest[text.Length..];
                    return text;
                }

                (await FillAsync()).ShouldBeTrue($"the end came before {end}: {_rest}");
            }
        }

        /// <summary>What is left until the server ends or cuts the connection.</summary>
        public async Task<string> ReadToEndAsync()
        {
            try
            {
                while (await FillAsync())
                {
                }
            }
            catch (IOException)
            {
                // A reset is an end too.
            }

            return _rest;
        }

        public void Dispose() => _client.Dispose();

        private async Task<bool> FillAsync()
        {
            var bytes = new byte[65_536];
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var count = await _client.GetStream().ReadAsync(bytes, limit.Token);
            _rest += Encoding.Latin1.GetString(bytes, 0, count);
            return count > 0;
        }
    }
}
