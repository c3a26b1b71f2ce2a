using System.Text;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions;

/// <summary>Functions that this host does not have (design, "Elsewhere"; deployment-and-tools §6.1).</summary>
public sealed class ElsewhereTests
{
    [Fact]
    public async Task What_the_host_has_runs_here_and_what_it_has_not_runs_there()
    {
        var there = new There();
        await using var fixture = await FunctionHostFixture.StartAsync(options => options with { Elsewhere = there });
        await fixture.AddNodeAsync("exports.handler = async () => 'here';");

        (await fixture.SucceedAsync()).ShouldBe("\"here\"");
        (await fixture.SucceedAsync(name: "other")).ShouldBe("there");
        (await fixture.InvokeAsync(name: "unreached")).Outcome.ShouldBe(FunctionOutcome.NotFound);
        (await fixture.InvokeAsync(qualifier: "nobody")).Outcome.ShouldBe(FunctionOutcome.NotFound, "the function is here, its alias is nowhere");
        there.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Who_reads_along_gets_the_answer_in_one_piece()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(options => options with { Elsewhere = new There() });

        await using var stream = fixture.Host.InvokeStreaming(new FunctionCall
        {
            Function = new FunctionName("000000000000", "us-east-1", "other", null), Payload = default, RequestId = "r",
        });

        await stream.Began;
        var read = await stream.Body.ReadAsync(TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(read.Buffer.FirstSpan).ShouldBe("there");
        (await stream.Ended).Outcome.ShouldBe(FunctionOutcome.Succeeded);
    }

    [Fact]
    public async Task Its_own_server_decides_who_may_call_it()
    {
        await using var fixture = await FunctionHostFixture.StartAsync(options => options with { Elsewhere = new There() });
        await fixture.AddNodeAsync("exports.handler = async () => 'here';");
        var access = fixture.Host.AccessOf(new Nobody());

        access.MayInvoke(new FunctionName("000000000000", "us-east-1", "other", null), "s", "a", "1").ShouldBeTrue();
        access.MayInvoke(new FunctionName("000000000000", "us-east-1", "f", null), "s", "a", "1").ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_has_the_session_of_its_functions_role()
    {
        var roles = new Roles(TimeSpan.FromHours(12));
        await using var fixture = await FunctionHostFixture.StartAsync(options => options with
        {
            Roles = roles, Credentials = new Gatehouse.Functions.FunctionCredentials("test", "test", null),
        });
        await fixture.AddNodeAsync(
            "exports.handler = async () => ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((n) => process.env[n] ?? null);");

        (await fixture.SucceedAsync()).ShouldBe("[\"ASIA1\",\"secret\",\"token\"]");
        (await fixture.SucceedAsync()).ShouldBe("[\"ASIA1\",\"secret\",\"token\"]", "the same process, the same session");
        roles.Asked.ShouldBe(["arn:aws:iam::000000000000:role/any"]);
        roles.IsKnown = false;
        await fixture.AddNodeAsync("exports.handler = async () => [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SESSION_TOKEN ?? null];");
        (await fixture.SucceedAsync()).ShouldBe("[\"test\",null]");
    }

    [Fact]
    public async Task A_process_is_replaced_before_the_session_ends()
    {
        var time = new ManualTime();
        await using var fixture = await FunctionHostFixture.StartAsync(
            options => options with { Roles = new Roles(TimeSpan.FromHours(12), time), IdleLimit = TimeSpan.FromDays(100) }, time);
        await fixture.AddNodeAsync("exports.handler = async () => process.env.AWS_ACCESS_KEY_ID;");
        (await fixture.SucceedAsync()).ShouldBe("\"ASIA1\"");
        time.Advance(TimeSpan.FromHours(11));
        (await fixture.SucceedAsync()).ShouldBe("\"ASIA1\"");

        time.Advance(TimeSpan.FromMinutes(41));

        // The call that was let in a moment before is the last one of the old process.
        var last = await fixture.SucceedAsync();
        (last == "\"ASIA2\"" || await fixture.SucceedAsync() == "\"ASIA2\"").ShouldBeTrue();
    }

    private sealed class There : IFunctionsElsewhere
    {
        public int Calls { get; private set; }

        public bool Reaches(in FunctionName function) => function.Name != "unreached";

        public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
        {
            Calls++;
            return new(new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = "there"u8.ToArray() });
        }
    }

    private sealed class Nobody : IFunctionAccess
    {
        public bool MayInvoke(in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount) => false;
    }

    private sealed class Roles(TimeSpan life, TimeProvider? time = null) : IFunctionRoles
    {
        public List<string> Asked { get; } = [];

        public bool IsKnown { get; set; } = true;

        public FunctionSession? Open(in FunctionName function, string roleArn)
        {
            if (!IsKnown)
            {
                return null;
            }

            Asked.Add(roleArn);
            return new FunctionSession($"ASIA{Asked.Count}", "secret", "token", (time ?? TimeProvider.System).GetUtcNow() + life);
        }
    }
}
