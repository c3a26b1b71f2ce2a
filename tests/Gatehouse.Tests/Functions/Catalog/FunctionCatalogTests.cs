using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Catalog;

/// <summary>Which function a name means. Source: deployment-and-tools §6.1 (qualifiers), §6.5 (versions).</summary>
public sealed class FunctionCatalogTests
{
    [Fact]
    public async Task Versions_are_found_by_their_number_and_latest_by_name_or_by_its_own()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async () => process.env.AWS_LAMBDA_FUNCTION_VERSION;");
        var latest = await fixture.Store.FindAsync<FunctionDocument>(FunctionStore.Scope, "f", CancellationToken.None);
        await fixture.Store.PutAsync("f/3", latest!.Value with { Version = "3" });

        foreach (var (qualifier, version) in new[] { (null, "$LATEST"), ("$LATEST", "$LATEST"), ("3", "3") })
        {
            var result = await InvokeAsync(fixture, new FunctionName("000000000000", "us-east-1", "f", qualifier));
            result.Text().ShouldBe($"\"{version}\"");
            result.ExecutedVersion.ShouldBe(version);
        }

        (await InvokeAsync(fixture, new FunctionName("000000000000", "us-east-1", "f", "4"))).Outcome
            .ShouldBe(FunctionOutcome.NotFound);
    }

    [Theory]
    [InlineData("111111111111", "us-east-1")]
    [InlineData("000000000000", "eu-west-1")]
    public async Task A_function_of_another_account_or_region_is_not_found(string account, string region)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async () => 1;");

        (await InvokeAsync(fixture, new FunctionName(account, region, "f", null))).Outcome.ShouldBe(FunctionOutcome.NotFound);
    }

    [Fact]
    public async Task Loading_takes_over_what_is_stored_and_deletes_packages_of_nobody()
    {
        await using var first = await FunctionHostFixture.StartAsync();
        await first.AddZipAsync("f", "nodejs22.x", "index.handler", ("index.js", "exports.handler = async () => 8;", 0));
        await first.SucceedAsync();
        var packages = Path.Combine(first.Root, "data", "functions", "packages");
        Directory.CreateDirectory(Path.Combine(packages, "of-nobody"));
        Directory.CreateDirectory(Path.Combine(packages, ".staging-left"));

        // A second host over the same stored documents and folders: the server after a restart.
        await using var second = await FunctionHostFixture.StartAsync(o => o with { DataDirectory = Path.Combine(first.Root, "data") });
        await second.Host.Catalog.LoadAsync(first.Store, CancellationToken.None);

        (await second.SucceedAsync()).ShouldBe("8");
        Directory.GetDirectories(packages).Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_client_context_reaches_the_handler()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("exports.handler = async (event, context) => context.clientContext;");
        var call = new FunctionCall
        {
            Function = new FunctionName("000000000000", "us-east-1", "f", null),
            Payload = default,
            RequestId = "id",
            ClientContext = "{\n  \"custom\": { \"ä\": 1 }\n}",
        };

        var result = await fixture.Host.InvokeAsync(call, TestContext.Current.CancellationToken);

        JsonNode.DeepEquals(JsonNode.Parse(result.Text()), JsonNode.Parse("""{"custom":{"ä":1}}""")).ShouldBeTrue();
    }

    private static async Task<FunctionResult> InvokeAsync(FunctionHostFixture fixture, FunctionName name) =>
        await fixture.Host.InvokeAsync(
            new FunctionCall { Function = name, Payload = Encoding.UTF8.GetBytes("{}"), RequestId = "id" },
            TestContext.Current.CancellationToken);
}
