using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>Keeping connections: how many, for how long, and what happens when the backend closes them first.</summary>
public sealed class UpstreamPoolTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_connection_the_backend_closed_while_idle_is_noticed_without_sending(string method)
    {
        await using var server = ScriptedServer.Answering(Ok, closes: true);
        await using var client = UpstreamFixture.Client();
        for (var turn = 1; turn <= 3; turn++)
        {
            await using (var exchange = await client.GetAsync(server.Target, method: method))
            {
                (await exchange.TextAsync()).ShouldBe("hello");
            }

            await UpstreamFixture.UntilAsync(() => client.CountUsable(server.Target) == 0);
            server.ConnectionCount.ShouldBe(turn);
        }
    }

    [Theory] // RFC 9112 §9.3.1; RFC 9110 §9.2.2
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("OPTIONS", true)]
    [InlineData("DELETE", true)]
    [InlineData("PUT", true)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    public async Task A_kept_connection_that_dies_on_the_next_request_is_replaced_once_for_idempotent_methods(
        string method, bool isRetried)
    {
        // The backend reads the second request and closes without a byte: what a keep-alive race looks like from here.
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
            await connection.TryReadRequestAsync();
        });
        await using var client = UpstreamFixture.Client();
        await (await client.GetAsync(server.Target)).DisposeAsync();
        await using var exchange = await client.GetAsync(server.Target, method: method);
        exchange.Fault.ShouldBe(isRetried ? UpstreamFault.None : UpstreamFault.ConnectionLost);
        server.ConnectionCount.ShouldBe(isRetried ? 2 : 1);
    }

    [Fact]
    public async Task A_new_connection_that_dies_is_no_reason_to_try_again()
    {
        // rest-execution.md §5.5: no retries.
        await using var server = ScriptedServer.Start(connection => connection.TryReadRequestAsync());
        await using var client = UpstreamFixture.Client();
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.ConnectionLost);
        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_never_asked_for_again()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
            await connection.TryReadRequestAsync();
            await connection.SendAsync("H");
        });
        await using var client = UpstreamFixture.Client();
        await (await client.GetAsync(server.Target)).DisposeAsync();
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.ConnectionLost);
        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task Bytes_that_nobody_asked_for_condemn_an_idle_connection()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
            if (connection.Index == 0)
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            }

            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
        });
        await using var client = UpstreamFixture.Client();
        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        await UpstreamFixture.UntilAsync(() => client.CountUsable(server.Target) == 0);
        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(2);
    }

    [Fact]
    public async Task Idle_connections_close_after_their_time()
    {
        var time = new ManualTime();
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Ok);
            await connection.UntilClosedAsync();
            closed.TrySetResult();
        });
        await using var client = UpstreamFixture.Client(
            time, new UpstreamOptions { IdleTimeout = TimeSpan.FromSeconds(10) });
        await (await client.GetAsync(server.Target)).DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        client.CountUsable(server.Target).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(3));
        client.CountUsable(server.Target).ShouldBe(0);
        await closed.Task;
    }

    [Fact]
    public async Task The_backends_own_shorter_keep_alive_time_wins_with_a_margin()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Answering(
            "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n");
        await using var client = UpstreamFixture.Client(time);
        await (await client.GetAsync(server.Target)).DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        client.CountUsable(server.Target).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(2));
        client.CountUsable(server.Target).ShouldBe(0);
    }

    [Fact]
    public async Task More_idle_connections_than_the_limit_close_when_they_come_back()
    {
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(options: new UpstreamOptions { MaxIdlePerTarget = 2 });
        var exchanges = new List<UpstreamExchange>();
        for (var number = 0; number < 5; number++)
        {
            exchanges.Add(await client.GetAsync(server.Target));
        }

        foreach (var exchange in exchanges)
        {
            await exchange.DisposeAsync();
        }

        client.CountUsable(server.Target).ShouldBe(2);
    }

    [Fact]
    public async Task The_last_used_connection_is_used_first()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadRequestAsync() is not null)
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{connection.Index}");
            }
        });
        await using var client = UpstreamFixture.Client();
        var first = await client.GetAsync(server.Target);
        var second = await client.GetAsync(server.Target);
        var last = await second.TextAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
        await using var third = await client.GetAsync(server.Target);
        (await third.TextAsync()).ShouldBe(last);
    }

    [Fact]
    public async Task At_its_limit_a_target_makes_calls_wait_for_a_connection()
    {
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(options: new UpstreamOptions { MaxConnectionsPerTarget = 1 });
        var first = await client.GetAsync(server.Target);
        var second = client.GetAsync(server.Target);
        var third = client.GetAsync(server.Target);
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();
        await using (var exchange = await second)
        {
            (await exchange.TextAsync()).ShouldBe("hello");
            third.IsCompleted.ShouldBeFalse();
        }

        await using (var exchange = await third)
        {
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_dies_gives_its_place_to_a_call_that_waits()
    {
        await using var server = ScriptedServer.Answering(Ok, closes: true);
        await using var client = UpstreamFixture.Client(options: new UpstreamOptions { MaxConnectionsPerTarget = 1 });
        var first = await client.GetAsync(server.Target);
        var waiting = Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var exchange = await client.GetAsync(server.Target);
            return await exchange.TextAsync();
        }).ToArray();
        await first.DisposeAsync();
        (await Task.WhenAll(waiting)).ShouldAllBe(text => text == "hello");
    }

    [Fact]
    public async Task Waiting_for_a_connection_ends_with_the_calls_time()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(time, new UpstreamOptions { MaxConnectionsPerTarget = 1 });
        await using (var first = await client.GetAsync(server.Target))
        {
            var second = client.GetAsync(server.Target);
            time.Advance(UpstreamFixture.Plenty + TimeSpan.FromSeconds(1));
            await using var exchange = await second;
            exchange.Fault.ShouldBe(UpstreamFault.TimedOut);
        }

        await using var third = await client.GetAsync(server.Target);
        (await third.TextAsync()).ShouldBe("hello");
    }

    [Fact]
    public async Task A_target_nobody_calls_any_more_is_forgotten_and_comes_back()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(time);
        for (var turn = 0; turn < 3; turn++)
        {
            await using (var exchange = await client.GetAsync(server.Target))
            {
                (await exchange.TextAsync()).ShouldBe("hello");
            }

            time.Advance(UpstreamLimits.IdleTimeout * 3);
            client.TargetCount.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Closing_the_client_ends_calls_and_closes_connections()
    {
        var arrived = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            arrived.SetResult();
            await connection.UntilClosedAsync();
            closed.SetResult();
        });
        var client = UpstreamFixture.Client();
        var call = client.GetAsync(server.Target);
        await arrived.Task;
        await client.DisposeAsync();
        await using var exchange = await call;
        exchange.Fault.ShouldBe(UpstreamFault.Cancelled);
        await closed.Task;
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetAsync(server.Target));
    }
}
