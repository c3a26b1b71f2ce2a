using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Execution.Records;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Records;

/// <summary>Access logs: <c>$context</c> in four notations, unset variables, values that try to break out (§6.4, §14.3).</summary>
public sealed partial class AccessLogTests
{
    private const string Group = "arn:aws:logs:us-east-1:000000000000:log-group:access";

    [Fact]
    public async Task The_Common_Log_Format_of_Amazons_console() // the console's CLF format
    {
        var line = await LineAsync(
            "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
            + "\"$context.httpMethod $context.resourcePath $context.protocol\" $context.status $context.responseLength "
            + "$context.requestId");

        ClfLine().IsMatch(line).ShouldBeTrue(line);
    }

    [Fact]
    public async Task A_JSON_format_is_valid_JSON_whatever_the_client_sends()
    {
        var line = await LineAsync(
            "{ \"requestId\":\"$context.requestId\", \"agent\":\"$context.identity.userAgent\", "
            + "\"path\":\"$context.path\", \"status\":\"$context.status\", \"length\":$context.responseLength, "
            + "\"error\":$context.error.messageString }",
            "/prod/missing\u00e9",
            ("User-Agent", "a\"b\\c\td"));

        using var json = JsonDocument.Parse(line);
        json.RootElement.GetProperty("agent").GetString().ShouldBe("a\"b\\c\td");
        json.RootElement.GetProperty("status").GetString().ShouldBe("403");
        json.RootElement.GetProperty("error").GetString().ShouldBe("Missing Authentication Token");
    }

    [Fact]
    public async Task An_XML_format_escapes_markup()
    {
        var line = await LineAsync(
            "<request id=\"$context.requestId\"> <agent>$context.identity.userAgent</agent> </request>",
            "/prod/x",
            ("User-Agent", "<b>&\"'"));

        System.Xml.Linq.XElement.Parse(line).Element("agent")!.Value.ShouldBe("<b>&\"'");
    }

    [Fact]
    public async Task A_CSV_format_and_unset_variables_print_hyphens() // §6.4: unset prints "-"
    {
        var line = await LineAsync(
            "$context.identity.caller,$context.authorizer.principalId,$context.integrationLatency,$context.nonsense,"
            + "$context.status,$context.extendedRequestId");

        line.ShouldStartWith("-,-,-,-,200,");
        line.ShouldEndWith("=");
    }

    [Theory] // names of claims hold colons; a colon elsewhere, and punctuation at the end, is text
    [InlineData("$context.authorizer.claims.cognito:groups.", "<authorizer.claims.cognito:groups>.")]
    [InlineData("$context.authorizer.claims.custom:a: $context.status:", "<authorizer.claims.custom:a>: <status>:")]
    [InlineData("$context.stage:$context.a-b_c.d-", "<stage>:<a-b_c.d>-")]
    [InlineData("$context. $contextual", "- $contextual")]
    public void A_name_ends_where_text_begins(string format, string line)
    {
        var compiled = AccessLogFormat<int>.Compile(
            format, static name => new OutcomeVariable<int>((in _) => name.Length == 0 ? "" : $"<{name}>", IsPlain: false));

        compiled.Render(0).ShouldBe(line);
    }

    [Theory]
    [InlineData("a\r\nb\u0085c\u2028d\u001be\"\\", "a\\r\\nb\\u0085c\\u2028d\\u001Be\\\"\\\\", EscapeForm.Text)]
    [InlineData("a\r\nb\u0085c\u2028d\u001be\"\\", "a\\r\\nb\\u0085c\\u2028d\\u001Be\\\"\\\\", EscapeForm.Json)]
    [InlineData("a\nb\u0000<&>", "a b &lt;&amp;&gt;", EscapeForm.Xml)]
    [InlineData("a\"b", "a\"b", EscapeForm.None)]
    [InlineData("plain text", "plain text", EscapeForm.Json)]
    public void A_value_does_not_begin_a_line_and_does_not_leave_its_quotes(string value, string escaped, object form)
    {
        var line = new System.Runtime.CompilerServices.DefaultInterpolatedStringHandler(0, 0);

        LogEscape.Append(ref line, value, (EscapeForm)form);

        line.ToStringAndClear().ShouldBe(escaped);
    }

    [Theory]
    [InlineData("accountId", "000000000000")]
    [InlineData("apiId", ApiBuilder.ApiId)]
    [InlineData("deploymentId", "dep001")]
    [InlineData("domainName", ApiBuilder.ApiId + ".execute-api.localhost")]
    [InlineData("domainPrefix", ApiBuilder.ApiId)]
    [InlineData("endpointType", "REGIONAL")]
    [InlineData("httpMethod", "GET")]
    [InlineData("identity.sourceIp", "127.0.0.1")]
    [InlineData("identity.userAgent", "-")]
    [InlineData("path", "/prod/f")]
    [InlineData("protocol", "HTTP/1.1")]
    [InlineData("resourcePath", "/f")]
    [InlineData("resourceId", "r00001")]
    [InlineData("stage", "prod")]
    [InlineData("status", "201")]
    [InlineData("responseLength", "4")]
    [InlineData("integration.status", "201")] // the function's own
    [InlineData("integration.integrationStatus", "200")] // Lambda's
    [InlineData("integrationStatus", "200")]
    [InlineData("integration.responseTransferMode", "BUFFERED")]
    [InlineData("integration.error", "-")]
    [InlineData("error.message", "-")]
    [InlineData("error.messageString", "-")]
    [InlineData("error.responseType", "-")]
    [InlineData("isCanaryRequest", "-")] // only if a canary exists
    [InlineData("tlsVersion", "-")]
    [InlineData("cipherSuite", "-")]
    [InlineData("wafResponseCode", "-")]
    [InlineData("webaclArn", "-")]
    [InlineData("xrayTraceId", "-")]
    [InlineData("customDomain.basePathMatched", "-")]
    [InlineData("authorizer.latency", "-")]
    [InlineData("authenticate.status", "-")]
    [InlineData("Path", "-")] // names are case-sensitive
    public async Task Each_variable_of_a_function_call(string name, string value) // §6.4, column L
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"), Stage($"$context.requestId|$context.{name}|"));
        harness.Functions.Returns("{\"statusCode\":201,\"body\":\"body\"}");

