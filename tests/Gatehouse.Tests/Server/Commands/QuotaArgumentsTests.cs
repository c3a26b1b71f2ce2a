using System.CommandLine;
using Gatehouse.Server.Commands;
using Gatehouse.Server.Composition;
using Gatehouse.Services;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;
using Shouldly;

namespace Gatehouse.Tests.Server.Commands;

/// <summary>rest-control-plane §9: "quotas configurable".</summary>
public sealed class QuotaArgumentsTests
{
    [Fact]
    public void Without_the_option_the_numbers_are_AWSs() => Parse().ShouldBe(new ApiQuotas());

    [Fact]
    public void Each_name_raises_its_own_quota_of_every_kind_of_API_that_has_it()
    {
        foreach (var name in QuotaArguments.Names)
        {
            var raised = QuotaArguments.Read([$"{name}=123456"]);

            var changed = Raised(raised.Rest).Concat(Raised(raised.V2)).ToArray();
            changed.Distinct().ShouldHaveSingleItem(name);
            changed.Length.ShouldBe(name is "stages-per-api" or "authorizers-per-api" or "vpc-links" ? 2 : 1, name);
        }
    }

    [Fact]
    public void Every_quota_but_the_timeout_has_a_name()
    {
        var all = QuotaArguments.Read(QuotaArguments.Names.Select(name => name + "=123456"));

        typeof(RestApiQuotas).GetProperties().Select(one => one.Name).Except(Raised(all.Rest))
            .ShouldBe(["TimeoutInMillis"]); // an option of its own, --max-integration-timeout
        typeof(ApiV2Quotas).GetProperties().Select(one => one.Name).Except(Raised(all.V2)).ShouldBeEmpty();
    }

    [Fact]
    public void Several_are_given_and_the_last_of_one_name_counts()
    {
        var quotas = Parse("--quota", "resources-per-api=5", "--quota", "api-keys=7", "--quota", "resources-per-api=6");

        quotas.Rest.ResourcesPerApi.ShouldBe(6);
        quotas.Rest.ApiKeys.ShouldBe(7);
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

    private static IEnumerable<string> Raised<T>(T quotas) =>
        typeof(T).GetProperties().Where(one => one.GetValue(quotas) is 123456).Select(one => one.Name);

    private static ApiQuotas Parse(params string[] words)
    {
        var command = new Command("serve");
        var arguments = new QuotaArguments(command);
        var parsed = command.Parse(words);
        parsed.Errors.ShouldBeEmpty();
        return arguments.Read(parsed);
    }
}
