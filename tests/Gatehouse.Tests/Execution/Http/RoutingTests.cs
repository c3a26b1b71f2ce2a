using System.Collections.Immutable;
using System.Net;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>http-api §6: endpoint, stage and route; §16: custom domains.</summary>
public sealed class RoutingTests
{
    private const string NotFound = "{\"message\":\"Not Found\"}";

    [Fact]
    public async Task The_default_stage_is_at_the_root_and_a_named_one_behind_its_first_segment()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x"));
        await fixture.DeployAsync(new HttpApiBuilder().Function("GET /y"), _ => HttpApiFixture.Stage("dev") with { DeploymentId = "dep002" });

        (await fixture.AskAsync("GET", "/x")).Status.ShouldBe(200);
        (await fixture.AskAsync("GET", "/dev/y")).Status.ShouldBe(200);
        (await fixture.AskAsync("GET", "/y")).ShouldBe((404, NotFound));
        (await fixture.AskAsync("GET", "/prod/y")).ShouldBe((404, NotFound));
        (await fixture.AskAsync("GET", "/dev")).ShouldBe((404, NotFound));
    }

    [Fact] // §6.2 rule 1
    public async Task A_stage_goes_before_a_route_of_the_default_stage_with_the_same_first_segment()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /dev/x").Function("GET /devx"));
        await fixture.DeployAsync(new HttpApiBuilder().Function("GET /x"), _ => HttpApiFixture.Stage("dev") with { DeploymentId = "dep002" });

        await fixture.AskAsync("GET", "/dev/x");
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("dev");
        await fixture.AskAsync("GET", "/devx");
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("$default");
        await fixture.SendRawAsync("GET /%64ev/x HTTP/1.1"); // matches as decoded, and names no stage
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("$default");
        (await fixture.SendRawAsync("GET //dev/x HTTP/1.1")).ShouldStartWith("HTTP/1.1 404"); // slashes are not collapsed
    }

    [Fact]
    public async Task Without_a_default_stage_every_other_path_is_not_found()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default"), _ => HttpApiFixture.Stage("dev"));

        (await fixture.AskAsync("GET", "/dev")).Status.ShouldBe(200);
        (await fixture.AskAsync("GET", "/dev/")).Status.ShouldBe(200);
        (await fixture.AskAsync("GET", "/")).ShouldBe((404, NotFound));
    }

    [Fact]
    public async Task A_stage_without_a_deployment_is_not_found_and_so_is_one_that_was_deleted()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default"));
        await fixture.DeployAsync(new HttpApiBuilder().Function("$default"), _ => HttpApiFixture.Stage("dev"));
        (await fixture.AskAsync("GET", "/dev/")).Status.ShouldBe(200);

        await fixture.Harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert($"{ApiBuilder.ApiId}/$default", HttpApiFixture.Stage() with { DeploymentId = null })
                .DeleteIfPresent<StageV2Document>($"{ApiBuilder.ApiId}/dev"),
            CancellationToken.None);

        (await fixture.AskAsync("GET", "/")).ShouldBe((404, NotFound));
        (await fixture.AskAsync("GET", "/dev/")).ShouldBe((404, NotFound));
    }

    [Fact]
    public async Task Every_answer_has_the_request_id_of_its_event_and_none_of_the_headers_of_REST_APIs()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x"));

        using var found = await fixture.GetAsync("/x");
        using var lost = await fixture.GetAsync("/y");

        var id = found.Headers.GetValues("apigw-requestid").Single();
        id.ShouldMatch("^[A-Za-z0-9+/_-]{15}=$"); // §1.4
        fixture.Event["requestContext"]!["requestId"]!.GetValue<string>().ShouldBe(id);
        foreach (var response in new[] { found, lost })
        {
            response.Headers.Contains("apigw-requestid").ShouldBeTrue();
            foreach (var name in new[] { "x-amzn-errortype", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "Server" })
            {
                response.Headers.Contains(name).ShouldBeFalse(name);
            }

            response.Content.Headers.Allow.ShouldBeEmpty();
        }

        lost.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        lost.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task The_path_forms_of_local_tooling_lead_to_the_same_stages()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x"));
        await fixture.DeployAsync(new HttpApiBuilder().Function("GET /x"), _ => HttpApiFixture.Stage("dev"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{fixture.Harness.Port}") };

        foreach (var (path, stage) in new[]
        {
            ($"/_aws/execute-api/{ApiBuilder.ApiId}/x", "$default"), ($"/_aws/execute-api/{ApiBuilder.ApiId}/dev/x", "dev"),
            ($"/_aws/execute-api/{ApiBuilder.ApiId}/$default/x", "$default"),
            ($"/restapis/{ApiBuilder.ApiId}/dev/_user_request_/x", "dev"),
            ($"/restapis/{ApiBuilder.ApiId}/$default/_user_request_/x", "$default"),
        })
        {
            using var response = await client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe(stage);
            fixture.Event["rawPath"]!.GetValue<string>().ShouldBe(stage == "dev" ? "/dev/x" : "/x");
        }
    }

    [Fact]
    public async Task A_disabled_default_endpoint_is_not_found_and_the_custom_domain_works()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) =>
        {
            api.Api = api.Api with { DisableExecuteApiEndpoint = true };
            api.Function("GET /x");
        });
        await MapAsync(fixture, ("", "$default"));

        (await fixture.AskAsync("GET", "/x")).ShouldBe((404, NotFound));
        (await AskDomainAsync(fixture, "/x")).ShouldBe((200, "{}"));
    }

    [Theory] // the table of §16
    [InlineData("/orders/v1/items", "v1")]
    [InlineData("/orders/v2/items", "v2")]
    [InlineData("/orders/v1/items/123", "v1")]
    [InlineData("/orders/v2/items/categories/5", "categories")]
    [InlineData("/customers", "$default")]
    [InlineData("/orders/v1/itemsx", "$default")]
    public async Task The_longest_mapping_key_on_whole_segments_wins(string path, string stage)
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("$default"));
        foreach (var name in new[] { "v1", "v2", "categories" })
        {
            await fixture.DeployAsync(new HttpApiBuilder().Function("$default"), _ => HttpApiFixture.Stage(name));
        }

        await MapAsync(
            fixture, ("", "$default"), ("orders/v1/items", "v1"), ("orders/v2/items", "v2"), ("orders/v2/items/categories", "categories"));

        (await AskDomainAsync(fixture, path)).Status.ShouldBe(200);
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe(stage);
    }

    [Fact]
    public async Task The_mapping_key_is_no_part_of_the_route_and_a_path_without_a_mapping_is_not_found()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /").Function("GET /dev/x"));
        await fixture.DeployAsync(new HttpApiBuilder().Function("GET /x"), _ => HttpApiFixture.Stage("dev"));
        await MapAsync(fixture, ("orders", "$default"));

        (await AskDomainAsync(fixture, "/orders")).Status.ShouldBe(200);
        (await AskDomainAsync(fixture, "/orders/dev/x")).Status.ShouldBe(200); // no stage is looked for in the path (§6.2)
        fixture.Event["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("$default");
        (await AskDomainAsync(fixture, "/customers")).ShouldBe((404, NotFound));
    }

    [Fact]
    public async Task A_changed_mapping_counts_without_a_deployment()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x"));
        await MapAsync(fixture, ("a", "$default"));
        (await AskDomainAsync(fixture, "/a/x")).Status.ShouldBe(200);

        await MapAsync(fixture, ("b", "$default"));

        (await AskDomainAsync(fixture, "/b/x")).Status.ShouldBe(200);
    }

    [Fact] // §6.4
    public async Task An_upgrade_is_an_ordinary_request()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("GET /x", url));

        var (status, _) = await fixture.AskAsync("GET", "/x", ("Upgrade", "websocket"), ("Connection", "Upgrade"));

        status.ShouldBe(200);
        fixture.Backend.Requests.Single().Headers.ShouldNotContainKey("Upgrade");
    }

    [Fact]
    public async Task A_body_over_the_limit_and_headers_over_the_limit_are_refused()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Proxy("ANY /x", url).Function("POST /f"));

        foreach (var path in new[] { "/x", "/f" })
        {
            using var large = await fixture.SendAsync("POST", path, new ByteArrayContent(new byte[10_485_761]));
            ((int)large.StatusCode, await large.Content.ReadAsStringAsync()).ShouldBe((413, "{\"message\":\"Request Entity Too Large\"}"));
        }

        (await fixture.AskAsync("GET", "/x", ("X-Big", new string('a', 10_200))))
            .ShouldBe((431, "{\"message\":\"Request Header Fields Too Large\"}"));
        (await fixture.AskAsync("GET", "/x?" + new string('a', 10_240))).ShouldBe((414, "{\"message\":\"Request URI too long\"}"));
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AWS_IAM", 403)]
    [InlineData("CUSTOM", 500)]
    [InlineData("JWT", 500)]
    [InlineData("NEWER", 500)]
    public async Task A_route_whose_authorization_cannot_be_built_lets_nobody_in(string type, int status)
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, url) => api.Route(
            "GET /x", HttpApiBuilder.ProxyOf(url), route => route with { AuthorizationType = type, AuthorizerId = "nobody" }));

        (await fixture.AskAsync("GET", "/x")).Status.ShouldBe(status);
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_route_without_an_integration_is_a_fault_of_the_configuration()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Route("GET /x", null));

        (await fixture.AskAsync("GET", "/x")).ShouldBe((500, "{\"message\":\"Internal Server Error\"}"));
    }

    [Fact] // §3.11 and §16: rules lead to REST APIs, before mappings
    public async Task A_routing_rule_leads_to_a_REST_API_and_the_rest_to_the_mapping()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) =>
        {
            api.Api = api.Api with { ApiId = "httpapi001" };
            api.Function("$default");
        });
        await fixture.Harness.DeployAsync(new ApiBuilder().Mock("/items", "GET", "{\"rest\":1}"));
        await MapAsync(fixture, "ROUTING_RULE_THEN_BASE_PATH_MAPPING", "httpapi001", ("", "$default"));
        await RuleAsync(fixture, 2, strip: true, [new RoutingCondition { BasePaths = ["shop", "shop/eu"] }]);
        await RuleAsync(fixture, 1, strip: false, [new RoutingCondition { Headers = [new HeaderMatch { Header = "X-Tier", ValueGlob = "gold*" }] }]);

        (await AskDomainAsync(fixture, "/shop/items")).ShouldBe((200, "{\"rest\":1}"));
        (await AskDomainAsync(fixture, "/shop/eu/items")).ShouldBe((200, "{\"rest\":1}"));
        (await AskDomainAsync(fixture, "/items", ("x-tier", "gold-1"))).ShouldBe((200, "{\"rest\":1}"));
        (await AskDomainAsync(fixture, "/items", ("x-tier", "silver"))).ShouldBe((200, "{}"));
        (await AskDomainAsync(fixture, "/shopping/items")).ShouldBe((200, "{}"));
    }

    private static Task MapAsync(HttpApiFixture fixture, params (string Key, string Stage)[] mappings) =>
        MapAsync(fixture, "BASE_PATH_MAPPING_ONLY", ApiBuilder.ApiId, mappings);

    private static async Task MapAsync(
        HttpApiFixture fixture, string mode, string apiId, params (string Key, string Stage)[] mappings)
    {
        var batch = new DocumentBatch(ExecutionHarness.Scope).Upsert("api.example.com", new DomainNameDocument
        {
            DomainName = "api.example.com",
            EndpointConfiguration = new EndpointConfiguration { Types = ["REGIONAL"] },
            DomainNameStatus = "AVAILABLE",
            SecurityPolicy = "TLS_1_2",
            RoutingMode = mode,
        });
        foreach (var (key, stage) in mappings)
        {
            var name = key.Length == 0 ? BasePathMappingDocument.None : key;
            batch.Upsert(
                $"api.example.com/{name}",
                new BasePathMappingDocument { BasePath = name, RestApiId = apiId, Stage = stage });
        }

        await fixture.Harness.Store.CommitAsync(batch, CancellationToken.None);
    }

    private static async Task RuleAsync(
        HttpApiFixture fixture, int priority, bool strip, ImmutableArray<RoutingCondition> conditions) =>
        await fixture.Harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert($"api.example.com/rule{priority}", new RoutingRuleDocument
            {
                RoutingRuleId = $"rule{priority}",
                RoutingRuleArn = "arn",
                Priority = priority,
                Conditions = conditions,
                ApiId = ApiBuilder.ApiId,
                Stage = "prod",
                StripBasePath = strip,
            }),
            CancellationToken.None);

    private static async Task<(int Status, string Body)> AskDomainAsync(
        HttpApiFixture fixture, string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{fixture.Harness.Port}{path}");
        request.Headers.Host = "api.example.com";
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
