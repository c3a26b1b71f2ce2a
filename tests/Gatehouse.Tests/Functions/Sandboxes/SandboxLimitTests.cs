using System.Globalization;
using Gatehouse.Functions.Sandboxes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Sandboxes;

/// <summary>What a sandbox may take (deployment-and-tools §6.6, point 1; §6.7, "killed/OOM").</summary>
public sealed class SandboxLimitTests
{
    [Fact]
    public async Task A_function_that_exceeds_its_memory_is_killed_as_on_Lambda_and_the_next_call_works()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            """
            import time
            def lambda_handler(event, context):
                if event.get('hog'):
                    held = [bytearray(32 << 20) for _ in range(8)]
                    time.sleep(15)
                return 'fine'
            """);

        var result = await fixture.InvokeAsync("""{"hog":true}""", wantsLogTail: true);

        (result.Outcome, result.FunctionError).ShouldBe((FunctionOutcome.FunctionFailed, "Unhandled"));
        result.Text().ShouldStartWith("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: ");
        result.Text().ShouldEndWith("Error: Runtime exited with error: signal: killed\"}");
        result.Tail().ShouldContain("Memory Size: 128 MB\tMax Memory Used: 128 MB\t");
        (await fixture.SucceedAsync()).ShouldBe("\"fine\"");
    }

    [Fact]
    public async Task What_a_child_holds_counts_too()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddPythonAsync(
            """
            import subprocess, sys
            def lambda_handler(event, context):
                subprocess.run([sys.executable, '-c', 'import time; held = bytearray(200 << 20); time.sleep(15)'])
            """);

        (await fixture.InvokeAsync()).Text().ShouldContain("Runtime exited with error: signal: killed");
    }

    [Fact]
    public async Task Node_gets_Lambdas_share_of_the_memory_for_its_heap()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync(
            "exports.handler = async () => process.execArgv.join();", configure: d => d with { MemorySize = 512 });

        (await fixture.SucceedAsync()).ShouldBe("\"--max-old-space-size=460\"");
    }

    [Fact]
    public void A_tree_that_hands_out_memory_gets_a_group_for_the_host_and_one_for_each_sandbox()
    {
        using var tree = new Tree();
        tree.Add("", "memory pids", "memory pids");
        tree.Add("user.slice", "memory pids", "memory");
        tree.Add("user.slice/shell", "memory pids", "");
        File.WriteAllText(Path.Combine(tree.Root, "user.slice/shell/cgroup.procs"), "7\n42\n");

        var groups = ControlGroups.Find(tree.Root, "0::/user.slice/shell\n", 42)!;

        groups.Folder.ShouldBe(Path.Combine(tree.Root, "user.slice", "gatehouse-42"), "the nearest that may have children");
        var group = groups.TryCreate("abc", 256)!;
        File.ReadAllText(Path.Combine(group.Folder, "memory.max")).ShouldBe((256L << 20).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_group_that_was_given_to_the_server_alone_is_made_a_tree()
    {
        using var tree = new Tree();
        tree.Add("", "memory pids", "");
        tree.Add("gatehouse.service", "memory pids", "");
        File.WriteAllText(Path.Combine(tree.Root, "gatehouse.service/cgroup.procs"), "42\n");

        var groups = ControlGroups.Find(tree.Root, "0::/gatehouse.service\n", 42)!;

        groups.Folder.ShouldBe(Path.Combine(tree.Root, "gatehouse.service", "gatehouse-42"));
        File.ReadAllText(Path.Combine(tree.Root, "gatehouse.service/server/cgroup.procs")).ShouldBe("42");
        File.ReadAllText(Path.Combine(tree.Root, "gatehouse.service/cgroup.subtree_control")).ShouldBe("+memory +pids");
    }

    [Theory]
    [InlineData("9:memory:/x\n")]
    [InlineData("0::/none\n")]
    public void Without_a_tree_of_version_2_there_are_no_groups(string membership)
    {
        using var tree = new Tree();
        tree.Add("", "memory", "");

        ControlGroups.Find(tree.Root, membership, 42).ShouldBeNull();
    }

    /// <summary>What the kernel shows of a tree, as plain files.</summary>
    private sealed class Tree : IDisposable
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("gatehouse-cgroup-").FullName;

        public void Add(string path, string controllers, string subtree)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Root, path)).FullName;
            File.WriteAllText(Path.Combine(folder, "cgroup.controllers"), controllers + "\n");
            File.WriteAllText(Path.Combine(folder, "cgroup.subtree_control"), subtree + "\n");
            File.WriteAllText(Path.Combine(folder, "cgroup.procs"), "");
        }

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }
}
