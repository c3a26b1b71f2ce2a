using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions;

/// <summary>
/// Answers that are read while a real function writes them. Source: deployment-and-tools §6.2, §6.3; rest-execution §5.14.
/// </summary>
public sealed class StreamingTests : IDisposable
{
    private readonly TcpListener _signals = new(IPAddress.Loopback, 0);

    public StreamingTests() => _signals.Start();

    private int Port => ((IPEndPoint)_signals.LocalEndpoint).Port;

    public void Dispose() => _signals.Dispose();

    [Fact]
    public async Task The_first_bytes_are_here_before_the_function_goes_on()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            const net = require('node:net');
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
              stream.write('one');
              await new Promise((go) => net.connect(event.port, '127.0.0.1').once('data', function () { this.destroy(); go(); }));
              stream.end('two');
            });
            """);

        await using var stream = Invoke(fixture);
        (await ReadAsync(stream, "{\"statusCode\":201}\0\0\0\0\0\0\0\0one".Length)).ShouldBe("{\"statusCode\":201}\0\0\0\0\0\0\0\0one");
        stream.Ended.IsCompleted.ShouldBeFalse();

        using (var function = await AcceptAsync())
        {
            await function.GetStream().WriteAsync("go"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        (await ReadAllAsync(stream)).ShouldBe("two");
        (await stream.Ended).Outcome.ShouldBe(FunctionOutcome.Succeeded);
        (await fixture.SucceedAsync($$"""{"port":{{await AnsweringPortAsync()}}}""")).ShouldEndWith("onetwo"); // Invoke gets it whole
    }

    [Fact]
    public async Task A_function_whose_caller_left_runs_to_its_end()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            """
            const net = require('node:net');
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              const piece = 'x'.repeat(65536);
              for (let i = 0; i < 64; i++) {
                if (!stream.write(piece)) await new Promise((go) => stream.once('drain', go));
              }
              stream.end();
              await new Promise((go) => net.connect(event.port, '127.0.0.1', function () { this.end('done', go); }));
            });
            """);

        await using (var stream = Invoke(fixture))
        {
            await ReadAsync(stream, 1);
        }

        using var function = await AcceptAsync();
        using var reader = new StreamReader(function.GetStream());
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("done");
    }

    [Theory]
    [InlineData("throw new Error('midway')", "Error", "midway")]
    [InlineData("setImmediate(() => { throw new Error('uncaught') }); await new Promise(() => {})", "Error", "uncaught")]
    [InlineData("process.exit(3)", "Runtime.ExitError", "exit status 3")]
    [InlineData("await new Promise((go) => setTimeout(go, 60000))", "Sandbox.Timedout", "Task timed out after 2.00 seconds")]
    public async Task An_end_in_the_middle_is_the_end_of_the_bytes_and_an_error_behind_them(string end, string type, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = awslambda.streamifyResponse(async (event, stream) => {\n"
            + $"await new Promise((go) => stream.write('part', go));\n{end}\n}});",
            configure: f => f with { Timeout = 2 });

        await using var stream = Invoke(fixture);

        (await ReadAllAsync(stream)).ShouldBe("part");
        var result = await stream.Ended;
        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed);
        var error = JsonNode.Parse(result.Payload.Span)!;
        error["errorType"]!.GetValue<string>().ShouldBe(type);
        error["errorMessage"]!.GetValue<string>().ShouldContain(message);
    }

    [Fact]
    public async Task An_error_before_the_first_byte_has_no_bytes()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = awslambda.streamifyResponse(async () => { throw new TypeError('early') });");

        await using var stream = Invoke(fixture);

        (await ReadAllAsync(stream)).ShouldBe("");
        Encoding.UTF8.GetString((await stream.Ended).Payload.Span).ShouldContain("\"errorType\":\"TypeError\"");
    }

    [Theory]
    [InlineData("exports.handler = async () => ({ a: 1 })", "{\"a\":1}")]
    [InlineData("exports.handler = awslambda.streamifyResponse(async (e, s) => { awslambda.HttpResponseStream.from(s, {}).end() })", "{}\0\0\0\0\0\0\0\0")]
    [InlineData("exports.handler = awslambda.streamifyResponse(async (e, s) => { awslambda.HttpResponseStream.from(s, {}).end('x') })", "{}\0\0\0\0\0\0\0\0x")]
    [InlineData("exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write({ a: 1 }); s.write(new Uint8Array([65])); s.end() })", "{\"a\":1}A")]
    [InlineData("exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write('x') })", "x")]
    [InlineData("exports.handler = awslambda.streamifyResponse(async (e, s) => { await require('node:stream/promises').pipeline(require('node:stream').Readable.from(['a', 'b']), s) })", "ab")]
    public async Task What_a_handler_writes_is_what_arrives(string code, string expected)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(code);

        await using var stream = Invoke(fixture);

        (await ReadAllAsync(stream)).ShouldBe(expected);
        (await stream.Ended).Outcome.ShouldBe(FunctionOutcome.Succeeded);
    }

    [Fact]
    public async Task Python_answers_a_reading_caller_in_one_piece() // Lambda's managed Python runtimes do not stream
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync("def lambda_handler(event, context):\n    return {'a': 1}\n");

        await using var stream = Invoke(fixture);

        (await ReadAllAsync(stream)).ShouldBe("{\"a\": 1}");
    }

    [Fact]
    public async Task Any_bootstrap_may_stream_by_the_Runtime_API()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddBootstrapAsync(
            """
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            while :; do
              id=$(curl -sSD - -o /dev/null "$api/invocation/next" | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
              printf 'a%.0s' $(seq 1 100000) | curl -sS -o /dev/null -X POST -T - -H 'Expect:' -H 'Transfer-Encoding: chunked' \
                -H 'Lambda-Runtime-Function-Response-Mode: streaming' "$api/invocation/$id/response"
            done
            """);

        await using var stream = Invoke(fixture);

        (await ReadAllAsync(stream)).ShouldBe(new string('a', 100_000));
        (await stream.Ended).Outcome.ShouldBe(FunctionOutcome.Succeeded);
    }

    [Fact]
    public async Task What_was_not_run_ends_as_Invoke_would_have_said()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();

        await using var stream = Invoke(fixture, "absent");

        (await ReadAllAsync(stream)).ShouldBe("");
        (await stream.Ended).Outcome.ShouldBe(FunctionOutcome.NotFound);
    }

    [Fact]
    public async Task The_log_ends_behind_the_last_line_that_a_streaming_function_printed()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write('x'); console.log('printed'); s.end() })");

        await using var stream = Invoke(fixture);
        await ReadAllAsync(stream);
        await stream.Ended;

        var lines = fixture.Log.Texts.ToList();
        lines.FindIndex(l => l.Contains("printed", StringComparison.Ordinal))
            .ShouldBeInRange(0, lines.FindIndex(l => l.StartsWith("END", StringComparison.Ordinal)));
    }

    private FunctionStream Invoke(FunctionHostFixture fixture, string name = "f") => fixture.Host.InvokeStreaming(new FunctionCall
    {
        Function = new FunctionName("000000000000", "us-east-1", name, null),
        Payload = Encoding.UTF8.GetBytes($$"""{"port":{{Port}}}"""),
        RequestId = new RandomIdSource().Uuid(),
    });

    /// <summary>A port that says "go" to whoever connects.</summary>
    private Task<int> AnsweringPortAsync()
    {
        _ = Task.Run(async () =>
        {
            using var function = await AcceptAsync();
            await function.GetStream().WriteAsync("go"u8.ToArray());
            await function.GetStream().CopyToAsync(Stream.Null); // until the function hangs up
        });
        return Task.FromResult(Port);
    }

    private Task<TcpClient> AcceptAsync() => _signals.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();

    private static async Task<string> ReadAsync(FunctionStream stream, int length)
    {
        var read = await stream.Body.ReadAtLeastAsync(length, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(read.Buffer);
        stream.Body.AdvanceTo(read.Buffer.End);
        return text;
    }

    private static async Task<string> ReadAllAsync(FunctionStream stream)
    {
        using var bytes = new MemoryStream();
        await stream.Body.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
