using System.IO.Pipelines;
using System.Text;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>Bodies toward the backend: in memory, streamed with a length, streamed chunked, and what may go wrong on the way.</summary>
public sealed class UpstreamRequestBodyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Theory]
    [InlineData(1)]
    [InlineData(UpstreamLimits.SmallBodyBytes)]
    [InlineData(UpstreamLimits.SmallBodyBytes + 1)]
    [InlineData(3_000_000)]
    public async Task A_body_in_memory_arrives_whole_and_keeps_the_connection(int size)
    {
        var bodies = new List<string>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadHeadAsync() is { } head)
            {
                head.ShouldContain($"Content-Length: {size}\r\n");
                bodies.Add(await connection.ReadExactAsync(size));
                await connection.SendAsync(Ok);
            }
        });
        await using var client = UpstreamFixture.Client();
        var body = string.Create(size, 0, (text, _) => text.Fill('b'));
        for (var turn = 0; turn < 2; turn++)
        {
            await using var exchange = await client.PostAsync(server.Target, body);
            (await exchange.TextAsync()).ShouldBe("ok");
        }

        bodies.ShouldBe([body, body]);
        server.ConnectionCount.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_streamed_body_arrives_whole_and_keeps_the_connection(bool hasLength)
    {
        const int Pieces = 300;
        var piece = new string('p', 1_000);
        var received = new List<string>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadRequestAsync() is { } request)
            {
                received.Add(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
                await connection.SendAsync(Ok);
            }
        });
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 2; turn++)
        {
            var pipe = new Pipe();
            using var request = Request(pipe.Reader, hasLength ? Pieces * piece.Length : null);
            var sending = client.SendAsync(server.Target, request, UpstreamFixture.Plenty, CancellationToken.None);
            for (var number = 0; number < Pieces; number++)
            {
                await pipe.Writer.WriteAsync(Encoding.Latin1.GetBytes(piece), CancellationToken.None);
            }

            await pipe.Writer.CompleteAsync();
            await using var exchange = await sending;
            (await exchange.TextAsync()).ShouldBe("ok");
        }

        server.ConnectionCount.ShouldBe(1);
        var whole = string.Concat(Enumerable.Repeat(piece, Pieces));
        received.Select(body => hasLength ? body : Unchunk(body)).ShouldBe([whole, whole]);
    }

    [Fact]
    public async Task An_empty_streamed_body_is_the_last_chunk_alone()
    {
        var seen = new TaskCompletionSource<string?>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            seen.SetResult(await connection.TryReadRequestAsync());
            await connection.SendAsync(Ok);
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client();
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync();
        using var request = Request(pipe.Reader, null);
        await using var exchange = await client.SendAsync(
            server.Target, request, UpstreamFixture.Plenty, CancellationToken.None);
        (await exchange.TextAsync()).ShouldBe("ok");
        (await seen.Task)!.ShouldEndWith("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_body_was_sent_is_returned_and_the_rest_follows()
    {
        // As a streaming echo does: the head of the answer after the first piece of the body.
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
            await connection.SendAsync(await connection.ReadExactAsync(3));
            await connection.SendAsync(await connection.ReadExactAsync(3));
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
        });
        await using var client = UpstreamFixture.Client();
        var pipe = new Pipe();
        using var request = Request(pipe.Reader, 6);
        await using (var exchange = await client.SendAsync(
            server.Target, request, UpstreamFixture.Plenty, CancellationToken.None))
        {
            exchange.StatusCode.ShouldBe(200);
            await pipe.Writer.WriteAsync("abc"u8.ToArray(), CancellationToken.None);
            await pipe.Writer.WriteAsync("def"u8.ToArray(), CancellationToken.None);
            (await exchange.TextAsync()).ShouldBe("abcdef");
            await UpstreamFixture.UntilAsync(() => exchange.HasSentAll);
        }

        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.TextAsync()).ShouldBe("ok");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_before_the_body_was_sent_is_returned_and_the_connection_not_used_again()
    {
        // security.md §11.1: "early response with body unsent: drain or close; never reuse it".
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client();
        var pipe = new Pipe();
        using var request = Request(pipe.Reader, 1_000_000);
        await using (var exchange = await client.SendAsync(
            server.Target, request, UpstreamFixture.Plenty, CancellationToken.None))
        {
            exchange.StatusCode.ShouldBe(413);
            (await exchange.TextAsync()).ShouldBe("no");
        }

        // After disposal the reader is the caller's alone.
        await pipe.Writer.WriteAsync("abc"u8.ToArray(), CancellationToken.None);
        (await pipe.Reader.ReadAsync(CancellationToken.None)).Buffer.Length.ShouldBe(3);
        await client.GetAsync(server.Target).ContinueWith(
            task => task.Result.DisposeAsync().AsTask(), TaskScheduler.Default);
        server.ConnectionCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("ab", 3)]
    [InlineData("abcd", 3)]
    public async Task A_body_of_another_length_than_declared_is_a_fault(string body, int length)
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        await using var client = UpstreamFixture.Client();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.Latin1.GetBytes(body), CancellationToken.None);
        await pipe.Writer.CompleteAsync();
        using var request = Request(pipe.Reader, length);
        await using var exchange = await client.SendAsync(
            server.Target, request, UpstreamFixture.Plenty, CancellationToken.None);
        exchange.Fault.ShouldBe(UpstreamFault.RequestBodyFailed);
    }

    [Fact]
    public async Task A_body_whose_reader_fails_is_a_fault_with_its_cause()
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        await using var client = UpstreamFixture.Client();
        var pipe = new Pipe();
        using var request = Request(pipe.Reader, null);
        var sending = client.SendAsync(server.Target, request, UpstreamFixture.Plenty, CancellationToken.None);
        await pipe.Writer.WriteAsync("abc"u8.ToArray(), CancellationToken.None);
        var cause = new InvalidOperationException("the client went away");
        await pipe.Writer.CompleteAsync(cause);
        await using var exchange = await sending;
        exchange.Fault.ShouldBe(UpstreamFault.RequestBodyFailed);
        exchange.FaultCause.ShouldBeSameAs(cause);
    }

    [Fact]
    public async Task A_body_toward_nobody_is_not_touched()
    {
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("abc"u8.ToArray(), CancellationToken.None);
        using var request = Request(pipe.Reader, null);
        await using var exchange = await client.SendAsync(
            new UpstreamTarget(false, "backend.invalid", 80, null), request, UpstreamFixture.Plenty, CancellationToken.None);
        exchange.Fault.ShouldBe(UpstreamFault.InvalidAddress);
        (await pipe.Reader.ReadAsync(CancellationToken.None)).Buffer.Length.ShouldBe(3);
    }

    private static UpstreamRequest Request(PipeReader body, long? length)
    {
        var request = UpstreamRequest.Rent();
        request.Start("POST", "/").ShouldBeTrue();
        request.SetBody(body, length);
        return request;
    }

    private static string Unchunk(string wire)
    {
        var decoder = default(ChunkedDecoder);
        var bytes = Encoding.Latin1.GetBytes(wire);
        var text = new StringBuilder();
        for (var position = 0; position < bytes.Length;)
        {
            position += decoder.Read(bytes.AsSpan(position), out var content);
            text.Append(Encoding.Latin1.GetString(content));
        }

        decoder.IsDone.ShouldBeTrue();
        return text.ToString();
    }
}
