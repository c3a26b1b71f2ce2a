using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Access logs, execution logs and metrics (websocket-api §9).</summary>
public sealed class RecordTests
{
    private const string Group = "arn:aws:logs:us-east-1:000000000000:log-group:ws";

    [Fact]
    public async Task Each_event_and_each_management_call_has_its_line()
    {
        await using var api = await StartAsync("$context.eventType $context.routeKey $context.status $context.connectionId $context.messageId");
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("""{"action":"id"}""");
        var id = await peer.ReceiveTextAsync();
        await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), "hi"u8.ToArray());
        await peer.ReceiveTextAsync();
        await peer.CloseAsync(1000);

        await SocketFixture.UntilAsync(() => Lines(api).Count == 4);
        var lines = Lines(api);
        lines[0].ShouldBe($"CONNECT $connect 200 {id} -");
        lines[1].ShouldMatch($"^MESSAGE id 200 {id} .{{15}}=$");
        lines[2].ShouldBe($"CONNECTION_API POST /@connections/{{connectionId}} 200 {id} -");
        lines[3].ShouldBe($"DISCONNECT $disconnect 200 {id} -");
    }

    [Theory]
    [InlineData("apiId", "^a1b2c3d4e5$")]
    [InlineData("connectedAt", @"^\d{13}$")]
    [InlineData("connectionId", "^.{16}$")]
    [InlineData("domainName", "amazonaws")]
    [InlineData("error.message", "^Forbidden$")]
    [InlineData("error.messageString", "^\\\\\"Forbidden\\\\\"$")]
    [InlineData("error.responseType", "^ACCESS_DENIED$")]
    [InlineData("error.validationErrorString", "^-$")]
    [InlineData("eventType", "^MESSAGE$")]
    [InlineData("extendedRequestId", "^.{16}$")]
    [InlineData("requestId", "^.{16}$")]
    [InlineData("requestTime", @"\+0000$")]
    [InlineData("requestTimeEpoch", @"^\d{13}$")]
    [InlineData("identity.sourceIp", "^127.0.0.1$")]
    [InlineData("identity.userAgent", "^-$")]
    [InlineData("identity.apiKey", "^-$")]
    [InlineData("identity.cognitoIdentityId", "^-$")]
    [InlineData("integration.status", "^-$")]
    [InlineData("integrationLatency", "^-$")]
    [InlineData("messageId", "^.{16}$")]
    [InlineData("routeKey", "^-$")]
    [InlineData("stage", "^dev$")]
    [InlineData("status", "^403$")]
    [InlineData("waf.status", "^-$")]
    [InlineData("authorize.status", "^-$")]
    [InlineData("authenticate.error", "^-$")]
    [InlineData("authorizer.principalId", "^-$")]
    [InlineData("path", "^-$")]
    public async Task Every_variable_of_access_logs_renders_or_is_a_hyphen(string name, string pattern)
    {
        await using var api = await StartAsync($"$context.{name}", withDefault: false);
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("no route for this");
        await peer.ReceiveTextAsync();

        await SocketFixture.UntilAsync(() => Lines(api).Count == 2);
        Lines(api)[1].ShouldMatch(pattern);
    }

    [Fact]
    public async Task The_execution_log_has_Amazons_lines_at_INFO_and_only_failures_at_ERROR()
    {
        await using var api = await StartAsync(null, stage: static s => s with
        {
            DefaultRouteSettings = new RouteSettingsV2 { LoggingLevel = "INFO" },
            RouteSettings = s.RouteSettings
                .Add("quiet", new RouteSettingsV2 { LoggingLevel = "OFF" })
                .Add("fn", new RouteSettingsV2 { LoggingLevel = "ERROR" }),
        });
        api.Records.IsEnabled = false;
        api.Records.TakesLogs = true;
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("""{"action":"id"}""");
        var id = await peer.ReceiveTextAsync();
        await peer.SendTextAsync("""{"action":"quiet"}""");
        await peer.ReceiveTextAsync();
        api.Functions.Returns(FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""");
        await peer.SendTextAsync("""{"action":"fn"}""");
        await peer.ReceiveTextAsync();

        await SocketFixture.UntilAsync(() => api.Recorded().Count(static r => r.Path == "fn") == 1);
        var info = TextsOf(api, "id");
        info[0].ShouldStartWith("Extended Request Id: ");
        info.ShouldContain("WebSocket Request Route: [id]");
        info.ShouldContain($"WebSocket API [a1b2c3d4e5] received message from client [Connection Id: {id}].");
        info[^1].ShouldBe($"Message from client [Connection Id: {id}] sent to API [a1b2c3d4e5] with response status code [200].");
        api.Recorded().ShouldNotContain(static r => r.Path == "quiet");
        TextsOf(api, "fn")[0].ShouldStartWith("Lambda execution failed due to customer function error: boom. Lambda request id: ");
    }

    [Fact]
    public async Task Data_trace_shows_what_went_to_the_endpoint_and_a_line_has_1024_characters_at_most()
    {
        await using var api = await StartAsync(null, stage: static s => s with
        {
            DefaultRouteSettings = new RouteSettingsV2 { LoggingLevel = "INFO", DataTraceEnabled = true },
        });
        api.Records.IsEnabled = false;
        api.Records.TakesLogs = true;
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync($$"""{"action":"fn","long":"{{new string('a', 3_000)}}"}""");

        await SocketFixture.UntilAsync(() => api.Recorded().Exists(static r => r.Path == "fn"));
        var lines = TextsOf(api, "fn");
        lines.ShouldContain(static line => line.StartsWith("Endpoint request body after transformations: {", StringComparison.Ordinal));
        lines.ShouldContain(static line => line.StartsWith("Endpoint response body before transformations: {", StringComparison.Ordinal));
        lines.ShouldAllBe(static line => line.Length <= 1_024 + " [TRUNCATED]".Length);
    }

    [Fact]
    public async Task The_six_metrics_count_for_the_stage_and_for_routes_only_when_detailed()
    {
        await using var api = await StartAsync(null, stage: static s => s with
        {
            RouteSettings = s.RouteSettings.Add("fn", new RouteSettingsV2 { DetailedMetricsEnabled = true }),
        });
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("""{"action":"id"}""");
        var id = await peer.ReceiveTextAsync();
        await api.ManageAsync(HttpMethod.Post, SocketFixture.Connections(id), "hi"u8.ToArray());
        await peer.ReceiveTextAsync();
        api.Functions.Returns("""{"statusCode":503}""");
        await peer.SendTextAsync("""{"action":"fn"}""");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count == 1);
        api.Functions.Returns(FunctionOutcome.FunctionFailed, "{}");
        await peer.SendTextAsync("""{"action":"fn"}""");
        await peer.ReceiveTextAsync();
        await peer.SendTextAsync("nobody's");
        await peer.ReceiveTextAsync();

        await SocketFixture.UntilAsync(() => Series(api, null)?.Counts.ClientErrors == 1);
        var stage = Series(api, null)!.Counts;
        stage.ConnectCount.ShouldBe(1);
        stage.MessageCount.ShouldBe(6); // four in, one answer, one callback; error frames are the gateway's
        (stage.IntegrationErrors, stage.ClientErrors, stage.ExecutionErrors).ShouldBe((1, 1, 1));
        stage.IntegrationCalls.ShouldBe(3); // $connect and twice fn: mocks and callbacks have no latency
        var route = Series(api, "fn")!.Counts;
        (route.MessageCount, route.IntegrationErrors, route.ExecutionErrors).ShouldBe((2, 1, 1));
        Series(api, "id").ShouldBeNull();
    }

    private static WebSocketSeries? Series(SocketFixture api, string? route) =>
        api.Plane.WebSocketMetrics.Read().FirstOrDefault(one => one.Stage == "dev" && one.Route == route);

    private static List<string> Lines(SocketFixture api) =>
        [.. api.Recorded().Where(static r => r.AccessLog is not null).Select(static r => r.AccessLog!.Text)];

    private static List<string> TextsOf(SocketFixture api, string route) =>
        [.. api.Recorded().First(r => r.Path == route).ExecutionLog.Select(static line => line.Text)];

    private static Task<SocketFixture> StartAsync(
        string? format, bool withDefault = true, Func<StageV2Document, StageV2Document>? stage = null)
    {
        var builder = new SocketApiBuilder().Mock("id", response: "$context.connectionId");
        if (withDefault)
        {
            builder.Function("$connect").Function("fn").Mock("quiet", response: "q").Function("$disconnect");
        }

        return SocketFixture.StartAsync(builder, document =>
        {
            var logged = format is null
                ? document
                : document with { AccessLogSettings = new AccessLogSettingsV2 { DestinationArn = Group, Format = format } };
            return stage?.Invoke(logged) ?? logged;
        });
    }
}
