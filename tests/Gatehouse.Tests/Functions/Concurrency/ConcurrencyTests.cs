using System.Diagnostics;
using Gatehouse.Functions;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Functions.Sandboxes;
using Shouldly;

namespace Gatehouse.Tests.Functions.Concurrency;

/// <summary>Adding processes, throttling, sharing the host. Source: deployment-and-tools §6.6, point 5.</summary>
public sealed class ConcurrencyTests
{
    /// <summary>Answers its process id once so many calls are inside at the same time.</summary>
    private const string Barrier =
        """
        const fs = require('fs');
        exports.handler = async (event) => {
          fs.writeFileSync(`${event.folder}/${process.pid}`, '');
          while (fs.readdirSync(event.folder).length < event.count) await new Promise((done) => setTimeout(done, 2));
          return process.pid;
        };
        """;

    [Fact]
    public async Task Parallel_calls_run_in_processes_of_their_own_started_at_once()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(Barrier);
        var payload = Payload(fixture, 4);

        var pids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.SucceedAsync(payload)));

        pids.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task A_warm_process_is_used_again_and_the_last_used_first()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(Barrier);
        var payload = Payload(fixture, 2);
        var pids = await Task.WhenAll(fixture.SucceedAsync(payload), fixture.SucceedAsync(payload));

        var used = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            used.Add(await fixture.SucceedAsync(Payload(fixture, 1)));
        }

        used.Count.ShouldBe(1);
        pids.ShouldContain(used.Single());
    }

    [Fact]
    public async Task Reserved_concurrency_throttles_the_call_above_it()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = () => new Promise((d) => setTimeout(() => d(1), 100));",
            configure: d => d with { ReservedConcurrentExecutions = 1 });

        var results = await Task.WhenAll(fixture.InvokeAsync(), fixture.InvokeAsync());

        results[0].Outcome.ShouldBe(FunctionOutcome.Succeeded);
        results[1].Outcome.ShouldBe(FunctionOutcome.Throttled);
        results[1].Reason.ShouldBe("ReservedFunctionConcurrentInvocationLimitExceeded");
        (await fixture.InvokeAsync()).Outcome.ShouldBe(FunctionOutcome.Succeeded);
    }

    [Fact]
    public async Task Reserved_concurrency_of_zero_refuses_every_call()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async () => 1;", configure: d => d with { ReservedConcurrentExecutions = 0 });

        (await fixture.InvokeAsync()).Outcome.ShouldBe(FunctionOutcome.Throttled);
    }

    [Fact]
    public async Task At_the_hosts_limit_calls_wait_in_order_and_are_served()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 1 });
        await fixture.AddNodeAsync("let n = 0; exports.handler = async () => ++n;");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => fixture.SucceedAsync()));

        answers.ShouldBe(Enumerable.Range(1, 30).Select(n => $"{n}"));
    }

    [Fact]
    public async Task A_full_queue_throttles()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 1, QueueLength = 1 });
        await fixture.AddNodeAsync("exports.handler = () => new Promise((d) => setTimeout(() => d(1), 300));");
        await fixture.SucceedAsync();

        var results = await Task.WhenAll(fixture.InvokeAsync(), fixture.InvokeAsync(), fixture.InvokeAsync());

        results.Select(r => r.Outcome).ShouldBe(
            [FunctionOutcome.Succeeded, FunctionOutcome.Succeeded, FunctionOutcome.Throttled]);
        results[2].Reason.ShouldBe("ConcurrentInvocationLimitExceeded");
    }

    [Fact]
    public async Task A_call_that_waited_too_long_is_throttled()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(
            o => o with { MaxSandboxes = 1, QueueLimit = TimeSpan.FromMilliseconds(50) });
        await fixture.AddNodeAsync("exports.handler = () => new Promise((d) => setTimeout(() => d(1), 400));");
        await fixture.SucceedAsync();

        var results = await Task.WhenAll(fixture.InvokeAsync(), fixture.InvokeAsync());

        results.Select(r => r.Outcome).ShouldBe([FunctionOutcome.Succeeded, FunctionOutcome.Throttled]);
    }

    [Fact]
    public async Task An_idle_process_of_another_function_makes_room_at_the_limit()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 1 });
        await fixture.AddNodeAsync("exports.handler = async () => process.pid;", "first");
        await fixture.AddNodeAsync("exports.handler = async () => process.pid;", "second");

        var first = await fixture.SucceedAsync(name: "first");
        await fixture.SucceedAsync(name: "second");

        await SandboxLifeTests.EventuallyGoneAsync(first);
        await fixture.SucceedAsync(name: "first");
    }

    [Fact]
    public async Task A_busy_process_of_another_function_is_waited_for_at_the_limit()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 1 });
        await fixture.AddNodeAsync("exports.handler = () => new Promise((d) => setTimeout(() => d(1), 100));", "first");
        await fixture.AddNodeAsync("exports.handler = async () => 2;", "second");
        await fixture.SucceedAsync(name: "first");

        var busy = fixture.SucceedAsync(name: "first");
        (await fixture.SucceedAsync(name: "second")).ShouldBe("2");
        await busy;
    }

    [Fact]
    public async Task No_call_waits_behind_another_functions_slow_init()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "while (!require('fs').existsSync(__dirname + '/go')) { } exports.handler = async () => 1;", "slow");
        await fixture.AddNodeAsync("exports.handler = async () => 2;", "quick");

        var slow = fixture.SucceedAsync(name: "slow");
        (await fixture.SucceedAsync(name: "quick")).ShouldBe("2");

        slow.IsCompleted.ShouldBeFalse();
        await File.WriteAllTextAsync(Path.Combine(fixture.Root, "code", "slow-1", "go"), "");
        await slow;
    }

    [Fact]
    public async Task A_crash_storm_loses_no_call_and_leaves_the_counts_right()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(
            o => o with { MaxSandboxes = 3, QueueLimit = TimeSpan.FromMinutes(1) });
        await fixture.AddNodeAsync("exports.handler = async (e) => { if (e.crash) process.exit(1); return 1; };");

        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(
            i => fixture.InvokeAsync(i % 3 == 0 ? """{"crash":true}""" : "{}")));

        results.Where((_, i) => i % 3 == 0).ShouldAllBe(r => r.Outcome == FunctionOutcome.FunctionFailed);
        results.Where((_, i) => i % 3 != 0).ShouldAllBe(r => r.Outcome == FunctionOutcome.Succeeded);
        var pids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => fixture.SucceedAsync()));
        pids.Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_cannot_run_is_said_in_one_sentence()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { SearchPath = "/nowhere" });
        await fixture.AddNodeAsync("", "node");
        await fixture.AddPythonAsync("", "python");
        await fixture.AddNodeAsync("", "cobol", d => d with { Runtime = "cobol85" });
        await fixture.AddNodeAsync("", "pending", d => d with { State = "Pending" });

        var node = await fixture.InvokeAsync(name: "node");
        node.Outcome.ShouldBe(FunctionOutcome.HostFailed);
        node.Reason!.ShouldContain("install");
        (await fixture.InvokeAsync(name: "python")).Reason!.ShouldContain("python3");
        (await fixture.InvokeAsync(name: "cobol")).Reason!.ShouldContain("'cobol85' is not served");
        (await fixture.InvokeAsync(name: "pending")).Outcome.ShouldBe(FunctionOutcome.NotReady);
        (await fixture.InvokeAsync(name: "unknown")).Outcome.ShouldBe(FunctionOutcome.NotFound);
    }

    [Fact]
    public async Task A_deleted_function_is_gone_and_so_are_its_processes()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async () => process.pid;");
        var pid = await fixture.SucceedAsync();

        await fixture.Store.DeleteAsync("f");

        (await fixture.InvokeAsync()).Outcome.ShouldBe(FunctionOutcome.NotFound);
        await SandboxLifeTests.EventuallyGoneAsync(pid);
    }

    [Fact]
    public async Task A_change_that_concerns_no_process_keeps_them_warm()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async () => process.pid;");
        var pid = await fixture.SucceedAsync();
        var read = await fixture.Store.FindAsync<FunctionDocument>(FunctionStore.Scope, "f", CancellationToken.None);

        await fixture.Store.PutAsync("f", read!.Value with { Description = "new", RevisionId = "new" });
        (await fixture.SucceedAsync()).ShouldBe(pid);

        await fixture.Store.PutAsync("f", read.Value with { MemorySize = 512 });
        (await fixture.SucceedAsync()).ShouldNotBe(pid);
    }

    private static string Payload(FunctionHostFixture fixture, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Root, Path.GetRandomFileName())).FullName;
        return $$"""{"folder":"{{folder}}","count":{{count}}}""";
    }
}
