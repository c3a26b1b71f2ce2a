using Gatehouse.Functions.Runtimes;
using Shouldly;

namespace Gatehouse.Tests.Functions.Runtimes;

public sealed class RuntimeInventoryTests
{
    private static string SearchPath => Environment.GetEnvironmentVariable("PATH")!;

    [Fact]
    public async Task Lists_what_serves_each_family()
    {
        var list = await new RuntimeInventory(SearchPath, TimeProvider.System).ListAsync(CancellationToken.None);

        list.Select(i => i.Family).ShouldBe(["nodejs", "python", "dotnet", "provided"]);
        list.ShouldAllBe(i => i.IsUsable);
        list[0].Version!.ShouldMatch(@"^\d+\.\d+\.\d+$");
        list[1].Version!.ShouldMatch(@"^3\.\d+\.\d+$");
        list[2].Version!.ShouldMatch(@"^\d+\.\d+\.\d+$");
    }

    [Theory]
    [InlineData("nodejs18.x", "nodejs")]
    [InlineData("nodejs22.x", "nodejs")]
    [InlineData("python3.9", "python")]
    [InlineData("python3.14", "python")]
    [InlineData("dotnet8", "dotnet")]
    [InlineData("dotnet10", "dotnet")]
    [InlineData("provided.al2023", "provided")]
    [InlineData("provided", "provided")]
    public async Task Any_installed_version_serves_its_family(string runtime, string family)
    {
        var found = await new RuntimeInventory(SearchPath, TimeProvider.System).FindAsync(runtime, CancellationToken.None);

        found.Family.ShouldBe(family);
        found.Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("ruby3.4")]
    [InlineData("python2.7")]
    [InlineData("providedx")]
    public async Task A_runtime_nobody_serves_is_a_problem(string runtime) =>
        (await new RuntimeInventory(SearchPath, TimeProvider.System).FindAsync(runtime, CancellationToken.None))
            .Problem!.ShouldContain($"'{runtime}' is not served");

    [Fact]
    public async Task A_program_that_is_no_interpreter_is_a_problem_and_is_asked_again_once_replaced()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-inventory-").FullName;
        try
        {
            var node = Path.Combine(folder, "node");
            await WriteProgramAsync(node, "#!/bin/sh\necho what\n");
            var inventory = new RuntimeInventory(folder, TimeProvider.System);
            (await inventory.FindAsync("nodejs22.x", CancellationToken.None)).Problem!.ShouldContain("does not tell its version");

            await WriteProgramAsync(node, "#!/bin/sh\necho v22.1.0\n");
            (await inventory.FindAsync("nodejs22.x", CancellationToken.None)).Version.ShouldBe("22.1.0");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteProgramAsync(string path, string text)
    {
        // Written aside: a program being written cannot be executed (ETXTBSY) while another test forks.
        await File.WriteAllTextAsync(path + ".new", text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path + ".new", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
