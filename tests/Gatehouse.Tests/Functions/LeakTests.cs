using Shouldly;

namespace Gatehouse.Tests.Functions;

/// <summary>Many functions come and go, and nothing of them stays (issue: "no process, file or port is left").</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task Fifty_functions_started_and_stopped_leave_no_process_no_file_and_no_descriptor()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { MaxSandboxes = 8 });
        await RunAsync(fixture, "warm-up", 1); // what is opened once and kept
        await SettleAsync(fixture);
        var before = Directory.GetFileSystemEntries("/proc/self/fd").Length;

        var pids = await RunAsync(fixture, "f", 50);
        await SettleAsync(fixture);

        foreach (var pid in pids)
        {
            Directory.Exists($"/proc/{pid}").ShouldBeFalse(pid);
        }

        // The runtime's own files come and go; each function would have left three or more.
        Directory.GetFileSystemEntries("/proc/self/fd").Length.ShouldBeLessThan(before + 25);
        Directory.GetDirectories(Path.Combine(fixture.Root, "data", "functions", "scratch"))
            .SelectMany(Directory.GetDirectories).ShouldBeEmpty();
    }

    private static async Task<string[]> RunAsync(FunctionHostFixture fixture, string prefix, int count)
    {
        var pids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var name = $"{prefix}{i}";
            await fixture.AddBootstrapAsync(
                """
                URL="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
                ID=$(curl -sS -D - -o /dev/null "$URL/next" | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
                curl -sS -X POST "$URL/$ID/response" -d "$$" > /dev/null
                exec curl -sS "$URL/next"
                """,
                name);
            pids[i] = await fixture.SucceedAsync(name: name);
        }

        return pids;
    }

    private static async Task SettleAsync(FunctionHostFixture fixture)
    {
        var functions = await fixture.Store.ListAsync<Gatehouse.Model.Functions.FunctionDocument>(
            FunctionStore.Scope, "", CancellationToken.None);
        foreach (var function in functions)
        {
            await fixture.Store.DeleteAsync(function.Id);
        }

        var scratch = Path.Combine(fixture.Root, "data", "functions", "scratch");
        while (Directory.GetDirectories(scratch).Any(folder => Directory.GetDirectories(folder).Length > 0))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
