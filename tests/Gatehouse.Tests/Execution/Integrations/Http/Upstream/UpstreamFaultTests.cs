using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>Backends that die, lie or babble: each a fault as a value, its connection closed, no other call harmed.</summary>
public sealed class UpstreamFaultTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", UpstreamFault.MalformedResponse)]
    [InlineData("H", UpstreamFault.ConnectionLost)]
    [InlineData("", UpstreamFault.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", UpstreamFault.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", UpstreamFault.MalformedResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", UpstreamFault.MalformedResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n", UpstreamFault.MalformedResponse)]
    public async Task A_head_that_is_none_is_a_fault_and_the_next_call_is_well(string response, object fault)
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(connection.Index == 0 ? response : Ok);
        });
        await using var client = UpstreamFixture.Client();
        await using (var exchange = await client.GetAsync(server.Target))
        {
            exchange.Fault.ShouldBe((UpstreamFault)fault);
            exchange.FaultDetail.ShouldNotBeNull();
            (await exchange.ReadBodyAsync(10, CancellationToken.None)).Fault.ShouldBe((UpstreamFault)fault);
        }

        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nhello", UpstreamFault.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel", UpstreamFault.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", UpstreamFault.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", UpstreamFault.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello", UpstreamFault.MalformedResponse)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\nhello", UpstreamFault.MalformedResponse)]
    public async Task A_body_that_breaks_off_is_a_fault_both_ways_to_read_it(string rest, object fault)
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\n" + rest, closes: true);
        await using var client = UpstreamFixture.Client();
        await using (var exchange = await client.GetAsync(server.Target))
        {
            exchange.Fault.ShouldBe(UpstreamFault.None);
            (await exchange.ReadBodyAsync(1_000, CancellationToken.None)).Fault.ShouldBe((UpstreamFault)fault);
            exchange.Fault.ShouldBe((UpstreamFault)fault);
        }

        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.CopyAsync()).Fault.ShouldBe((UpstreamFault)fault);
        }
    }

    [Fact]
    public async Task Every_truncation_of_a_response_is_a_fault_and_never_hangs()
    {
        const string Whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n";
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(Whole[..connection.Index]);
        });
        await using var client = UpstreamFixture.Client();
        for (var cut = 0; cut < Whole.Length; cut++)
        {
            await using var exchange = await client.GetAsync(server.Target);
            var fault = exchange.Fault == UpstreamFault.None
                ? (await exchange.ReadBodyAsync(100, CancellationToken.None)).Fault
                : exchange.Fault;
            fault.ShouldBe(UpstreamFault.ConnectionLost, $"cut at {cut}");
        }

        server.ConnectionCount.ShouldBe(Whole.Length);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_the_body_is_a_lost_connection()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            await connection.ReadUntilAsync("\r\n\r\n");
            connection.Reset();
        });
        await using var client = UpstreamFixture.Client();
        using var request = UpstreamRequest.Rent();
        request.Start("POST", "/").ShouldBeTrue();
        var pipe = new Pipe();
        request.SetBody(pipe.Reader, null);
        await using var exchange = await client.SendAsync(
            server.Target, request, UpstreamFixture.Plenty, CancellationToken.None);
        exchange.StatusCode.ShouldBe(200);

        // The server resets when it has read this, so half of the response is here before.
        await pipe.Writer.WriteAsync("\r\n\r\n"u8.ToArray(), CancellationToken.None);
        (await exchange.CopyAsync()).Fault.ShouldBe(UpstreamFault.ConnectionLost);
    }

    [Fact]
    public async Task A_head_without_end_is_too_large()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            while (true)
            {
                await connection.SendAsync($"X: {new string('x', 1_000)}\r\n");
            }
        });
        await using var client = UpstreamFixture.Client(options: new UpstreamOptions { MaxHeadBytes = 20_000 });
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.HeadTooLarge);
    }

    [Fact]
    public async Task A_head_over_the_limit_is_too_large_even_in_one_piece()
    {
        await using var server = ScriptedServer.Answering($"HTTP/1.1 200 OK\r\nA: {new string('x', 3_000)}\r\n\r\n");
        await using var client = UpstreamFixture.Client(options: new UpstreamOptions { MaxHeadBytes = 2_000 });
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.HeadTooLarge);
    }

    [Fact]
    public async Task Interim_responses_without_end_are_malformed()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            while (true)
            {
                await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            }
        });
        await using var client = UpstreamFixture.Client();
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.MalformedResponse);
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\nhello world")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")]
    [InlineData("Connection: close\r\n\r\nhello world")]
    public async Task A_body_over_the_callers_limit_is_too_large(string rest)
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\n" + rest, closes: true);
        await using var client = UpstreamFixture.Client();
        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.ReadBodyAsync(10, CancellationToken.None)).Fault.ShouldBe(UpstreamFault.BodyTooLarge);
        }

        await using (var exchange = await client.GetAsync(server.Target))
        {
            (await exchange.ReadBodyAsync(11, CancellationToken.None)).Bytes.Length.ShouldBe(11);
        }
    }

    [Fact]
    public async Task Nobody_listening_is_a_failed_connect()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: nobody else can take the port.
        await using var client = UpstreamFixture.Client();
        var port = ((IPEndPoint)reserved.LocalEndPoint!).Port;
        await using var exchange = await client.GetAsync(new UpstreamTarget(false, "127.0.0.1", port, null));
        exchange.Fault.ShouldBe(UpstreamFault.ConnectFailed);
        exchange.FaultDetail!.ShouldContain("ConnectionRefused");
        Should.Throw<InvalidOperationException>(() => exchange.StatusCode);
    }

    [Fact]
    public async Task A_host_that_does_not_resolve_is_an_invalid_address()
    {
        // RFC 6761 §6.4: names under .invalid never resolve.
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        await using var exchange = await client.GetAsync(new UpstreamTarget(false, "backend.invalid", 80, null));
        exchange.Fault.ShouldBe(UpstreamFault.InvalidAddress);
    }

    [Fact]
    public async Task Addresses_the_operator_forbids_are_never_connected_to()
    {
        // security.md §11.3: checked is the very address that would be connected to.
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(
            options: new UpstreamOptions { AllowAddress = address => !IPAddress.IsLoopback(address) });
        await using var exchange = await client.GetAsync(server.Target);
        exchange.Fault.ShouldBe(UpstreamFault.InvalidAddress);
        server.ConnectionCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_name_with_a_dead_address_falls_back_to_the_next()
    {
        // "localhost" is ::1 and 127.0.0.1 on most machines, and the server listens on the second only.
        await using var server = ScriptedServer.Answering(Ok);
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        await using var exchange = await client.GetAsync(server.Target with { Host = "localhost" });
        (await exchange.TextAsync()).ShouldBe("hello");
    }

    [Fact]
    public async Task One_broken_call_does_not_harm_the_others()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.TryReadRequestAsync() is { } request)
            {
                if (request.StartsWith("GET /bad", StringComparison.Ordinal))
                {
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel");
                    return;
                }

                await connection.SendAsync(Ok);
            }
        });
        await using var client = UpstreamFixture.Client();
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            await using var exchange = await client.GetAsync(server.Target, number % 3 == 0 ? "/bad" : "/good");
            var body = await exchange.ReadBodyAsync(100, CancellationToken.None);
            body.Fault.ShouldBe(number % 3 == 0 ? UpstreamFault.ConnectionLost : UpstreamFault.None);
        });
    }
}
