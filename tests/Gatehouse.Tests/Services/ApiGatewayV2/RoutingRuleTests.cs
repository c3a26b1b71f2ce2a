using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Routing rules of custom domains (http-api §3.11).</summary>
public sealed class RoutingRuleTests : IAsyncLifetime
{
    private const string Rules = "/v2/domainnames/api.example.com/routingrules";

    private readonly ControlPlaneHarness _plane = new();
    private string _rest = "";

    public async ValueTask InitializeAsync()
    {
        (await _plane.CallAsync(
            "POST", "/v2/domainnames",
            """{"domainName":"api.example.com","domainNameConfigurations":[{"certificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/0e1a"}]}"""))
            .Status.ShouldBe(201);
        (_rest, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(_rest, "\"stageName\":\"dev\"");
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_rule_is_created_listed_by_priority_replaced_and_deleted()
    {
        var created = await CreateAsync(
            20, """{"matchHeaders":{"anyOf":[{"header":"X-Tenant","valueGlob":"a*"}]}},{"matchBasePaths":{"anyOf":["v1","v2"]}}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("routingRuleId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.String("routingRuleArn").ShouldBe(
            $"arn:aws:apigateway:us-east-1:000000000000:/domainnames/api.example.com/routingrules/{id}");
        created.Json["actions"]!.ToJsonString().ShouldBe(
            $$$"""[{"invokeApi":{"apiId":"{{{_rest}}}","stage":"dev","stripBasePath":false}}]""");
        created.Json["conditions"]!.ToJsonString().ShouldBe(
            """[{"matchHeaders":{"anyOf":[{"header":"X-Tenant","valueGlob":"a*"}]}},{"matchBasePaths":{"anyOf":["v1","v2"]}}]""");
        await CreateAsync(3, "");
        var list = await _plane.CallAsync("GET", Rules + "?maxResults=1");
        list.Json["routingRules"]!.AsArray().Single()!["priority"]!.GetValue<int>().ShouldBe(3);
        list.Json["items"].ShouldBeNull();
        (await _plane.CallAsync("GET", Rules + "?nextToken=" + Uri.EscapeDataString(list.String("nextToken"))))
            .Json["routingRules"]!.AsArray().Single()!["routingRuleId"]!.GetValue<string>().ShouldBe(id);
        var put = await _plane.CallAsync("PUT", $"{Rules}/{id}", Body(21, ""));
        (put.Status, put.String("routingRuleId"), put.Json["conditions"]!.ToJsonString()).ShouldBe((200, id, "[]"));
        (await _plane.CallAsync("PUT", $"{Rules}/{id}", Body(3, ""))).Status.ShouldBe(409);
        (await _plane.CallAsync("GET", $"{Rules}/{id}")).Text.ShouldBe(put.Text);
        (await _plane.CallAsync("DELETE", $"{Rules}/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"{Rules}/{id}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1_000_001, "")]
    [InlineData(1, "{}")]
    [InlineData(1, """{"matchBasePaths":{"anyOf":[]}}""")]
    [InlineData(1, """{"matchBasePaths":{"anyOf":["/a"]}}""")]
    [InlineData(1, """{"matchBasePaths":{"anyOf":["a"]},"matchHeaders":{"anyOf":[{"header":"a","valueGlob":"b"}]}}""")]
    [InlineData(1, """{"matchBasePaths":{"anyOf":["a"]}},{"matchBasePaths":{"anyOf":["b"]}}""")]
    [InlineData(1, """{"matchHeaders":{"anyOf":[{"header":"a","valueGlob":"b*c"}]}}""")]
    [InlineData(1, """{"matchHeaders":{"anyOf":[{"header":"a"}]}}""")]
    [InlineData(1, """{"matchHeaders":{"anyOf":[{"header":"a","valueGlob":"b"}]}},{"matchHeaders":{"anyOf":[{"header":"a","valueGlob":"b"}]}},{"matchHeaders":{"anyOf":[{"header":"a","valueGlob":"b"}]}}""")]
    public async Task A_rule_that_cannot_be_is_refused(int priority, string conditions)
    {
        var refused = await CreateAsync(priority, conditions);

        (refused.Status, refused.ErrorType).ShouldBe((400, "BadRequestException"));
    }

    [Fact]
    public async Task A_rule_leads_to_REST_APIs_only_and_priorities_are_unique()
    {
        var http = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(http, "dev");

        (await _plane.CallAsync("POST", Rules, Body(1, "").Replace(_rest, http, StringComparison.Ordinal)))
            .ShouldRefuse(400, "BadRequestException", "Routing rules can only invoke REST APIs");
        (await _plane.CallAsync("POST", Rules, Body(1, "").Replace(_rest, "nosuchapi0", StringComparison.Ordinal))).Status.ShouldBe(404);
        await CreateAsync(1, "");
        (await CreateAsync(1, "")).ShouldRefuse(
            409, "ConflictException", "A routing rule with priority 1 already exists for this domain name");
        foreach (var size in new[] { "0", "101" })
        {
            (await _plane.CallAsync("GET", $"{Rules}?maxResults={size}")).Status.ShouldBe(400);
        }

        await _plane.CallAsync(
            "POST", "/v2/domainnames/api.example.com/apimappings", $$"""{"apiId":"{{http}}","stage":"dev","apiMappingKey":"h"}""");
        (await CreateAsync(2, "")).ShouldRefuse(
            400, "BadRequestException", "Routing rules are not supported for a domain name that is mapped to HTTP APIs");
    }

    [Fact]
    public async Task The_rules_go_with_their_domain_whichever_version_deletes_it()
    {
        await CreateAsync(1, "");

        (await _plane.CallAsync("DELETE", "/domainnames/api.example.com")).Status.ShouldBe(202);

        (await _plane.CallAsync("GET", Rules)).Status.ShouldBe(404);
        var scope = new Gatehouse.Model.Documents.DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region);
        (await _plane.Store.ListAsync<Gatehouse.Model.Domains.RoutingRuleDocument>(scope, "", default)).ShouldBeEmpty();
    }

    private Task<Answer> CreateAsync(int priority, string conditions) =>
        _plane.CallAsync("POST", Rules, Body(priority, conditions));

    private string Body(int priority, string conditions) =>
        $$$"""{"priority":{{{priority}}},"conditions":[{{{conditions}}}],"actions":[{"invokeApi":{"apiId":"{{{_rest}}}","stage":"dev"}}]}""";
}
