using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Gatehouse.Tests.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Records;

/// <summary>The live execution log, line for line (rest-execution §14.1, observability §2.3).</summary>
public sealed partial class ExecutionLogTests
{
    [Fact]
    public async Task A_mock_with_data_trace_logs_the_live_sequence_without_endpoint_lines()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/pets/{id}", "POST", "{\"ok\":true}"), Logged("INFO", data: true));

        await harness.SendAsync(
            "POST", "/prod/pets/7?a=1&b=2&a=3", new StringContent("{\"x\":1}", Encoding.UTF8, "application/json"));

        var record = await harness.Records.NextAsync();
        Lines(record, headers: false).ShouldBe(
        [
            $"Extended Request Id: {record.ExtendedRequestId}",
            $"Verifying Usage Plan for request: {record.RequestId}. API Key:  API Stage: {ApiBuilder.ApiId}/prod",
            "API Key  authorized because method 'POST /pets/{id}' does not require API Key. Request will not contribute "
            + "to throttle or quota limits",
            $"Usage Plan check succeeded for API Key  and API Stage {ApiBuilder.ApiId}/prod",
            $"Starting execution for request: {record.RequestId}",
            "HTTP Method: POST, Resource Path: /pets/7",
            "Method request path: {id=7}",
            "Method request query string: {a=1,3, b=2}",
            "Method request headers: {…}",
            "Method request body before transformations: {\"x\":1}",
            "Method response body after transformations: {\"ok\":true}",
            "Method response headers: {…}",
            "Successfully completed execution",
            "Method completed with status: 200",
        ]);
        record.ExecutionLog.ShouldContain(line => line.Text == "Method response headers: {Content-Type=application/json}");
    }

    [Fact]
    public async Task INFO_without_data_trace_shows_phases_and_nothing_of_the_request() // §14.1, right column
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/hello", "GET"), Logged("INFO", data: false));

        await harness.GetAsync("/prod/hello?secret=1");

        var record = await harness.Records.NextAsync();
        record.ExecutionLog.Select(static line => line.Text[..Math.Min(20, line.Text.Length)]).ShouldBe(
        [
            "Extended Request Id:", "Verifying Usage Plan", "API Key  authorized ", "Usage Plan check suc",
            "Starting execution f", "HTTP Method: GET, Re", "Successfully complet", "Method completed wit",
        ]);
    }

    [Theory]
    [InlineData("HTTP", true)]
    [InlineData("HTTP_PROXY", true)]
    [InlineData("HTTP_PROXY", false)] // a body of unknown length flows, and is seen all the same
    public async Task A_call_of_an_HTTP_backend_logs_what_was_sent_and_received(string type, bool hasLength)
    {
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers["X-Backend"] = "yes";
            var body = "{\"from\":\"backend\"}"u8.ToArray();
            context.Response.ContentLength = hasLength ? body.Length : null;
            await context.Response.Body.WriteAsync(body);
        });
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "POST", Http(type, backend.Url + "/y")), Logged("INFO", data: true));

        await harness.SendAsync("POST", "/prod/x", new StringContent("{\"n\":1}", Encoding.UTF8, "application/json"));

        var record = await harness.Records.NextAsync();
        var status = type == "HTTP" ? 200 : 201; // the default integration response makes it the method's 200
        Lines(record, headers: false).Skip(9).ShouldBe(
        [
            "Method request body before transformations: {\"n\":1}",
            $"Endpoint request URI: {backend.Url}/y",
            "Endpoint request headers: {…}",
            "Endpoint request body after transformations: {\"n\":1}",
            $"Sending request to {backend.Url}/y",
            "Received response. Status: 201, Integration latency: N ms",
            "Endpoint response headers: {…}",
            "Endpoint response body before transformations: {\"from\":\"backend\"}",
            "Method response body after transformations: {\"from\":\"backend\"}",
            "Method response headers: {…}",
            "Successfully completed execution",
            $"Method completed with status: {status}",
        ]);
        var sent = record.ExecutionLog.Single(static line => line.Text.StartsWith("Endpoint request headers")).Text;
        sent.ShouldContain("User-Agent=AmazonAPIGateway_" + ApiBuilder.ApiId);
        sent.ShouldContain("X-Amzn-Trace-Id=Root=1-");
        record.ExecutionLog.ShouldContain(line =>
            line.Text.StartsWith("Endpoint response headers") && line.Text.Contains("X-Backend=yes"));
    }

    [Fact]
    public async Task A_function_proxy_logs_the_call_as_one_of_Lambdas_API_and_its_request_id_at_the_end() // line 21
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"), Logged("INFO", data: true));
        harness.Functions.Returns("{\"statusCode\":202,\"body\":\"hi\"}");

        await harness.GetAsync("/prod/f", ("Authorization", "Bearer abcdefghij"));

        var record = await harness.Records.NextAsync();
        var uri = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:000000000000:function:echo/invocations";
        var lines = Lines(record, headers: false);
        lines.ShouldContain($"Endpoint request URI: {uri}");
        lines.ShouldContain($"Sending request to {uri}");
        lines.ShouldContain("Received response. Status: 200, Integration latency: N ms");
        lines.ShouldContain("Endpoint response body before transformations: {\"statusCode\":202,\"body\":\"hi\"}");
        lines[^4..^1].ShouldBe(
            ["Method response headers: {…}", "Successfully completed execution", "Method completed with status: 202"]);
        lines[^1].ShouldStartWith("AWS Integration Endpoint RequestId : ");
        record.ExecutionLog.ShouldContain(line => line.Text.Contains("Authorization=***********efghij"));
        record.ExecutionLog.ShouldContain(line =>
            line.Text.Contains("X-Amz-Source-Arn=arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/GET/f"));
    }

    [Theory]
    [InlineData(FunctionOutcome.Succeeded, "{\"nope\":1}", 502, "Execution failed due to configuration error: Malformed Lambda proxy response")]
    [InlineData(FunctionOutcome.FunctionFailed, "{\"errorMessage\":\"boom\"}", 502, "Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: ID")]
    [InlineData(FunctionOutcome.Throttled, "", 500, "Execution failed due to configuration error: Rate Exceeded.")]
    [InlineData(FunctionOutcome.NotFound, "", 500, "Execution failed due to configuration error: Invalid permissions on Lambda function")]
    public async Task Each_failure_of_a_function_has_its_line(FunctionOutcome outcome, string payload, int status, string line) // §14.2
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"), Logged("ERROR", data: false));
        harness.Functions.Returns(outcome, payload);

        await harness.GetAsync("/prod/f");

        var lines = Lines(await harness.Records.NextAsync(), headers: false);
        lines.ShouldContain(line);
        lines.ShouldContain($"Method completed with status: {status}");
        lines.ShouldNotContain(text => text.StartsWith("Starting execution"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "Execution failed due to configuration error: Invalid endpoint address")]
    [InlineData("http://no-such-name.invalid/", "Execution failed due to ")]
    public async Task A_backend_that_cannot_be_reached_has_its_line(string url, string line) // §14.2
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Http("HTTP_PROXY", url)), Logged("ERROR", data: false));

        await harness.GetAsync("/prod/x");

        var record = await harness.Records.NextAsync();
        record.ExecutionLog[0].Text.ShouldStartWith(line);
        record.ExecutionLog[0].Text.ShouldNotEndWith(")"); // Gatehouse's own reason stands in a line of its own
    }

    [Fact]
    public async Task A_refused_parameter_logs_the_gateway_response_before_the_status() // §14.1, unconfirmed position
    {
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("{}"), static method => method with
        {
            RequestValidatorId = "v",
            RequestParameters = ApiBuilder.Map(("method.request.querystring.q", true)),
        });
        api.Validators.Add(new RequestValidatorDocument
        {
            Id = "v", Name = "v", ValidateRequestParameters = true, ValidateRequestBody = false,
        });
        await using var harness = await ExecutionHarness.StartAsync(api, Logged("INFO", data: true));

        await harness.GetAsync("/prod/x");

        Lines(await harness.Records.NextAsync(), headers: false)[^5..].ShouldBe(
        [
            "Missing required request parameters: [q]",
            "Gateway response type: BAD_REQUEST_PARAMETERS with status code: 400",
            "Gateway response body: {\"message\": \"Missing required request parameters: [q]\"}",
            "Gateway response headers: {…}",
            "Method completed with status: 400",
        ]);
    }

    [Fact]
    public async Task A_validator_that_passes_says_so_with_the_content_type() // §13.1
    {
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("{}"), static method => method with
        {
            RequestValidatorId = "v",
        });
        api.Validators.Add(new RequestValidatorDocument
        {
            Id = "v", Name = "v", ValidateRequestParameters = true, ValidateRequestBody = false,
        });
        await using var harness = await ExecutionHarness.StartAsync(api, Logged("INFO", data: true));

        await harness.GetAsync("/prod/x");

        Lines(await harness.Records.NextAsync(), headers: false)
            .ShouldContain("Request validation succeeded for content type application/json");
    }

    [Fact]
    public async Task The_methods_own_setting_wins_over_that_of_all_methods()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/quiet", "GET").Mock("/loud", "GET"),
            static stage => stage with
            {
                MethodSettings = ApiBuilder.Map(
                    ("*/*", new MethodSetting { LoggingLevel = "INFO" }),
                    ("~1quiet/GET", new MethodSetting { LoggingLevel = "OFF" })),
            });

        await harness.GetAsync("/prod/quiet");
        (await harness.Records.NextAsync()).ExecutionLog.ShouldBeEmpty();
        await harness.GetAsync("/prod/loud");
        (await harness.Records.NextAsync()).ExecutionLog.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_traced_stage_names_its_trace_last() // line 22; observability line 33 has Root=
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/x", "GET"), stage => Logged("INFO", data: false)(stage) with { TracingEnabled = true });

        await harness.GetAsync("/prod/x");

        (await harness.Records.NextAsync()).ExecutionLog[^1].Text.ShouldStartWith("X-ray Tracing ID : Root=1-");
    }

    internal static Func<StageDocument, StageDocument> Logged(string level, bool data) => stage => stage with
    {
        MethodSettings = ApiBuilder.Map(("*/*", new MethodSetting { LoggingLevel = level, DataTraceEnabled = data })),
    };

    internal static IntegrationDocument Http(string type, string url) => new()
    {
        Type = type,
        Uri = url,
        HttpMethod = "POST",
        IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
    };

    /// <summary>What differs from run to run is blanked: header dumps, latencies, a function's request id.</summary>
    private static string[] Lines(Gatehouse.Model.Observations.RequestRecord record, bool headers) =>
    [
        .. record.ExecutionLog.Select(line => headers || !HeaderDump().IsMatch(line.Text)
            ? Uuid().Replace(Latency().Replace(line.Text, "latency: N ms"), m => m.Value == record.RequestId ? m.Value : "ID")
            : HeaderDump().Match(line.Text).Groups[1].Value + ": {…}"),
    ];

    [GeneratedRegex("^([A-Za-z ]+ headers): ")]
    private static partial Regex HeaderDump();

    [GeneratedRegex(@"latency: \d+ ms")]
    private static partial Regex Latency();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
