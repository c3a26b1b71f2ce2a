using System.IO.Pipelines;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>Time and cancellation: a backend that is slow costs its call and its connection, nothing else.</summary>
public sealed class UpstreamTimeoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1_000);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task A_head_that_does_not_come_in_time_is_a_timeout(string begun)
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync(begun);
            arrived.SetResult();
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client(time);
        using var request = Get();
        var sending = client.SendAsync(server.Target, request, Step, CancellationToken.None).AsTask();
        await arrived.Task;
        time.Advance(Step - TimeSpan.FromMilliseconds(25));
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(UpstreamLimits.HeartbeatPeriod * 2);
        await using var exchange = await sending;
        exchange.Fault.ShouldBe(UpstreamFault.TimedOut);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_timeout_covers_the_body_too(bool copies)
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client(time);
        using var request = Get();
        await using var exchange = await client.SendAsync(server.Target, request, Step, CancellationToken.None);
        exchange.Fault.ShouldBe(UpstreamFault.None);
        var reading = copies
            ? Task.Run(async () => (await exchange.CopyAsync()).Fault)
            : Task.Run(async () => (await exchange.ReadBodyAsync(100, CancellationToken.None)).Fault);
        time.Advance(Step * 2);
        (await reading).ShouldBe(UpstreamFault.TimedOut);
    }

    [Fact]
    public async Task A_streamed_body_ends_after_its_idle_time_and_not_before()
    {
        var time = new ManualTime();
        using var next = new SemaphoreSlim(0);
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await next.WaitAsync(connection.Stop);
                await connection.SendAsync("1\r\nx\r\n");
            }
        });
        await using var client = UpstreamFixture.Client(time);
        using var request = Get();
        await using var exchange = await client.SendAsync(server.Target, request, Step, CancellationToken.None);
        var pipe = new Pipe();
        var copying = exchange.CopyBodyToAsync(
            pipe.Writer, new UpstreamTimeouts(Timeout.InfiniteTimeSpan, Step * 5), CancellationToken.None).AsTask();
        for (var turn = 0; turn < 10; turn++)
        {
            // Longer in total than the timeout of SendAsync and than the idle time.
            time.Advance(Step * 4);
            copying.IsCompleted.ShouldBeFalse();
            next.Release();
            var read = await pipe.Reader.ReadAsync(CancellationToken.None);
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        await UpstreamFixture.UntilAsync(() =>
        {
            time.Advance(Step);
            return copying.IsCompleted;
        });
        (await copying).ShouldBe(UpstreamFault.TimedOut);
    }

    [Fact]
    public async Task A_streamed_body_ends_after_its_total_time_however_lively_it_is()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await connection.SendAsync("1\r\nx\r\n");
            }
        });
        await using var client = UpstreamFixture.Client(time);
        using var request = Get();
        await using var exchange = await client.SendAsync(server.Target, request, Step, CancellationToken.None);
        var pipe = new Pipe();
        var draining = pipe.Reader.CopyToAsync(Stream.Null, CancellationToken.None);
        var copying = exchange.CopyBodyToAsync(
            pipe.Writer, new UpstreamTimeouts(Step * 3, Step * 2), CancellationToken.None).AsTask();
        await UpstreamFixture.UntilAsync(() =>
        {
            time.Advance(Step);
            return copying.IsCompleted;
        });
        (await copying).ShouldBe(UpstreamFault.TimedOut);
        await pipe.Writer.CompleteAsync();
        await draining;
    }

    [Fact]
    public async Task A_call_that_was_cancelled_ends_at_once_and_its_connection_closes()
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
        await using var client = UpstreamFixture.Client();
        using var cancel = new CancellationTokenSource();
        using var request = Get();
        var sending = client.SendAsync(server.Target, request, Step, cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();
        await using var exchange = await sending;
        exchange.Fault.ShouldBe(UpstreamFault.Cancelled);
        await closed.Task;
    }

    [Fact]
    public async Task A_token_cancelled_before_means_no_call_at_all()
    {
        await using var client = UpstreamFixture.Client();
        using var request = Get();
        await using var exchange = await client.SendAsync(
            new UpstreamTarget(false, "127.0.0.1", 1, null), request, Step, new CancellationToken(true));
        exchange.Fault.ShouldBe(UpstreamFault.Cancelled);
    }

    [Fact]
    public async Task A_token_cancelled_after_the_call_does_not_harm_the_next()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using var client = UpstreamFixture.Client();
        for (var turn = 0; turn < 10; turn++)
        {
            using var cancel = new CancellationTokenSource();
            using var request = Get();
            await using (var exchange = await client.SendAsync(server.Target, request, Step, cancel.Token))
            {
                (await exchange.TextAsync()).ShouldBe("hello");
            }

            await cancel.CancelAsync();
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_call_is_not_timed_out_later()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using var client = UpstreamFixture.Client(time);
        for (var turn = 0; turn < 5; turn++)
        {
            await using (var exchange = await client.GetAsync(server.Target))
            {
                (await exchange.TextAsync()).ShouldBe("hello");
            }

            time.Advance(UpstreamFixture.Plenty + Step);
        }

        server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_that_went_away_stops_the_copying()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            while (true)
            {
                await connection.SendAsync(new string('x', 10_000));
            }
        });
        await using var client = UpstreamFixture.Client();
        await using var exchange = await client.GetAsync(server.Target);
        var pipe = new Pipe();
        var copying = exchange.CopyBodyToAsync(pipe.Writer, CancellationToken.None);
        var read = await pipe.Reader.ReadAsync(CancellationToken.None);
        pipe.Reader.AdvanceTo(read.Buffer.Start);
        await pipe.Reader.CompleteAsync();
        (await copying).ShouldBe(UpstreamFault.Cancelled);
    }

    [Theory]
    [InlineData("Content-Length: 50000000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "2faf080\r\n")]
    [InlineData("Connection: close\r\n\r\n", "")]
    public async Task What_the_reader_has_not_taken_yet_stays_bounded(string framing, string prefix)
    {
        const int Size = 50_000_000;
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.TryReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n" + framing + prefix);
            var piece = new byte[100_000];
            for (var sent = 0; sent < Size; sent += piece.Length)
            {
                await connection.Stream.WriteAsync(piece, connection.Stop);
            }

            await connection.SendAsync(prefix.Length > 0 ? "\r\n0\r\n\r\n" : string.Empty);
        });
        await using var client = UpstreamFixture.Client();
        await using var exchange = await client.GetAsync(server.Target);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var copying = exchange.CopyBodyToAsync(pipe.Writer, CancellationToken.None).AsTask();
        var completing = copying.ContinueWith(_ => pipe.Writer.Complete(), TaskScheduler.Default);
        long total = 0;
        while (true)
        {
            var read = await pipe.Reader.ReadAsync(CancellationToken.None);
            read.Buffer.Length.ShouldBeLessThanOrEqualTo(2 * UpstreamLimits.BodyBufferBytes);
            total += read.Buffer.Length;
            pipe.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await completing;
        (await copying).ShouldBe(UpstreamFault.None);
        total.ShouldBe(Size);
    }

    private static UpstreamRequest Get()
    {
        var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        return request;
    }
}
