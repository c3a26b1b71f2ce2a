using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Execution.FunctionUrls;

/// <summary>Function URLs over a socket (Lambda developer guide, "Invoking Lambda function URLs"; deployment-and-tools §6.5).</summary>
public sealed class FunctionUrlTests
{
    [Fact]
    public async Task The_event_is_payload_2_0_with_placeholders()
    {
        await using var house = await UrlHouse.StartAsync();

        var response = await house.SendAsync(
            "POST", "/my/path?parameter1=value1&parameter1=value2&parameter2=value",
            new StringContent("Hello from client!", Encoding.UTF8, "text/plain"),
            headers: [("Cookie", "cookie1; cookie2"), ("X-Header", "value1"), ("User-Agent", "agent")]);

        ((int)response.StatusCode).ShouldBe(200);
        var (function, payload, _) = house.Harness.Functions.Calls.ShouldHaveSingleItem();
        function.Arn.ShouldBe(UrlHouse.Arn);
        var sent = JsonNode.Parse(payload)!.AsObject();
        sent.Select(static member => member.Key).ShouldBe([
            "version", "routeKey", "rawPath", "rawQueryString", "cookies", "headers", "queryStringParameters",
            "requestContext", "body", "isBase64Encoded"]);
        sent["version"]!.ToString().ShouldBe("2.0");
        sent["routeKey"]!.ToString().ShouldBe("$default");
        sent["rawPath"]!.ToString().ShouldBe("/my/path");
        sent["rawQueryString"]!.ToString().ShouldBe("parameter1=value1&parameter1=value2&parameter2=value");
        sent["cookies"]!.ToJsonString().ShouldBe("""["cookie1","cookie2"]""");
        sent["queryStringParameters"]!.ToJsonString().ShouldBe("""{"parameter1":"value1,value2","parameter2":"value"}""");
        sent["body"]!.ToString().ShouldBe("Hello from client!");
        sent["isBase64Encoded"]!.GetValue<bool>().ShouldBeFalse();
        var headers = sent["headers"]!;
        headers["x-header"]!.ToString().ShouldBe("value1");
        headers["x-forwarded-for"]!.ToString().ShouldBe("127.0.0.1");
        headers["x-forwarded-proto"]!.ToString().ShouldBe("http");
        headers["host"]!.ToString().ShouldBe(UrlHouse.Host);
        headers["cookie"].ShouldBeNull();
        var context = sent["requestContext"]!;
        context["accountId"]!.ToString().ShouldBe("anonymous");
        context["apiId"]!.ToString().ShouldBe(UrlHouse.Id);
        context["domainName"]!.ToString().ShouldBe(UrlHouse.Host);
        context["domainPrefix"]!.ToString().ShouldBe(UrlHouse.Id);
        context["stage"]!.ToString().ShouldBe("$default");
        context["http"]!["path"]!.ToString().ShouldBe("/my/path");
        context["http"]!["userAgent"]!.ToString().ShouldBe("agent");
        context["requestId"]!.ToString().ShouldBe(response.Headers.GetValues("x-amzn-RequestId").Single());
    }

    [Theory]
    [InlineData("\"Hello, world!\"", 200, "\"Hello, world!\"", "application/json")]
    [InlineData("{\"message\": \"Hello, world!\"}", 200, "{\"message\": \"Hello, world!\"}", "application/json")]
    [InlineData("{\"statusCode\":201,\"body\":\"text\"}", 201, "text", "application/json")]
    [InlineData("{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/x\"},\"body\":\"text\"}", 201, "text", "text/x")]
    [InlineData("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}", 200, "hi", "application/json")]
    public async Task An_answer_is_read_as_the_guide_s_tables_say(string payload, int status, string body, string type)
    {
        await using var house = await UrlHouse.StartAsync();
        house.Harness.Functions.Returns(payload);

        var response = await house.SendAsync();

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.Content.Headers.ContentType!.ToString().ShouldBe(type);
        response.Content.Headers.ContentLength.ShouldBe(body.Length);
    }

    [Fact]
    public async Task Cookies_become_header_lines()
    {
        await using var house = await UrlHouse.StartAsync();
        house.Harness.Functions.Returns("""{"statusCode":201,"headers":{"My-Custom-Header":"v"},"cookies":["a=1","b=2; Max-Age=1"]}""");

        var response = await house.SendAsync();

        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2; Max-Age=1"]);
        response.Headers.GetValues("My-Custom-Header").ShouldBe(["v"]);
    }

    [Theory]
    [InlineData(FunctionOutcome.FunctionFailed, """{"errorMessage":"no"}""", 502, "Internal Server Error")]
    [InlineData(FunctionOutcome.HostFailed, "", 502, "Internal Server Error")]
    [InlineData(FunctionOutcome.Succeeded, "{", 502, "Internal Server Error")]
    [InlineData(FunctionOutcome.Succeeded, """{"statusCode":"x"}""", 502, "Internal Server Error")]
    [InlineData(
        FunctionOutcome.Throttled, "", 429,
        """{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}""")]
    public async Task What_goes_wrong_has_Lambdas_answer(FunctionOutcome outcome, string payload, int status, string body)
    {
        await using var house = await UrlHouse.StartAsync();
        house.Harness.Functions.Returns(outcome, payload);

        var response = await house.SendAsync();

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Theory]
    [InlineData("bbcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.localhost")]
    [InlineData(UrlHouse.Id + ".lambda-url.eu-west-1.localhost")]
    public async Task A_host_that_no_URL_has_is_forbidden(string host)
    {
        await using var house = await UrlHouse.StartAsync();

        var response = await house.SendAsync(host: host);

        ((int)response.StatusCode).ShouldBe(403);
        house.Harness.Functions.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(UrlHouse.Id + ".lambda-url.us-east-1.on.aws")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345.LAMBDA-URL.us-east-1.example.com:8080")]
    public async Task Any_domain_behind_the_region_leads_here(string host)
    {
        await using var house = await UrlHouse.StartAsync();

        ((int)(await house.SendAsync(host: host)).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task An_alias_has_a_URL_of_its_own()
    {
        await using var house = await UrlHouse.StartAsync(qualifier: "live", isPublic: false);
        ((int)(await house.SendAsync()).StatusCode).ShouldBe(403, "the function's own policy says nothing of its alias");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_and_never_reaches_the_function()
    {
        await using var house = await UrlHouse.StartAsync();

        var response = await house.SendAsync("POST", body: new ByteArrayContent(new byte[6 * 1024 * 1024 + 1]));

        ((int)response.StatusCode).ShouldBe(413);
        house.Harness.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_or_deleted_URL_is_in_force_at_once()
    {
        await using var house = await UrlHouse.StartAsync();
        ((int)(await house.SendAsync()).StatusCode).ShouldBe(200);

        await house.Harness.Store.CommitAsync(
            new Gatehouse.Model.Documents.DocumentBatch(ExecutionHarness.Scope).DeleteIfPresent<FunctionUrlDocument>("f"),
            CancellationToken.None);

        ((int)(await house.SendAsync()).StatusCode).ShouldBe(403);
    }
}
