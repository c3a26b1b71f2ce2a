using System.Collections.Frozen;
using System.Net;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Compilation;

/// <summary>rest-execution §5.9: private integrations; the URI names the backend, the link's target is where it is.</summary>
public sealed class VpcLinkRouteTests
{
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/orders/50dc6c495c0c9188";

    private const string Listener =
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/orders/50dc6c495c0c9188/0467ef3c8400ae65";

    private const string Configuration = "Execution failed due to configuration error: ";

    [Theory]
    [InlineData("HTTP_PROXY", "http://orders.internal/v1/{p}", "orders.internal")]
    [InlineData("HTTP_PROXY", "http://orders.internal:8080/v1/{p}", "orders.internal:8080")]
    [InlineData("HTTP_PROXY", "orders.internal/v1/{p}", "orders.internal")] // the scheme's default is HTTP
    [InlineData("HTTP", "http://orders.internal/v1/{p}", "orders.internal")]
    public async Task The_connection_goes_to_the_links_target_and_the_Host_header_is_the_URIs(string type, string uri, string host)
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(Integration(type, uri), Targets(Balancer, backend));
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        var answer = await harness.GetAsync("/prod/x/7");

        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "backend"));
        (backend.Requests[0].Target, backend.Requests[0].Headers["Host"]).ShouldBe(("/v1/7", host));
    }

    [Fact]
    public async Task A_mapped_Host_goes_before_the_URIs()
    {
        await using var backend = await BackendServer.StartAsync();
        var integration = Integration("HTTP_PROXY", "http://orders.internal/v1/{p}");
        await using var harness = await StartAsync(
            integration with { RequestParameters = integration.RequestParameters!.Add("integration.request.header.Host", "'mapped.example'") },
            Targets(Balancer, backend));
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        await harness.GetAsync("/prod/x/7");

        backend.Requests[0].Headers["Host"].ShouldBe("mapped.example");
    }

    [Fact]
    public async Task The_port_comes_from_the_URI_when_the_operator_gives_only_a_host()
    {
        await using var backend = await BackendServer.StartAsync();
        var port = new Uri(backend.Url).Port;
        await using var harness = await StartAsync(
            Integration("HTTP_PROXY", $"http://orders.internal:{port}/"), Targets((Balancer, new NetworkTarget("127.0.0.1", null))));
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        (await harness.GetAsync("/prod/x/7")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_link_may_be_named_by_a_stage_variable() // §12
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(
            Integration("HTTP_PROXY", "http://orders.internal/") with { ConnectionId = "${stageVariables.link}" },
            Targets(Balancer, backend), stage => stage with { Variables = ApiBuilder.Map(("link", "l1nk01")) });
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        (await harness.GetAsync("/prod/x/7")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_integration_with_a_target_of_its_own_goes_there() // §5.9, V2
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(
            Integration("HTTP_PROXY", "http://orders.internal/") with { ConnectionId = "v2link", IntegrationTarget = Listener },
            Targets(Listener, backend));

        (await harness.GetAsync("/prod/x/7")).StatusCode.ShouldBe(HttpStatusCode.OK);
        backend.Requests[0].Headers["Host"].ShouldBe("orders.internal");
    }

    [Fact]
    public async Task Without_an_address_of_the_target_the_setting_is_named() // design §6 rule 9
    {
        await using var harness = await StartAsync(Integration("HTTP_PROXY", "http://127.0.0.1:9/"), ExternalServiceMap.Empty);
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        await ExpectAsync(
            harness,
            $"nobody said where the load balancer of the VPC link 'l1nk01' is: give \"targets\".\"{Balancer}\" a \"host:port\" in services.json");
    }

    [Fact]
    public async Task A_link_that_is_not_ready_or_not_there_serves_nobody_until_it_is()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(Integration("HTTP_PROXY", "http://orders.internal/"), Targets(Balancer, backend));
        await ExpectAsync(harness, "the VPC link 'l1nk01' does not exist");

        await harness.Store.CommitAsync(LinkBatch(Link() with { Status = "FAILED", StatusMessage = "why" }), CancellationToken.None);
        await ExpectAsync(harness, "the VPC link 'l1nk01' is FAILED: why");

        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);
        (await harness.GetAsync("/prod/x/7")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_caller_chooses_the_host_behind_a_link()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(Integration("HTTP_PROXY", "http://{p}/"), Targets(Balancer, backend));
        await harness.Store.CommitAsync(LinkBatch(Link()), CancellationToken.None);

        await ExpectAsync(harness, "Invalid endpoint address");
    }

    private static IntegrationDocument Integration(string type, string uri) => new()
    {
        Type = type,
        Uri = uri,
        HttpMethod = "GET",
        ConnectionType = "VPC_LINK",
        ConnectionId = "l1nk01",
        RequestParameters = ApiBuilder.Map(("integration.request.path.p", "method.request.path.p")),
        IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
    };

    private static VpcLinkDocument Link() => new()
    {
        Id = "l1nk01", Name = "orders", TargetArns = [Balancer], Status = VpcLinkDocument.Available, StatusMessage = "",
    };

    private static DocumentBatch LinkBatch(VpcLinkDocument link) =>
        new DocumentBatch(ExecutionHarness.Scope).Upsert(link.Id, link);

    private static ExternalServiceMap Targets(string arn, BackendServer backend) =>
        Targets((arn, new NetworkTarget("127.0.0.1", new Uri(backend.Url).Port)));

    private static ExternalServiceMap Targets(params (string Arn, NetworkTarget Target)[] targets) =>
        new() { Targets = targets.ToFrozenDictionary(t => t.Arn, t => t.Target, StringComparer.Ordinal) };

    private static Task<ExecutionHarness> StartAsync(
        IntegrationDocument integration, ExternalServiceMap map, Func<StageDocument, StageDocument>? stage = null) =>
        ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x/{p}", "GET", integration), stage, d => d with { ExternalServices = map });

    private static async Task ExpectAsync(ExecutionHarness harness, string reason)
    {
        var answer = await harness.GetAsync("/prod/x/7");
        (answer.StatusCode, await answer.Content.ReadAsStringAsync())
            .ShouldBe((HttpStatusCode.InternalServerError, "{\"message\": \"Internal server error\"}"));
        harness.Records.Records[^1].Detail.ShouldBe(Configuration + reason);
    }
}
