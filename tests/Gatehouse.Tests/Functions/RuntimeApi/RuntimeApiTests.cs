using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Functions.RuntimeApi;
using Shouldly;

namespace Gatehouse.Tests.Functions.RuntimeApi;

/// <summary>The Runtime API as a runtime meets it on the wire. Source: deployment-and-tools §6.3, row by row.</summary>
public sealed class RuntimeApiTests : IRuntimeOwner, IAsyncDisposable
{
    private readonly RuntimeSession _session;
    private readonly RuntimeApiListener _listener;
    private readonly ConcurrentQueue<RuntimeNews> _news = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RuntimeApiTests()
    {
        _session = new RuntimeSession(this);
        _listener = new RuntimeApiListener(_session, TimeProvider.System);
    }

    void IRuntimeOwner.Advanced(in RuntimeNews news)
    {
        _news.Enqueue(news);
        _arrived.Release();
    }

    void IRuntimeOwner.DeliveryFailed()
    {
    }

    void IRuntimeOwner.AnswerBroke() => _broken.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _arrived.Dispose();
    }

    [Fact]
    public async Task Next_carries_the_event_and_its_headers()
    {
        using var runtime = await ConnectAsync();
        await runtime.SendAsync(Get("invocation/next"));
        (await NewsAsync()).IsReady.ShouldBeTrue();

        _session.Deliver(new RuntimeEvent
        {
            RequestId = "id-1",
            DeadlineMs = 1234,
            FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:f",
            Payload = "{\"a\":1}"u8.ToArray(),
            TraceId = "Root=1",
            ClientContext = "{\r\n\"ä\":1}",
        });

        (await runtime.ReadAsync()).ShouldBe(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: id-1\r\n"
            + "Lambda-Runtime-Deadline-Ms: 1234\r\n"
            + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:f\r\n"
            + "Lambda-Runtime-Trace-Id: Root=1\r\nLambda-Runtime-Client-Context: {  \"ä\":1}\r\n"
            + "Content-Length: 7\r\n\r\n{\"a\":1}");
    }

    [Fact]
    public async Task A_response_is_accepted_once()
    {
        using var runtime = await StartInvocationAsync();

        (await runtime.AskAsync(Post("invocation/id-1/response", "[1]"))).ShouldBe(
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n");
        var answer = (await NewsAsync()).Answer!;
        answer.Kind.ShouldBe(RuntimeAnswerKind.Response);
        Encoding.UTF8.GetString(answer.Payload.Span).ShouldBe("[1]");

        var second = await runtime.AskAsync(Post("invocation/id-1/response", "[2]"));
        second.ShouldStartWith("HTTP/1.1 403 Forbidden\r\n");
        second.ShouldEndWith(
            """{"errorMessage":"State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}""" + "\n");
        (await runtime.AskAsync(Post("invocation/id-1/error", "{}"))).ShouldContain("to InvocationErrorResponse failed");
    }

    [Fact]
    public async Task Next_twice_without_an_answer_is_an_invalid_transition()
    {
        using var runtime = await StartInvocationAsync();

        (await runtime.AskAsync(Get("invocation/next"))).ShouldContain("State transition from Running to Ready failed for runtime.");
    }

    [Fact]
    public async Task Next_on_two_connections_is_an_invalid_transition()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        await first.SendAsync(Get("invocation/next"));
        (await NewsAsync()).IsReady.ShouldBeTrue();

        (await second.AskAsync(Get("invocation/next"))).ShouldContain("State transition from Ready to Ready failed");
    }

    [Fact]
    public async Task A_broken_poll_may_be_repeated_on_another_connection()
    {
        // Clients disable timeouts (§6.3), but a proxy or a shell's curl may not: its event must not be lost.
        using var accepting = new TcpListener(IPAddress.Loopback, 0);
        accepting.Start();
        using var client = new RawClient();
        await client.ConnectAsync(((IPEndPoint)accepting.LocalEndpoint).Port);
        using var first = new RuntimeConnection(await accepting.AcceptSocketAsync(), _session);
        var serving = first.RunAsync(CancellationToken.None);
        await client.SendAsync(Get("invocation/next"));
        (await NewsAsync()).IsReady.ShouldBeTrue();
        client.Dispose();
        await serving;

        _session.Deliver(Event("id-2"));
        using var second = await ConnectAsync();

        (await second.AskAsync(Get("invocation/next"))).ShouldContain("id-2");
    }

    [Theory]
    [InlineData("invocation/other/response")]
    [InlineData("invocation/other/error")]
    public async Task A_wrong_request_id_is_refused(string path)
    {
        using var runtime = await StartInvocationAsync();

        var answer = await runtime.AskAsync(Post(path, "{}"));

        answer.ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");
        answer.ShouldEndWith("""{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""" + "\n");
    }

    [Fact]
    public async Task An_error_carries_its_type()
    {
        using var runtime = await StartInvocationAsync();

        await runtime.AskAsync(Post("invocation/id-1/error", "{\"errorMessage\":\"x\"}", "Lambda-Runtime-Function-Error-Type: Function.Own\r\n"));

        var answer = (await NewsAsync()).Answer!;
        answer.Kind.ShouldBe(RuntimeAnswerKind.Error);
        answer.ErrorType.ShouldBe("Function.Own");
    }

    [Fact]
    public async Task An_init_error_is_accepted_only_before_the_first_next()
    {
        using var runtime = await ConnectAsync();
        (await runtime.AskAsync(Post("init/error", "{}", "Lambda-Runtime-Function-Error-Type: Runtime.Own\r\n")))
            .ShouldStartWith("HTTP/1.1 202");
        (await NewsAsync()).InitError!.ErrorType.ShouldBe("Runtime.Own");
        (await runtime.AskAsync(Post("init/error", "{}"))).ShouldContain("State transition from InitError to InitError failed");
        (await runtime.AskAsync(Get("invocation/next"))).ShouldContain("State transition from InitError to Ready failed");
    }

    [Theory]
    [InlineData(6_291_556, 202)]
    [InlineData(6_291_557, 413)]
    public async Task A_response_has_a_size_limit(int size, int status)
    {
        using var runtime = await StartInvocationAsync();

        var answer = await runtime.AskAsync(Post("invocation/id-1/response", new string('1', size)));

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        var news = (await NewsAsync()).Answer!;
        news.Size.ShouldBe(size);
        if (status == 413)
        {
            answer.ShouldEndWith(
                """{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}""" + "\n");
            news.Kind.ShouldBe(RuntimeAnswerKind.Oversized);
        }

        // The connection is in order, and the runtime may go on.
        await runtime.SendAsync(Get("invocation/next"));
        (await NewsAsync()).IsReady.ShouldBeTrue();
    }

    [Fact]
    public async Task An_oversized_chunked_response_is_refused_too()
    {
        using var runtime = await StartInvocationAsync();
        var chunk = $"{1_000_000:x}\r\n{new string('1', 1_000_000)}\r\n";

        var answer = await runtime.AskAsync(
            ChunkedHead("invocation/id-1/response") + string.Concat(Enumerable.Repeat(chunk, 7)) + "0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 413 ");
        (await NewsAsync()).Answer!.Size.ShouldBe(7_000_000);
    }

    [Fact]
    public async Task A_streaming_response_is_collected_and_its_trailers_make_it_an_error()
    {
        using var runtime = await StartInvocationAsync();
        var body = Convert.ToBase64String("{\"errorType\":\"X\"}"u8);

        await runtime.AskAsync(
            ChunkedHead("invocation/id-1/response", "Lambda-Runtime-Function-Response-Mode: streaming\r\n")
            + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nLambda-Runtime-Function-Error-Type: X\r\n"
            + $"Lambda-Runtime-Function-Error-Body: {body}\r\n\r\n");

        var answer = (await NewsAsync()).Answer!;
        answer.Kind.ShouldBe(RuntimeAnswerKind.Error);
        Encoding.UTF8.GetString(answer.Payload.Span).ShouldBe("{\"errorType\":\"X\"}");
    }

    [Fact]
    public async Task An_unknown_response_mode_is_refused()
    {
        using var runtime = await StartInvocationAsync();

        (await runtime.AskAsync(Post("invocation/id-1/response", "1", "Lambda-Runtime-Function-Response-Mode: other\r\n")))
            .ShouldContain("""{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}""");
    }

    [Fact]
    public async Task An_answer_and_the_following_next_may_come_together_and_are_answered_together()
    {
        using var runtime = await StartInvocationAsync();
        await runtime.SendAsync(Post("invocation/id-1/response", "1") + Get("invocation/next"));

        var news = await NewsAsync();
        news.IsReady.ShouldBeTrue();
        news.Answer.ShouldNotBeNull();
        _session.Deliver(Event("id-2"));

        var answer = await runtime.ReadAsync();
        answer.ShouldStartWith("HTTP/1.1 202 Accepted\r\n");
        answer.ShouldContain("{\"status\":\"OK\"}\nHTTP/1.1 200 OK\r\n");
        answer.ShouldEndWith("\r\n\r\n{}");
    }

    [Fact]
    public async Task A_request_may_arrive_byte_by_byte()
    {
        using var runtime = await StartInvocationAsync();
        var request = Post("invocation/id-1/response", "[1,2]");
        foreach (var c in request[..^1])
        {
            await runtime.SendAsync(c.ToString());
        }

        (await runtime.AskAsync(request[^1..])).ShouldStartWith("HTTP/1.1 202");
        (await NewsAsync()).Answer!.Size.ShouldBe(5);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /2018-06-01/runtime/other HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /2018-06-01/ping HTTP/1.1\r\n\r\n", 200)]
    [InlineData("POST /2018-06-01/runtime/invocation/next HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405)]
    [InlineData("GET /2018-06-01/runtime/init/error HTTP/1.1\r\n\r\n", 405)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET /x HTTP/2.0\r\n\r\n", 400)]
    [InlineData("GET /x HTTP/1.1\r\nno-colon\r\n\r\n", 400)]
    [InlineData("GET /x HTTP/1.1\r\nname : v\r\n\r\n", 400)]
    [InlineData("GET /x HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400)]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: \r\n\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400)]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", 400)]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nOrigin: http://evil.example\r\n\r\n", 403)]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: evil.example:9001\r\n\r\n", 403)]
    public async Task Whatever_else_is_sent_is_refused_in_order(string request, int status)
    {
        using var runtime = await ConnectAsync();

        (await runtime.AskAsync(request)).ShouldStartWith($"HTTP/1.1 {status} ");
        _news.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endless_head_closes_the_connection()
    {
        using var runtime = await ConnectAsync();
        try
        {
            await runtime.SendAsync("GET /x HTTP/1.1\r\nA: " + new string('a', RuntimeApiLimits.HeadBytes + 1));
            (await runtime.ReadOrTimeOutAsync()).ShouldBe("");
        }
        catch (SocketException)
        {
            // Closed while we were still sending.
        }
    }

    [Fact]
    public async Task A_streaming_answer_passes_on_what_has_arrived_and_ends_with_its_last_chunk()
    {
        var output = new StreamedAnswer();
        using var runtime = await StartInvocationAsync(output);

        await runtime.SendAsync(
            ChunkedHead("invocation/id-1/response", "Lambda-Runtime-Function-Response-Mode: streaming\r\n") + "3\r\none\r\n");
        await output.Stream.Began;
        (await ReadTextAsync(output, 3)).ShouldBe("one");
        output.Stream.Ended.IsCompleted.ShouldBeFalse();

        // While it answers, nothing else may (§6.3).
        using var other = await ConnectAsync();
        (await other.AskAsync(Post("invocation/id-1/response", "x"))).ShouldEndWith(
            """{"errorMessage":"State transition from InvocationResponse to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}""" + "\n");
        (await other.AskAsync(Get("invocation/next"))).ShouldStartWith("HTTP/1.1 403");

        (await runtime.AskAsync("3\r\ntwo\r\n0\r\nGatehouse-Log-Bytes: 7\r\n\r\n")).ShouldStartWith("HTTP/1.1 202");
        var answer = (await NewsAsync()).Answer!;
        (answer.Kind, answer.LogBytes, answer.Payload.Length).ShouldBe((RuntimeAnswerKind.Response, 7, 0));
        (await ReadTextAsync(output, 3)).ShouldBe("two");
    }

    [Fact]
    public async Task A_streaming_answer_with_error_trailers_is_an_error()
    {
        var output = new StreamedAnswer();
        using var runtime = await StartInvocationAsync(output);

        var accepted = await runtime.AskAsync(
            ChunkedHead("invocation/id-1/response", "Lambda-Runtime-Function-Response-Mode: streaming\r\n")
            + "3\r\none\r\n0\r\nLambda-Runtime-Function-Error-Type: T\r\nLambda-Runtime-Function-Error-Body: e30=\r\n\r\n");

        accepted.ShouldStartWith("HTTP/1.1 202");
        var answer = (await NewsAsync()).Answer!;
        (answer.Kind, answer.ErrorType, Encoding.UTF8.GetString(answer.Payload.Span)).ShouldBe((RuntimeAnswerKind.Error, "T", "{}"));
    }

    [Theory]
    [InlineData("3\r\non")]
    [InlineData("3\r\none\r\nzz\r\n")]
    public async Task A_streaming_answer_that_breaks_off_is_told_at_once(string body)
    {
        var output = new StreamedAnswer();
        var runtime = await StartInvocationAsync(output);

        await runtime.SendAsync(
            ChunkedHead("invocation/id-1/response", "Lambda-Runtime-Function-Response-Mode: streaming\r\n") + body);
        runtime.Dispose();

        await _broken.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_answer_that_does_not_stream_is_whole_for_a_caller_that_reads_along()
    {
        var output = new StreamedAnswer();
        using var runtime = await StartInvocationAsync(output);

        (await runtime.AskAsync(Post("invocation/id-1/response", "[1]"))).ShouldStartWith("HTTP/1.1 202");

        Encoding.UTF8.GetString((await NewsAsync()).Answer!.Payload.Span).ShouldBe("[1]");
        output.Stream.Began.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_that_lags_stops_the_runtime_and_one_that_left_does_not()
    {
        var output = new StreamedAnswer();
        using var runtime = await StartInvocationAsync(output);
        const int size = 32 << 20; // far more than the sockets and the pipe hold together
        await runtime.SendAsync(
            ChunkedHead("invocation/id-1/response", "Lambda-Runtime-Function-Response-Mode: streaming\r\n") + $"{size:x}\r\n");
        var sending = runtime.SendAsync(new string('x', size));

        await output.Stream.Began;
        var read = await output.Stream.Body.ReadAsync(TestContext.Current.CancellationToken);
        output.Stream.Body.AdvanceTo(read.Buffer.Start); // seen, and not taken: as a client that is slow
        sending.IsCompleted.ShouldBeFalse();

        await output.Stream.DisposeAsync();
        await sending;
        (await runtime.AskAsync("\r\n0\r\n\r\n")).ShouldStartWith("HTTP/1.1 202");
    }

    private static async Task<string> ReadTextAsync(StreamedAnswer output, int length)
    {
        var read = await output.Stream.Body.ReadAtLeastAsync(length, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(read.Buffer);
        output.Stream.Body.AdvanceTo(read.Buffer.End);
        return text;
    }

    private static string Get(string path) => $"GET /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n";

    private static string Post(string path, string body, string headers = "") =>
        $"POST /2018-06-01/runtime/{path} HTTP/1.1\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    private static string ChunkedHead(string path, string headers = "") =>
        $"POST /2018-06-01/runtime/{path} HTTP/1.1\r\n{headers}Transfer-Encoding: chunked\r\n\r\n";

    private static RuntimeEvent Event(string id, StreamedAnswer? output = null) => new()
    {
        RequestId = id, DeadlineMs = 1, FunctionArn = "arn", Payload = "{}"u8.ToArray(), Output = output,
    };

    private async Task<RuntimeNews> NewsAsync()
    {
        (await _arrived.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();
        _news.TryDequeue(out var news).ShouldBeTrue();
        return news;
    }

    private async Task<RawClient> ConnectAsync()
    {
        var client = new RawClient();
        await client.ConnectAsync(_listener.Port);
        return client;
    }

    private async Task<RawClient> StartInvocationAsync(StreamedAnswer? output = null)
    {
        var runtime = await ConnectAsync();
        await runtime.SendAsync(Get("invocation/next"));
        await NewsAsync();
        _session.Deliver(Event("id-1", output));
        (await runtime.ReadAsync()).ShouldContain("id-1");
        return runtime;
    }

    private sealed class RawClient : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[64 << 10];

        public Task ConnectAsync(int port) => _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

        public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.UTF8.GetBytes(text));

        public async Task<string> AskAsync(string text)
        {
            await SendAsync(text);
            return await ReadAsync();
        }

        /// <summary>All tests' answers are small and written at once.</summary>
        public async Task<string> ReadAsync()
        {
            var text = await ReadOrTimeOutAsync();
            text.ShouldNotBeEmpty();
            return text;
        }

        public async Task<string> ReadOrTimeOutAsync()
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return Encoding.UTF8.GetString(_buffer, 0, await _socket.ReceiveAsync(_buffer, timeout.Token));
        }

        public void Dispose() => _socket.Dispose();
    }
}
