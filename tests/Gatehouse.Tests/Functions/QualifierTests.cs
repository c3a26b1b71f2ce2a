using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions;

/// <summary>Versions, aliases, layers and kept processes, with real ones (deployment-and-tools §6.5, §6.6).</summary>
public sealed class QualifierTests
{
    private const string Code = "exports.handler = async (e, c) => [process.env.AWS_LAMBDA_FUNCTION_VERSION, c.invokedFunctionArn];";
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

    [Fact]
    public async Task A_version_runs_as_itself_and_an_alias_under_the_name_it_was_called_by()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddVersionAsync("1", Code);
        await fixture.AddAliasAsync("prod", "1");

        (await fixture.InvokeAsync(qualifier: "1")).Text().ShouldBe($"[\"1\",\"{Arn}:1\"]");
        var byAlias = await fixture.InvokeAsync(qualifier: "prod");
        (byAlias.Text(), byAlias.ExecutedVersion).ShouldBe(($"[\"1\",\"{Arn}:prod\"]", "1"));
        (await fixture.InvokeAsync()).Text().ShouldBe($"[\"$LATEST\",\"{Arn}\"]");
        (await fixture.InvokeAsync(qualifier: "nobody")).Outcome.ShouldBe(FunctionOutcome.NotFound);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 0)]
    public async Task A_weight_of_all_or_nothing_leads_every_call(double weight, int first)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddVersionAsync("1", Code);
        await fixture.AddVersionAsync("2", Code);
        await fixture.AddAliasAsync("prod", "1", ("2", weight));

        (await VersionsAsync(fixture, 40)).Count(version => version == "1").ShouldBe(first);
    }

    [Fact]
    public async Task Calls_of_a_weighted_alias_are_spread()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddVersionAsync("1", Code);
        await fixture.AddVersionAsync("2", Code);
        await fixture.AddAliasAsync("prod", "1", ("2", 0.5));

        // All two hundred alike would be as likely as one in 2^199.
        (await VersionsAsync(fixture, 200)).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_moved_alias_leads_the_next_call_elsewhere()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddVersionAsync("1", Code);
        await fixture.AddVersionAsync("2", Code);
        await fixture.AddAliasAsync("prod", "1");
        (await fixture.InvokeAsync(qualifier: "prod")).ExecutedVersion.ShouldBe("1");

        await fixture.AddAliasAsync("prod", "2");

        (await fixture.InvokeAsync(qualifier: "prod")).ExecutedVersion.ShouldBe("2");
    }

    [Fact]
    public async Task What_is_reserved_holds_for_all_versions_together()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        const string slow = "exports.handler = () => new Promise((d) => setTimeout(() => d(1), 1000));";
        await fixture.AddVersionAsync("1", slow, configure: d => d with { ReservedConcurrentExecutions = 1 });

        var running = fixture.InvokeAsync();
        var refused = await fixture.InvokeAsync(qualifier: "1");

        (refused.Outcome, refused.Reason).ShouldBe(
            (FunctionOutcome.Throttled, "ReservedFunctionConcurrentInvocationLimitExceeded"));
        (await running).Outcome.ShouldBe(FunctionOutcome.Succeeded);
        (await fixture.InvokeAsync(qualifier: "1")).Outcome.ShouldBe(FunctionOutcome.Succeeded);
    }

    [Fact]
    public async Task Provisioned_processes_stand_ready_before_the_first_call_and_are_replaced()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(o => o with { IdleLimit = TimeSpan.Zero });
        await fixture.AddVersionAsync(
            "1", "exports.handler = async (e) => e.die ? process.exit(1) : process.env.AWS_LAMBDA_INITIALIZATION_TYPE;");
        await fixture.AddAliasAsync("prod", "1");
        await fixture.Store.PutAsync(
            "f/prod", new ProvisionedConcurrencyDocument { Requested = 2, LastModified = "" });
        var alias = new FunctionName("000000000000", "us-east-1", "f", "prod");

        await ReadyAsync(2);
        (await fixture.InvokeAsync(qualifier: "prod")).Text().ShouldBe("\"provisioned-concurrency\"");
        await fixture.InvokeAsync("{\"die\":true}", qualifier: "prod");
        await ReadyAsync(2);
        await fixture.Store.DeleteAsync<ProvisionedConcurrencyDocument>("f/prod");
        await ReadyAsync(0); // the idle limit of zero takes them

        async Task ReadyAsync(int count)
        {
            while (fixture.Host.Describe(alias).Ready != count)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task Layers_are_merged_in_order_and_found_by_each_runtimes_own_paths()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        var first = await fixture.AddLayerAsync(
            "first",
            ("nodejs/node_modules/which/index.js", "module.exports = 'first';", 0x81A4),
            ("nodejs/node_modules/kept/index.js", "module.exports = 'kept';", 0x81A4));
        var second = await fixture.AddLayerAsync(
            "second", ("nodejs/node_modules/which/index.js", "module.exports = 'second';", 0x81A4));
        await fixture.AddNodeAsync(
            "exports.handler = async () => [require('which'), require('kept')];",
            configure: d => d with { Layers = [first, second] });

        (await fixture.SucceedAsync()).ShouldBe("[\"second\",\"kept\"]");
    }

    [Fact]
    public async Task A_Python_layer_and_its_programs_and_wrapper_are_found()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        var layer = await fixture.AddLayerAsync(
            "py",
            ("python/tool.py", "NAME = 'tool'", 0x81A4),
            ("bin/layer-program", "#!/bin/sh\necho ran", 0x81ED),
            ("wrapper", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"", 0x81ED));
        await fixture.AddPythonAsync(
            "import os, subprocess, tool\ndef lambda_handler(e, c): return [tool.NAME, subprocess.check_output(['layer-program']).decode().strip(), os.environ['WRAPPED']]",
            configure: d => d with
            {
                Layers = [layer],
                Environment = d.Environment!.Add("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper"),
            });

        (await fixture.SucceedAsync()).ShouldBe("[\"tool\", \"ran\", \"yes\"]");
    }

    [Fact]
    public async Task A_bootstrap_may_come_from_a_layer()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        var layer = await fixture.AddLayerAsync("runtime", ("bootstrap", "#!/bin/sh\nexit 7", 0x81ED));
        await fixture.AddAsync(
            "f", "provided.al2023", "any", d => d with { Layers = [layer] }, ("data.txt", "no program here"));

        (await fixture.InvokeAsync()).Text().ShouldContain("exit status 7");
    }

    [Fact]
    public async Task A_NET_function_without_its_assembly_is_told_in_the_runtimes_words()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddAsync("f", "dotnet10", "Missing", null, ("readme.txt", ""));

        (await fixture.InvokeAsync()).Text().ShouldContain(
            "Could not find the specified handler assembly with the file name 'Missing.dll'.");
    }

    private static async Task<string[]> VersionsAsync(FunctionHostFixture fixture, int calls)
    {
        var results = new string[calls];
        for (var i = 0; i < calls; i++)
        {
            results[i] = (await fixture.InvokeAsync(qualifier: "prod")).ExecutedVersion;
        }

        return results;
    }
}
