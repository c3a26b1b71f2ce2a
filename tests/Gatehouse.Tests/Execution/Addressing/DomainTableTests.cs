using Gatehouse.Execution.Addressing;
using Shouldly;

namespace Gatehouse.Tests.Execution.Addressing;

/// <summary>Custom domains and their base path mappings (rest-execution §1.1).</summary>
public sealed class DomainTableTests
{
    private static readonly DomainPlan Plan = new(
        [
            new DomainMapping("", "otherwise1", "prod"),
            new DomainMapping("v1", "firstapi01", "prod"),
            new DomainMapping("v1/pets", "petsapi001", "prod"),
            new DomainMapping("open", "openapi001", null),
        ],
        refusal: null);

    private static readonly DomainPlan Wild = new([], refusal: null);

    private static readonly DomainTable Table = new(new Dictionary<string, DomainPlan>
    {
        ["api.example.com"] = Plan,
        ["*.example.com"] = Wild,
    });

    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("API.Example.Com:8443", true)]
    [InlineData("other.example.com", false)]
    public void A_name_is_found_in_any_case_before_the_star(string host, bool isOwn) =>
        Table.Find(host).ShouldBeSameAs(isOwn ? Plan : Wild);

    [Theory]
    [InlineData("example.com")]
    [InlineData("a.b.example.com")]
    [InlineData("")]
    [InlineData(".example.com")]
    [InlineData("localhost:4566")]
    public void A_star_stands_for_exactly_one_label(string host) => Table.Find(host).ShouldBeNull();

    [Theory]
    [InlineData("/v1/pets/7", "petsapi001", "/7")]
    [InlineData("/v1/pets", "petsapi001", "")]
    [InlineData("/v1/petshop", "firstapi01", "/petshop")]
    [InlineData("/v1", "firstapi01", "")]
    [InlineData("/v1/", "firstapi01", "/")]
    [InlineData("/V1/x", "otherwise1", "/V1/x")]
    [InlineData("/v10", "otherwise1", "/v10")]
    [InlineData("/", "otherwise1", "/")]
    [InlineData("//v1//x", "firstapi01", "//x")]
    public void The_longest_mapping_wins_segment_by_segment(string path, string api, string rest)
    {
        Plan.Match(path, out var at)!.ApiId.ShouldBe(api);
        path[at..].ShouldBe(rest);
    }

    [Fact]
    public void Without_a_mapping_that_takes_the_rest_there_is_none() =>
        new DomainPlan([new DomainMapping("a", "api", "s")], null).Match("/b", out _).ShouldBeNull();

    [Theory]
    [InlineData("/v1/pets/7?q=1", "prod", "/7")]
    [InlineData("http://api.example.com/v1/x", "prod", "/x")]
    [InlineData("/open/dev/x/y?z", "dev", "/x/y")]
    [InlineData("/open/dev", "dev", "")]
    [InlineData("/open", "", "")]
    public void An_address_holds_the_stage_and_the_rest_of_the_path(string target, string stage, string resource)
    {
        InvokeAddressParser.TryMap(target, Plan, out var address).ShouldBeTrue();

        address.Stage.ToString().ShouldBe(stage);
        target[address.ResourceStart..address.PathEnd].ShouldBe(resource);
        address.BasePath.ShouldNotBeNull();
    }

    [Fact]
    public void The_asterisk_form_is_no_path() => InvokeAddressParser.TryMap("*", Plan, out _).ShouldBeFalse();
}
