using Gatehouse.Model.ApisV2;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>Throttling, access logs and metrics: http-api §14, §17, §18.</summary>
public sealed class RecordTests
{
    private const string Throttled = "{\"message\":\"Too Many Requests\"}";

    [Fact]
    public async Task The_route_s_limit_goes_before_the_stage_s()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /own").Function("GET /common"),
            static stage => stage with
            {
                DefaultRouteSettings = new RouteSettingsV2 { ThrottlingRateLimit = 0.001, ThrottlingBurstLimit = 1 },
                RouteSettings = stage.RouteSettings.Add(
                    "GET /own", new RouteSettingsV2 { ThrottlingBurstLimit = 2 }), // the rate is the stage's
            });

        (await StatusesAsync(fixture, "/own", 3)).ShouldBe([200, 200, 429]);
        (await StatusesAsync(fixture, "/common", 2)).ShouldBe([200, 429]);
        using var response = await fixture.GetAsync("/common");
        (await response.Content.ReadAsStringAsync()).ShouldBe(Throttled);
        response.Headers.RetryAfter.ShouldBeNull();
    }

    [Theory]
    [InlineData(0.0, 5)]
    [InlineData(5.0, 0)]
    [InlineData(0.0, null)]
    [InlineData(null, 0)]
    public async Task Zero_lets_nothing_through(double? rate, int? burst)
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /x"),
            stage => stage with { DefaultRouteSettings = new RouteSettingsV2 { ThrottlingRateLimit = rate, ThrottlingBurstLimit = burst } });

        (await fixture.AskAsync("GET", "/x")).ShouldBe((429, Throttled));
    }

    [Fact]
    public async Task The_account_s_limit_applies_on_top()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /a").Function("GET /b"),
            static stage => stage with { DefaultRouteSettings = new RouteSettingsV2 { ThrottlingRateLimit = 100, ThrottlingBurstLimit = 100 } },
            dependencies: static (one, _) => one with { AccountThrottle = new ThrottleSettings { RateLimit = 0.001, BurstLimit = 2 } });

        (await StatusesAsync(fixture, "/a", 2)).ShouldBe([200, 200]);
        (await StatusesAsync(fixture, "/b", 1)).ShouldBe([429]);
    }

    [Fact]
    public async Task Every_request_has_its_line_the_refused_ones_too()
    {
        await using var fixture = await StartAsync(
            "$context.httpMethod $context.routeKey $context.status $context.error.responseType $context.error.message $context.responseLength",
            static stage => stage with
            {
                RouteSettings = stage.RouteSettings.Add("GET /zero", new RouteSettingsV2 { ThrottlingRateLimit = 0 }),
            });

        await fixture.GetAsync("/x");
        await fixture.GetAsync("/nowhere");
        await fixture.GetAsync("/zero");
        await fixture.GetAsync("/broken");

        var lines = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            lines.Add((await fixture.Harness.Records.NextAsync()).AccessLog!.Text);
        }

        lines.ShouldBe(
        [
            "GET GET /x 200 - - 2", "GET - 404 DEFAULT_4XX Not Found 23", "GET GET /zero 429 THROTTLED Too Many Requests 31",
            "GET GET /broken 500 INTEGRATION_FAILURE Internal Server Error 35",
        ]);
    }

    [Fact] // §18, the preset of the console [O]
    public async Task The_console_s_CLF_prints_the_method_twice()
    {
        await using var fixture = await StartAsync(
            "$context.identity.sourceIp - - [$context.requestTime] \"$context.httpMethod $context.routeKey $context.protocol\" "
            + "$context.status $context.responseLength $context.requestId");

        using var response = await fixture.GetAsync("/x");

        (await fixture.Harness.Records.NextAsync()).AccessLog!.Text.ShouldMatch(
            "^127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] \"GET GET /x HTTP/1\\.1\" 200 2 "
            + System.Text.RegularExpressions.Regex.Escape(response.Headers.GetValues("apigw-requestid").Single()) + "$");
    }

    [Theory]
    [InlineData("accountId", "000000000000")]
    [InlineData("apiId", "a1b2c3d4e5")]
    [InlineData("authorizer.claims.sub", "-")]
    [InlineData("authorizer.claims", "-")]
    [InlineData("authorizer.error", "-")]
    [InlineData("authorizer.principalId", "-")]
    [InlineData("authorizer.key", "-")]
    [InlineData("customDomain.basePathMatched", "-")]
    [InlineData("dataProcessed", "2")]
    [InlineData("domainName", "a1b2c3d4e5.execute-api.localhost")]
    [InlineData("domainPrefix", "a1b2c3d4e5")]
    [InlineData("error.message", "-")]
    [InlineData("error.messageString", "-")]
    [InlineData("error.responseType", "-")]
    [InlineData("httpMethod", "GET")]
    [InlineData("identity.accountId", "-")]
    [InlineData("identity.caller", "-")]
    [InlineData("identity.clientCert.subjectDN", "-")]
    [InlineData("identity.cognitoIdentityId", "-")]
    [InlineData("identity.principalOrgId", "-")]
    [InlineData("identity.sourceIp", "127.0.0.1")]
    [InlineData("identity.user", "-")]
    [InlineData("identity.userAgent", "agent\\\"x")]
    [InlineData("identity.userArn", "-")]
    [InlineData("integration.error", "-")]
    [InlineData("integration.integrationStatus", "200")]
    [InlineData("integration.status", "200")]
    [InlineData("integrationErrorMessage", "-")]
    [InlineData("integrationStatus", "200")]
    [InlineData("path", "/x")]
    [InlineData("protocol", "HTTP/1.1")]
    [InlineData("responseLength", "2")]
    [InlineData("routeKey", "GET /x")]
    [InlineData("stage", "$default")]
    [InlineData("status", "200")]
    [InlineData("xrayTraceId", "-")] // REST only, from here on
    [InlineData("resourceId", "-")]
    [InlineData("resourcePath", "-")]
    [InlineData("identity.apiKey", "-")]
    [InlineData("wafResponseCode", "-")]
    [InlineData("requestOverride.header.x", "-")]
    [InlineData("authorize.status", "-")]
    [InlineData("unknown", "-")]
    public async Task Each_variable_renders(string name, string expected)
    {
        await using var fixture = await StartAsync($"<$context.{name}>");

        await fixture.GetAsync("/x", ("User-Agent", "agent\"x"));

        var text = (await fixture.Harness.Records.NextAsync()).AccessLog!.Text;
        text.ShouldBe($"<{expected.Replace("\\\"", "&quot;", StringComparison.Ordinal)}>");
    }

    [Theory]
    [InlineData("awsEndpointRequestId", "^[0-9a-f-]{36}$")]
    [InlineData("integration.requestId", "^[0-9a-f-]{36}$")]
    [InlineData("integration.latency", "^\\d+$")]
    [InlineData("integrationLatency", "^\\d+$")]
    [InlineData("responseLatency", "^\\d+$")]
    [InlineData("requestTime", "^\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000$")]
    [InlineData("requestTimeEpoch", "^\\d{13}$")]
    public async Task Each_variable_that_differs_each_time_has_its_form(string name, string pattern)
    {
        await using var fixture = await StartAsync($"$context.{name}");

        await fixture.GetAsync("/x");

        (await fixture.Harness.Records.NextAsync()).AccessLog!.Text.ShouldMatch(pattern);
    }

    [Fact]
    public async Task The_two_ids_of_REST_APIs_are_one()
    {
        await using var fixture = await StartAsync("$context.requestId $context.extendedRequestId");

        using var response = await fixture.GetAsync("/x");

        var id = response.Headers.GetValues("apigw-requestid").Single();
        (await fixture.Harness.Records.NextAsync()).AccessLog!.Text.ShouldBe($"{id} {id}");
    }

    [Fact]
    public async Task A_failed_integration_says_why()
    {
        await using var fixture = await StartAsync("$context.integrationErrorMessage|$context.integration.error|$context.error.messageString");

        await fixture.GetAsync("/broken");

        var text = (await fixture.Harness.Records.NextAsync()).AccessLog!.Text;
        text.Split('|')[0].ShouldEndWith("wrong type for field \\\"statusCode\\\"");
        text.Split('|')[1].ShouldBe(text.Split('|')[0]);
        text.Split('|')[2].ShouldBe("\\\"Internal Server Error\\\"");
    }

    [Fact]
    public async Task A_JSON_format_stays_JSON_whatever_a_client_sends()
    {
        await using var fixture = await StartAsync(
            "{\"a\":\"$context.identity.userAgent\",\"n\":$context.status,\"m\":$context.error.messageString}");

        await fixture.GetAsync("/broken", ("User-Agent", "a\",\"n\":\"\\"));

        var log = System.Text.Json.Nodes.JsonNode.Parse((await fixture.Harness.Records.NextAsync()).AccessLog!.Text)!;
        log["a"]!.GetValue<string>().ShouldBe("a\",\"n\":\"\\");
        log["n"]!.GetValue<int>().ShouldBe(500);
        log["m"]!.GetValue<string>().ShouldBe("Internal Server Error");
    }

    [Fact]
    public async Task Metrics_are_counted_by_stage_and_by_route_where_details_are_asked_for()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("POST /x").Function("GET /y").Function("$default"),
            static stage => stage with
            {
                RouteSettings = stage.RouteSettings.Add("POST /x", new RouteSettingsV2 { DetailedMetricsEnabled = true }),
            });
        fixture.Functions.Returns("\"12345\"");

        await fixture.SendAsync("POST", "/x", new StringContent("123"));
        await fixture.GetAsync("/y");
        fixture.Functions.Returns("no json");
        await fixture.GetAsync("/other");
        for (var i = 0; i < 3; i++)
        {
            await fixture.Harness.Records.NextAsync();
        }

        var series = fixture.Harness.Plane.Metrics.Read();
        var stage = series.Single(static one => one.Resource is null);
        stage.IsHttpApi.ShouldBeTrue();
        stage.ApiId.ShouldBe(ApiBuilder.ApiId);
        (stage.Count, stage.ClientErrors, stage.ServerErrors).ShouldBe((3, 0, 1));
        stage.Latency.Count.ShouldBe(3);
        stage.IntegrationLatency.Count.ShouldBe(3);
        stage.DataProcessed.ShouldBe(3 + 5 + 5 + 35);
        var route = series.Single(static one => one.Resource is not null);
        (route.Resource, route.Method, route.Count).ShouldBe(("/x", "POST", 1));
    }

    [Fact]
    public async Task The_integration_s_latency_is_counted_only_when_it_was_called()
    {
        await using var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /x"));

        await fixture.GetAsync("/nowhere");
        await fixture.Harness.Records.NextAsync();

        var stage = fixture.Harness.Plane.Metrics.Read().Single();
        (stage.Count, stage.ClientErrors, stage.IntegrationLatency.Count).ShouldBe((1, 1, 0));
    }

    private static async Task<List<int>> StatusesAsync(HttpApiFixture fixture, string path, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add((await fixture.AskAsync("GET", path)).Status);
        }

        return statuses;
    }

    private static async Task<HttpApiFixture> StartAsync(
        string format, Func<StageV2Document, StageV2Document>? configure = null)
    {
        var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /x").Function("GET /zero").Function("GET /broken", "1.0"),
            stage =>
            {
                stage = stage with
                {
                    AccessLogSettings = new AccessLogSettingsV2
                    {
                        DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:g:*", Format = format,
                    },
                };
                return configure?.Invoke(stage) ?? stage;
            });
        fixture.Functions.Returns("{}");
        return fixture;
    }
}
