using System.CommandLine;
using Gatehouse.Server.Commands;
using Gatehouse.Services.ApiGateway;
using Shouldly;

namespace Gatehouse.Tests.Server.Commands;

/// <summary>rest-control-plane §9: "quotas configurable".</summary>
public sealed class QuotaArgumentsTests
{
    [Fact]
    public void Without_the_option_the_numbers_are_AWSs() => Parse().ShouldBe(new RestApiQuotas());

    [Fact]
    public void Each_name_raises_its_own_quota()
    {
        foreach (var name in QuotaArguments.Names)
        {
            var raised = QuotaArguments.Read([$"{name}=123456"]);

            raised.ShouldNotBe(new RestApiQuotas(), name);
            typeof(RestApiQuotas).GetProperties().Count(one => one.GetValue(raised) is 123456).ShouldBe(1, name);
        }
    }

    [Fact]
    public void Every_quota_but_the_timeout_has_a_name()
    {
        var all = QuotaArguments.Read(QuotaArguments.Names.Select(name => name + "=123456"));

        typeof(RestApiQuotas).GetProperties().Where(one => one.GetValue(all) is not 123456).Select(one => one.Name)
            .ShouldBe(["TimeoutInMillis"]); // an option of its own, --max-integration-timeout
    }

    [Fact]
    public void Several_are_given_and_the_last_of_one_name_counts()
    {
        var quotas = Parse("--quota", "resources-per-api=5", "--quota", "api-keys=7", "--quota", "resources-per-api=6");

        quotas.ResourcesPerApi.ShouldBe(6);
        quotas.ApiKeys.ShouldBe(7);
    }

    [Theory]
    [InlineData("resources-per-api")]
    [InlineData("resources-per-api=0")]
    [InlineData("resources-per-api=-1")]
    [InlineData("resources-per-api=1.5")]
    [InlineData("resources-per-api=10000001")]
    [InlineData("no-such-thing=5")]
    [InlineData("=5")]
    public void Anything_else_is_refused_with_the_names_that_there_are(string text)
    {
        var command = new Command("serve");
        _ = new QuotaArguments(command);

        command.Parse(["--quota", text]).Errors.ShouldHaveSingleItem().Message.ShouldContain("resources-per-api");
    }

    private static RestApiQuotas Parse(params string[] words)
    {
        var command = new Command("serve");
        var arguments = new QuotaArguments(command);
        var parsed = command.Parse(words);
        parsed.Errors.ShouldBeEmpty();
        return arguments.Read(parsed);
    }
}
