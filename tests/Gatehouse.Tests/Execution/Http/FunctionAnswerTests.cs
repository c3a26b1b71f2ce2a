using System.Net;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>What a function answers, and what becomes of it: http-api §7.6 and §7.7.</summary>
public sealed class FunctionAnswerTests
{
    private const string Failed = "{\"message\":\"Internal Server Error\"}";

    [Theory]
    [InlineData("{\"b\" : 1, \"a\":[ ]}", "{\"b\" : 1, \"a\":[ ]}")] // byte for byte
    [InlineData("\"Hi \\u00e9\"", "Hi é")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("17", "17")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    public async Task Payload_2_0_infers_a_response_from_what_has_no_status(string payload, string body)
    {
        await using var fixture = await StartAsync(payload);

        using var response = await fixture.GetAsync("/v2");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.Content.Headers.ContentLength.ShouldBe(System.Text.Encoding.UTF8.GetByteCount(body));
    }

    [Fact]
    public async Task A_structured_response_of_2_0_has_status_headers_cookies_and_body()
    {
        await using var fixture = await StartAsync("""
            {"statusCode":201,"headers":{"X-A":"1","x-number":7,"x-flag":true,"x-null":null,"Content-Type":"text/css"},
             "cookies":["a=1; Secure","b=2"],"body":"grün","isBase64Encoded":false,"unknown":{"x":[1]},
             "multiValueHeaders":{"X-B":["1"]}}
            """);

        using var response = await fixture.GetAsync("/v2");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.Content.ReadAsStringAsync()).ShouldBe("grün");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/css");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1; Secure", "b=2"]);
        response.Headers.GetValues("X-A").Single().ShouldBe("1");
        response.Headers.GetValues("x-number").Single().ShouldBe("7");
        response.Headers.GetValues("x-flag").Single().ShouldBe("true");
        response.Headers.Contains("x-null").ShouldBeFalse();
        response.Headers.Contains("X-B").ShouldBeFalse(); // 2.0 ignores multiValueHeaders
    }

    [Fact]
    public async Task A_response_of_1_0_honours_multiple_values_and_ignores_cookies()
    {
        await using var fixture = await StartAsync("""
            {"statusCode":"202","headers":{"X-A":"1","X-B":"single"},"multiValueHeaders":{"x-b":["1","2"],"Set-Cookie":["a","b"]},
             "cookies":["c=3"],"body":"text"}
            """);

        using var response = await fixture.GetAsync("/v1");

        ((int)response.StatusCode).ShouldBe(202);
        response.Headers.GetValues("X-A").Single().ShouldBe("1");
        response.Headers.GetValues("X-B").ShouldBe(["1", "2"]);
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a", "b"]);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Theory]
    [InlineData("/v2", "text/plain; charset=UTF-8")]
    [InlineData("/v1", "application/json")]
    public async Task Without_a_content_type_the_format_has_its_own(string path, string expected) // both unconfirmed
    {
        await using var fixture = await StartAsync("{\"statusCode\":200,\"body\":\"x\"}");

        using var response = await fixture.GetAsync(path);

        response.Content.Headers.ContentType!.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("/v2")]
    [InlineData("/v1")]
    public async Task Base64_is_decoded_whatever_the_client_accepts(string path)
    {
        await using var fixture = await StartAsync(
            "{\"statusCode\":200,\"headers\":{\"content-type\":\"image/png\"},\"body\":\"AAEC/w==\",\"isBase64Encoded\":true}");

        using var response = await fixture.GetAsync(path, ("Accept", "application/json"));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe([0, 1, 2, 255]);
    }

    [Theory]
    [InlineData("{\"statusCode\":200,\"body\":{\"a\":1}}", "body")]
    [InlineData("{\"statusCode\":200,\"body\":7}", "body")]
    [InlineData("{\"statusCode\":\"abc\"}", "statusCode")]
    [InlineData("{\"statusCode\":99}", "statusCode")]
    [InlineData("{\"statusCode\":600}", "statusCode")]
    [InlineData("{\"statusCode\":200.5}", "statusCode")]
    [InlineData("{\"statusCode\":null}", "statusCode")]
    [InlineData("{\"statusCode\":200,\"headers\":[]}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a\":[\"1\"]}}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a\":\"1\\r\\nX: y\"}}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a b\":\"1\"}}", "headers")]
    [InlineData("{\"statusCode\":200,\"cookies\":\"a=1\"}", "cookies")]
    [InlineData("{\"statusCode\":200,\"isBase64Encoded\":\"yes\"}", "isBase64Encoded")]
    [InlineData("no json", "body")]
    [InlineData("", "body")]
    [InlineData("{} {}", "body")]
    public async Task A_member_of_the_wrong_type_is_500_with_its_name_in_the_integration_error(string payload, string field)
    {
        await using var fixture = await StartAsync(payload);

        (await fixture.AskAsync("GET", "/v2")).ShouldBe((500, Failed));

        fixture.Detail.ShouldEndWith($"Lambda body contains the wrong type for field \"{field}\"");
    }

    [Theory]
    [InlineData("{\"body\":\"x\"}")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    public async Task Payload_1_0_demands_a_status(string payload)
    {
        await using var fixture = await StartAsync(payload);

        (await fixture.AskAsync("GET", "/v1")).ShouldBe((500, Failed));
    }

    [Theory]
    [InlineData("/v2")]
    [InlineData("/v1")]
    public async Task What_is_no_Base64_is_500(string path)
    {
        await using var fixture = await StartAsync("{\"statusCode\":200,\"body\":\"%%%\",\"isBase64Encoded\":true}");

        (await fixture.AskAsync("GET", path)).ShouldBe((500, Failed));
    }

    [Fact]
    public async Task The_framing_of_a_function_is_replaced()
    {
        await using var fixture = await StartAsync("""
            {"statusCode":200,"headers":{"Content-Length":"99","Connection":"close","Transfer-Encoding":"chunked","Date":"never","apigw-requestid":"forged"},"body":"ok"}
            """);

        using var response = await fixture.GetAsync("/v2");

        response.Content.Headers.ContentLength.ShouldBe(2);
        response.Headers.ConnectionClose.ShouldNotBe(true);
        response.Headers.GetValues("apigw-requestid").Single().ShouldNotBe("forged");
    }

    [Fact]
    public async Task A_function_error_is_500_with_its_message_for_the_log()
    {
        await using var fixture = await StartAsync("{}");
        fixture.Functions.Returns(FunctionOutcome.FunctionFailed, "{\"errorMessage\":\"boom\",\"errorType\":\"Error\"}");

        (await fixture.AskAsync("GET", "/v2")).ShouldBe((500, Failed));

        fixture.Detail.ShouldBe("The Lambda function returned the following error: boom. Check your Lambda function code and try again.");
        fixture.Harness.Records.Records[^1].IntegrationStatus.ShouldBe(200); // Lambda's own answer
    }

    [Fact]
    public async Task A_function_that_does_not_let_the_gateway_in_is_500_and_not_called()
    {
        await using var fixture = await StartAsync("{}");
        fixture.Harness.Access.IsAllowed = false;

        (await fixture.AskAsync("GET", "/v2")).ShouldBe((500, Failed));

        fixture.Functions.Calls.ShouldBeEmpty();
        fixture.Detail.ShouldBe(
            "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. "
            + "Check the permissions and try again.");
    }

    [Theory]
    [InlineData(FunctionOutcome.NotFound, 500)]
    [InlineData(FunctionOutcome.Throttled, 503)]
    [InlineData(FunctionOutcome.NotReady, 500)]
    [InlineData(FunctionOutcome.HostFailed, 500)]
    public async Task What_Lambda_itself_refuses_has_its_status(FunctionOutcome outcome, int status)
    {
        await using var fixture = await StartAsync("{}");
        fixture.Functions.Returns(outcome, "");

        (await fixture.AskAsync("GET", "/v2")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_function_that_is_late_is_503_and_goes_on()
    {
        await using var fixture = await HttpApiFixture.StartAsync(
            (api, _) => api.Function("GET /v2", configure: static one => one with { TimeoutInMillis = 50 }));
        fixture.Functions.Handler = static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new System.Diagnostics.UnreachableException();
        };

        (await fixture.AskAsync("GET", "/v2")).ShouldBe((503, "{\"message\":\"Service Unavailable\"}"));
        fixture.Harness.Records.Records[^1].GatewayResponseType.ShouldBe("INTEGRATION_TIMEOUT");
    }

    [Fact]
    public async Task An_answer_over_6_MB_is_500()
    {
        await using var fixture = await StartAsync("\"" + new string('a', (6 * 1024 * 1024) + 1) + "\"");

        (await fixture.AskAsync("GET", "/v2")).ShouldBe((500, Failed));
    }

    private static async Task<HttpApiFixture> StartAsync(string payload)
    {
        var fixture = await HttpApiFixture.StartAsync((api, _) => api.Function("GET /v2").Function("GET /v1", "1.0"));
        fixture.Functions.Returns(payload);
        return fixture;
    }
}
