using System.Diagnostics;
using System.Globalization;
using Gatehouse.Functions.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Sandboxes;

/// <summary>
/// No orphans, even when the server is killed: its end of the warden's pipe closes, whatever the reason.
/// </summary>
public sealed class WardenTests
{
    private static string SearchPath => Environment.GetEnvironmentVariable("PATH")!;

    [Fact]
    public async Task The_warden_kills_the_groups_it_knows_when_the_pipe_to_the_server_closes()
    {
        var starter = SessionStarter.Find(SearchPath)!;
        var warden = new Warden(starter, NullLogger.Instance);
        using var group = Start(starter, warden, "sleep 600 & sleep 600");
        using var removed = Start(starter, warden, "sleep 600");
        warden.Remove(removed.Id);

        // Disposing closes the pipe, as the kernel does for a server killed with SIGKILL.
        await warden.DisposeAsync();

        (await group.Exited).ShouldBe(137);
        removed.Exited.IsCompleted.ShouldBeFalse();
        removed.Kill();
        (await removed.Exited).ShouldBe(137);
    }

    [Fact]
    public async Task A_lost_warden_is_replaced_and_told_of_every_group()
    {
        var starter = SessionStarter.Find(SearchPath)!;
        var warden = new Warden(starter, NullLogger.Instance);
        using var first = Start(starter, warden, "sleep 600");
        Process.GetProcessById(warden.ProcessId!.Value).Kill();
        await Process.GetProcessById(warden.ProcessId.Value).WaitForExitAsync(TestContext.Current.CancellationToken);

        using var second = Start(starter, warden, "sleep 600");
        await warden.DisposeAsync();

        (await first.Exited).ShouldBe(137);
        (await second.Exited).ShouldBe(137);
    }

    [Fact]
    public async Task Nothing_runs_that_the_warden_was_not_told_of()
    {
        // The launching shell waits for a word on its standard input; without it, it ends before the program begins.
        var starter = SessionStarter.Find(SearchPath)!;
        await using var warden = new Warden(starter, NullLogger.Instance);
        using var process = Start(starter, warden, "echo started with $$");
        using var reader = new StreamReader(process.Output);

        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        text.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"started with {process.Id}\n"));
        (await process.Exited).ShouldBe(0);
    }

    private static SandboxProcess Start(SessionStarter starter, Warden warden, string script) => SandboxProcess.Start(
        starter, warden, group: null, ["/bin/sh", "-c", script], "/", [KeyValuePair.Create("PATH", SearchPath)]);
}