        await harness.GetAsync("/prod/f");

        (await harness.Records.NextAsync()).AccessLog!.Text.Split('|')[1].ShouldBe(value);
    }

    [Theory]
    [InlineData("requestId", "^[0-9a-f-]{36}$")]
    [InlineData("extendedRequestId", "^[A-Za-z0-9+/]{15}=$")]
    [InlineData("requestTime", @"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$")]
    [InlineData("requestTimeEpoch", @"^\d{13}$")]
    [InlineData("responseLatency", @"^\d+$")]
    [InlineData("integrationLatency", @"^\d+$")]
    [InlineData("integration.latency", @"^\d+$")]
    [InlineData("awsEndpointRequestId", "^[0-9a-f-]{36}$")]
    [InlineData("integration.requestId", "^[0-9a-f-]{36}$")]
    public async Task Each_variable_whose_value_differs(string name, string pattern)
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"), Stage($"$context.requestId|$context.{name}|"));
        harness.Functions.Returns("{\"statusCode\":201,\"body\":\"body\"}");

        await harness.GetAsync("/prod/f");

        Regex.IsMatch((await harness.Records.NextAsync()).AccessLog!.Text.Split('|')[1], pattern).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_integration_tells_its_error_and_a_traced_stage_its_trace()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"),
            stage => Stage("$context.requestId|$context.integration.error|$context.error.responseType|$context.xrayTraceId")(stage)
                with { TracingEnabled = true });
        harness.Functions.Returns("[]");

        await harness.GetAsync("/prod/f");

        var parts = (await harness.Records.NextAsync()).AccessLog!.Text.Split('|');
        parts[1].ShouldStartWith("Execution failed due to configuration error: Malformed Lambda proxy response");
        parts[2].ShouldNotBe("-");
        parts[3].ShouldStartWith("1-");
    }

    [Fact]
    public async Task A_change_of_the_format_holds_at_once_and_a_stage_without_destination_has_no_access_log() // §14.3
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"), Stage("1 $context.requestId"));

        await harness.GetAsync("/prod/x");
        var first = await harness.Records.NextAsync();
        await harness.DeployAsync(new ApiBuilder().Mock("/x", "GET"), Stage("2 $context.requestId"));
        await harness.GetAsync("/prod/x");
        var second = await harness.Records.NextAsync();
        await harness.DeployAsync(new ApiBuilder().Mock("/x", "GET"), static stage => stage with
        {
            AccessLogSettings = new AccessLogSettings { Format = "$context.requestId" },
        });
        await harness.GetAsync("/prod/x");

        first.AccessLog!.Text.ShouldStartWith("1 ");
        second.AccessLog!.Text.ShouldStartWith("2 ");
        second.AccessLog!.Destination.ShouldBe(new AccessLogDestination(
            new DocumentScope("000000000000", "us-east-1"), "access", IsDeliveryStream: false));
        (await harness.Records.NextAsync()).AccessLog.ShouldBeNull();
    }

    [Fact]
    public async Task A_delivery_stream_is_a_destination_of_its_own_kind()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/x", "GET"), static stage => stage with
            {
                AccessLogSettings = new AccessLogSettings
                {
                    Format = "$context.requestId\n",
                    DestinationArn = "arn:aws:firehose:eu-west-1:111111111111:deliverystream/amazon-apigateway-x",
                },
            });

        await harness.GetAsync("/prod/x");

        var record = await harness.Records.NextAsync();
        var log = record.AccessLog!;
        log.Destination.Name.ShouldBe("amazon-apigateway-x");
        log.Destination.IsDeliveryStream.ShouldBeTrue();
        log.Text.ShouldBe(record.RequestId); // the break at the format's end is no part of it
    }

    [Fact]
    public async Task Without_anybody_who_takes_logs_no_record_is_made()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"), Stage("$context.requestId"));
        harness.Records.IsEnabled = false;

        await harness.GetAsync("/prod/nothing"); // what the gateway refuses is counted before it is sent

        harness.Records.Records.ShouldBeEmpty();
        harness.Plane.Metrics.Read().Single().Count.ShouldBe(1);
    }

    private static Func<StageDocument, StageDocument> Stage(string format) => stage => stage with
    {
        AccessLogSettings = new AccessLogSettings { Format = format, DestinationArn = Group },
    };

    private static async Task<string> LineAsync(
        string format, string path = "/prod/x", params (string Name, string Value)[] headers) =>
        await LineAsync(format, path, headers, new ApiBuilder().Mock("/x", "GET"));

    private static async Task<string> LineAsync(
        string format, string path, (string Name, string Value)[] headers, ApiBuilder api)
    {
        await using var harness = await ExecutionHarness.StartAsync(api, Stage(format));
        await harness.GetAsync(path, headers);
        return (await harness.Records.NextAsync()).AccessLog!.Text;
    }

    [GeneratedRegex("""^127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /x HTTP/1\.1" 200 11 [0-9a-f-]{36}$""")]
    private static partial Regex ClfLine();
}
