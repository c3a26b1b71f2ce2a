using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>Well-behaved backends: what is sent, what is read, and when a connection is used again.</summary>
public sealed class UpstreamExchangeTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

    [Fact]
    public async Task A_call_sends_the_request_and_reads_status_headers_and_body()
    {
        var seen = new TaskCompletionSource<string?>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            seen.SetResult(await connection.TryReadRequestAsync());
            await connection.SendAsync(Ok);
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client();

        await using (var exchange = await client.GetAsync(server.Target, "/a?b"))
        {
            exchange.Fault.ShouldBe(UpstreamFault.None);
            exchange.StatusCode.ShouldBe(200);
            exchange.Header("content-type").ShouldBe("text/plain");
            exchange.ContentLength.ShouldBe(5);
            exchange.IsChunked.ShouldBeFalse();
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        (await seen.Task).ShouldBe(
            $"GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nConnection: keep-alive\r\n\r\n");
    }

    [Fact]
    public async Task One_connection_serves_call_after_call()
    {
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 100; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            (turn % 2 == 0 ? await exchange.TextAsync() : (await exchange.CopyAsync()).Text).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_in_parallel_never_share_a_connection()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadRequestAsync() is { } request)
            {
                var path = request.Split(' ')[1];
                await Task.Yield();
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {path.Length}\r\n\r\n{path}");
            }
        });
        await using var client = UpstreamFixture.Client();

        await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            await using var exchange = await client.GetAsync(server.Target, $"/{number}");
            (await exchange.TextAsync()).ShouldBe($"/{number}");
        });
        server.ConnectionCount.ShouldBeLessThanOrEqualTo(16);
    }

    [Theory]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: x\r\n\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task Answers_without_a_body_end_with_their_head_and_keep_the_connection(string method, string response)
    {
        await using var server = ScriptedServer.Answering(response);
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 3; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target, method: method);
            exchange.Fault.ShouldBe(UpstreamFault.None);
            exchange.ContentLength.ShouldBe(0);
            (await exchange.CopyAsync()).ShouldBe((UpstreamFault.None, string.Empty));
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task The_declared_length_is_told_where_no_body_comes()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        await using var client = UpstreamFixture.Client();
        await using var exchange = await client.GetAsync(server.Target, method: "HEAD");
        exchange.DeclaredLength.ShouldBe(5);
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("1;x=y\r\nh\r\n4\r\nello\r\n0\r\nTrailer: dropped\r\n\r\n")]
    [InlineData("0005\r\nhello\r\n000\r\n\r\n")]
    public async Task Chunked_bodies_are_decoded_and_keep_the_connection(string wire)
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + wire);
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 4; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            exchange.IsChunked.ShouldBeTrue();
            exchange.ContentLength.ShouldBeNull();
            (turn % 2 == 0 ? await exchange.TextAsync() : (await exchange.CopyAsync()).Text).ShouldBe("hello");
            exchange.Headers.TryGet("Trailer", out _).ShouldBeFalse();
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\nServer: old\r\n\r\nhello")]
    public async Task A_body_without_length_ends_when_the_backend_closes(string response)
    {
        await using var server = ScriptedServer.Answering(response, closes: true);
        await using var client = UpstreamFixture.Client();
        await using (var exchange = await client.GetAsync(server.Target))
        {
            exchange.ContentLength.ShouldBeNull();
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.CopyAsync()).ShouldBe((UpstreamFault.None, "hello"));
        }

        server.ConnectionCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_response_in_single_bytes_is_read_as_one()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadRequestAsync() is not null)
            {
                foreach (var letter in "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
                {
                    await connection.SendAsync(letter.ToString());
                }
            }
        });
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 3; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task Interim_responses_are_skipped()
    {
        const string Interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        await using var server = ScriptedServer.Answering(Interim + Ok);
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 2; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            exchange.StatusCode.ShouldBe(200);
            exchange.Headers.Count.ShouldBe(2);
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_head_larger_than_the_first_buffer_is_read_whole()
    {
        var value = new string('v', 7_000);
        await using var server = ScriptedServer.Answering(
            $"HTTP/1.1 200 OK\r\nA: {value}\r\nB: {value}\r\nC: {value}\r\nContent-Length: 5\r\n\r\nhello");
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 2; turn++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            exchange.Header("c").ShouldBe(value);
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloEXTRA")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nEXTRA")]
    public async Task A_connection_is_not_used_again_when_either_side_or_the_bytes_speak_against_it(string response)
    {
        await using var server = ScriptedServer.Answering(response);
        await using var client = UpstreamFixture.Client();
        for (var turn = 1; turn <= 3; turn++)
        {
            await using (var exchange = await client.GetAsync(server.Target))
            {
                (await exchange.TextAsync()).ShouldBe("hello");
            }

            server.ConnectionCount.ShouldBe(turn);
        }
    }

    [Fact]
    public async Task A_body_nobody_read_costs_the_connection_only_when_it_is_not_all_here()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello");
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client();
        await (await client.GetAsync(server.Target)).DisposeAsync();
        await (await client.GetAsync(server.Target)).DisposeAsync();
        server.ConnectionCount.ShouldBe(1);

        await (await client.GetAsync(server.Target)).DisposeAsync();
        server.ConnectionCount.ShouldBe(2);
    }

    [Fact]
    public async Task Disposing_twice_does_not_give_a_connection_to_two_calls()
    {
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client();
        var first = await client.GetAsync(server.Target);
        await first.DisposeAsync();
        await first.DisposeAsync();
        Should.Throw<ObjectDisposedException>(() => first.StatusCode);

        await using var second = await client.GetAsync(server.Target);
        await using var third = await client.GetAsync(server.Target);
        (await second.TextAsync()).ShouldBe("hello");
        (await third.TextAsync()).ShouldBe("hello");
        server.ConnectionCount.ShouldBe(2);
    }
}
