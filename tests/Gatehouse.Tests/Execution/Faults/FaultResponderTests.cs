using System.Net;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Faults;

/// <summary>rest-execution §7.2: customised gateway responses.</summary>
public sealed class FaultResponderTests
{
    [Fact]
    public async Task A_customised_type_changes_status_headers_and_body_and_keeps_the_gateways_own_headers()
    {
        var api = new ApiBuilder().Mock("/x", "GET");
        api.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "MISSING_AUTHENTICATION_TOKEN",
            StatusCode = "404",
            ResponseParameters = ApiBuilder.Map(
                ("gatewayresponse.header.Access-Control-Allow-Origin", "'*'"),
                ("gatewayresponse.header.x-asked", "method.request.header.X-Ask"),
                ("gatewayresponse.header.x-query", "method.request.querystring.q"),
                ("gatewayresponse.header.x-absent", "method.request.header.Nope"),
                ("gatewayresponse.path.x", "'ignored'")),
            ResponseTemplates = ApiBuilder.Map(
                ("application/json", "{\"why\":$context.error.messageString,\"type\":\"$context.error.responseType\",\"v\":\"$stageVariables.color\",\"u\":\"$context.nothing\"}")),
        });
        await using var harness = await ExecutionHarness.StartAsync(
            api, stage => stage with { Variables = ApiBuilder.Map(("color", "red")) });

        var response = await harness.GetAsync("/prod/none?q=7", ("X-Ask", "yes"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            "{\"why\":\"Missing Authentication Token\",\"type\":\"MISSING_AUTHENTICATION_TOKEN\",\"v\":\"red\",\"u\":\"\"}");
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("x-asked").ShouldBe(["yes"]);
        response.Headers.GetValues("x-query").ShouldBe(["7"]);
        response.Headers.Contains("x-absent").ShouldBeFalse();
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["MissingAuthenticationTokenException"]);
        response.Headers.Contains("x-amzn-RequestId").ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("456", 456)] // non-standard codes work (§7.2)
    public async Task DEFAULT_4XX_stands_in_for_a_type_and_its_status_overrides_only_when_given(string? status, int expected)
    {
        var api = new ApiBuilder().Mock("/x", "GET");
        api.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "DEFAULT_4XX",
            StatusCode = status,
            ResponseParameters = ApiBuilder.Map(("gatewayresponse.header.x-cors", "'on'")),
        });
        await using var harness = await ExecutionHarness.StartAsync(api);

        var response = await harness.GetAsync("/prod/none");

        ((int)response.StatusCode).ShouldBe(expected);
        response.Headers.GetValues("x-cors").ShouldBe(["on"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\":\"Missing Authentication Token\"}");
    }

    [Fact]
    public async Task The_template_is_chosen_by_Accept_and_names_the_content_type()
    {
        var api = new ApiBuilder().Mock("/x", "GET");
        api.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "DEFAULT_4XX",
            ResponseTemplates = ApiBuilder.Map(("application/json", "{}"), ("text/html", "<p>$context.error.message</p>")),
        });
        await using var harness = await ExecutionHarness.StartAsync(api);

        var html = await harness.GetAsync("/prod/none", ("Accept", "text/html;q=0.9, application/json"));
        var other = await harness.GetAsync("/prod/none", ("Accept", "image/png"));

        (await html.Content.ReadAsStringAsync()).ShouldBe("<p>Missing Authentication Token</p>");
        html.Content.Headers.ContentType!.ToString().ShouldBe("text/html");
        (await other.Content.ReadAsStringAsync()).ShouldBe("{}");
    }

    [Fact]
    public async Task The_answers_before_a_stage_and_the_413_are_never_customised() // §7.2, §15
    {
        var api = new ApiBuilder().Mock("/x", "POST");
        foreach (var type in new[] { "DEFAULT_4XX", "REQUEST_TOO_LARGE" })
        {
            api.GatewayResponses.Add(new GatewayResponseDocument
            {
                ResponseType = type,
                StatusCode = "499",
                ResponseTemplates = ApiBuilder.Map(("application/json", "custom")),
            });
        }

        await using var harness = await ExecutionHarness.StartAsync(api);

        (await harness.GetAsync("/nostage")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Rest.RestPlaneTests.RawAsync(
            harness, "POST /prod/x HTTP/1.1", $"Host: {harness.Host}", "Content-Length: 10485761", "Connection: close"))
            .ShouldStartWith("HTTP/1.1 413");
    }
}
