using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>API keys of handshakes (websocket-api §3.7) and custom domains (§1.12, §8.1).</summary>
public sealed class KeyAndDomainTests
{
    private const string Value = "a-key-of-more-than-twenty-characters";

    [Fact]
    public async Task A_key_in_the_header_opens_and_a_missing_or_wrong_one_is_forbidden()
    {
        await using var api = await StartAsync();

        (await api.OpenAsync("/dev", ("x-api-key", Value))).Status.ShouldBe(101);
        (await api.OpenAsync()).Status.ShouldBe(403);
        var wrong = await api.OpenAsync("/dev", ("x-api-key", "nobody's"));
        wrong.Status.ShouldBe(403);
        ((string?)JsonNode.Parse(await wrong.ReadBodyAsync())!["message"]).ShouldBe("Forbidden");
    }

    [Fact]
    public async Task Handshakes_are_counted_and_messages_are_not()
    {
        await using var api = await StartAsync(new QuotaSettings { Limit = 2, Period = "DAY" });
        var peer = await api.ConnectAsync("/dev", ("x-api-key", Value));
        for (var i = 0; i < 5; i++)
        {
            await peer.SendTextAsync("x");
            (await peer.ReceiveTextAsync()).ShouldBe("x");
        }

        (await api.OpenAsync("/dev", ("x-api-key", Value))).Status.ShouldBe(101);
        var over = await api.OpenAsync("/dev", ("x-api-key", Value));

        over.Status.ShouldBe(429);
        ((string?)JsonNode.Parse(await over.ReadBodyAsync())!["message"]).ShouldBe("Limit Exceeded");
    }

    [Fact]
    public async Task The_key_may_be_what_the_authorizer_says()
    {
        var builder = new SocketApiBuilder().Echo().Function("$connect", configure: static route => route with
        {
            ApiKeyRequired = true, AuthorizationType = "CUSTOM", AuthorizerId = "auth01",
        });
        builder.Api = builder.Api with { ApiKeySelectionExpression = "$context.authorizer.usageIdentifierKey" };
        builder.Authorizers.Add(new AuthorizerV2Document
        {
            AuthorizerId = "auth01", Name = "who", AuthorizerType = AuthorizerV2Document.Request,
            AuthorizerUri = SocketApiBuilder.FunctionUri, IdentitySource = [],
        });
        await using var api = await SocketFixture.StartAsync(builder);
        await CommitKeyAsync(api, null);
        const string policy =
            """{"statusCode":200,"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""";

        api.Functions.Returns(policy + $$""","usageIdentifierKey":"{{Value}}"}""");
        (await api.OpenAsync()).Status.ShouldBe(101);
        ((string?)api.Events("CONNECT")[^1]["requestContext"]!["identity"]!["apiKeyId"]).ShouldBe("key0000001");
        api.Functions.Returns(policy + "}");
        (await api.OpenAsync("/dev", ("x-api-key", Value))).Status.ShouldBe(403); // the header is ignored
    }

    [Fact]
    public async Task A_custom_domain_leads_to_the_stage_and_to_its_connections()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect").Mock("$default", response: "$context.connectionId"));
        await api.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert("ws.example.com", new DomainNameDocument
                {
                    DomainName = "ws.example.com",
                    EndpointConfiguration = new EndpointConfiguration { Types = ["REGIONAL"] },
                    DomainNameStatus = "AVAILABLE",
                    SecurityPolicy = "TLS_1_2",
                    RoutingMode = "BASE_PATH_MAPPING_ONLY",
                })
                .Upsert("ws.example.com/chat", new BasePathMappingDocument { BasePath = "chat", RestApiId = ApiBuilder.ApiId, Stage = "dev" }),
            CancellationToken.None);
        api.Host = "ws.example.com";

        var peer = await api.ConnectAsync("/chat");
        await peer.SendTextAsync("x");
        var id = await peer.ReceiveTextAsync();

        ((string?)api.Events("CONNECT")[0]["requestContext"]!["domainName"]).ShouldBe("ws.example.com");
        ((int)(await api.ManageAsync(HttpMethod.Post, $"/chat/@connections/{Uri.EscapeDataString(id)}", "hi"u8.ToArray())).StatusCode).ShouldBe(200);
        (await peer.ReceiveTextAsync()).ShouldBe("hi");
        (await api.OpenAsync("/other")).Status.ShouldBe(403);
        (await api.OpenAsync("/chat/dev")).Status.ShouldBe(403); // the stage's name is no part of the path there
    }

    private static async Task<SocketFixture> StartAsync(QuotaSettings? quota = null)
    {
        var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Route(
            "$connect", null, configure: static route => route with { ApiKeyRequired = true }));
        await CommitKeyAsync(api, quota);
        return api;
    }

    private static async Task CommitKeyAsync(SocketFixture api, QuotaSettings? quota) => await api.Store.CommitAsync(
        new DocumentBatch(ExecutionHarness.Scope)
            .Upsert("plan01", new UsagePlanDocument
            {
                Id = "plan01", Name = "plan", Quota = quota, ApiStages = [new ApiStage { ApiId = ApiBuilder.ApiId, Stage = "dev" }],
            })
            .Upsert("key0000001", new ApiKeyDocument
            {
                Id = "key0000001", Value = Value, Enabled = true, CreatedDate = 1, LastUpdatedDate = 1, CreationOrder = 1,
            })
            .Upsert("plan01/key0000001", new UsagePlanKeyDocument { PlanId = "plan01", KeyId = "key0000001", CreationOrder = 1 }),
        CancellationToken.None);
}
