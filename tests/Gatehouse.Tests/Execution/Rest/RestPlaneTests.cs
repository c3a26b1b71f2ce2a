using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>Whole requests over a socket: addresses, fronts, routing, limits, added headers.</summary>
public sealed partial class RestPlaneTests
{
    [Fact]
    public async Task A_mock_answers_with_its_body_and_the_gateways_headers_in_their_exact_spelling() // §1.6
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET", "{\"hello\":\"world\"}"));

        var answer = await RawAsync(harness, "GET /prod/hello HTTP/1.1", $"Host: {harness.Host}");

        answer.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        answer.ShouldContain("\r\nContent-Type: application/json\r\n");
        answer.ShouldContain("\r\nContent-Length: 17\r\n");
        answer.ShouldContain("\r\nConnection: keep-alive\r\n");
        answer.ShouldContain("\r\nDate: ");
        RequestIdLine().IsMatch(answer).ShouldBeTrue(answer);
        ExtendedIdLine().IsMatch(answer).ShouldBeTrue(answer);
        answer.ShouldNotContain("Server:");
        answer.ShouldNotContain("Trace-Id");
        answer.ShouldEndWith("\r\n\r\n{\"hello\":\"world\"}");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nostage/hello")]
    [InlineData("/PROD/hello")] // stages are case-sensitive (§1.1)
    public async Task An_unknown_stage_is_forbidden(string path) // §1.2
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        var response = await harness.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\":\"Forbidden\"}");
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["ForbiddenException"]);
        response.Headers.Contains("x-amzn-RequestId").ShouldBeTrue();
        response.Headers.Contains("x-amz-apigw-id").ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_API_is_forbidden_and_other_hosts_are_not_ours()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        (await RawAsync(harness, "GET /prod/hello HTTP/1.1", "Host: zzzzzzzzzz.execute-api.localhost"))
            .ShouldStartWith("HTTP/1.1 403");
        (await RawAsync(harness, "GET /prod/hello HTTP/1.1", "Host: localhost")).ShouldStartWith("HTTP/1.1 599");
    }

    [Theory]
    [InlineData("/ping")]
    [InlineData("/sping")]
    public async Task The_health_check_answers_on_a_host_that_maps_to_an_API(string path) // §1.1
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        (await harness.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_path_forms_of_local_tooling_and_any_case_of_the_API_id_reach_the_same_stage()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        foreach (var (target, host) in new[]
        {
            ($"/_aws/execute-api/{ApiBuilder.ApiId}/prod/hello", "localhost"),
            ($"/restapis/{ApiBuilder.ApiId}/prod/_user_request_/hello", "localhost"),
            ("/prod/hello/", $"{ApiBuilder.ApiId.ToUpperInvariant()}.EXECUTE-API.us-east-1.amazonaws.com:443"),
        })
        {
            (await RawAsync(harness, $"GET {target} HTTP/1.1", $"Host: {host}")).ShouldStartWith("HTTP/1.1 200");
        }
    }

    [Fact]
    public async Task A_disabled_default_endpoint_is_forbidden() // §1.2
    {
        var api = new ApiBuilder().Mock("/hello", "GET");
        api.Api = api.Api with { DisableExecuteApiEndpoint = true };
        await using var harness = await ExecutionHarness.StartAsync(api);

        (await harness.GetAsync("/prod/hello")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("GET", "/prod/nothing")]
    [InlineData("POST", "/prod/hello")] // never 405 (§2)
    [InlineData("HEAD", "/prod/hello")] // HEAD is not derived from GET (§1.7)
    [InlineData("OPTIONS", "/prod/hello")] // no built-in CORS (§1.7)
    [InlineData("PURGE", "/prod/hello")]
    public async Task No_route_is_a_missing_authentication_token(string verb, string path)
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        var response = await harness.SendAsync(verb, path, null);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["MissingAuthenticationTokenException"]);
        if (verb != "HEAD")
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\":\"Missing Authentication Token\"}");
        }
    }

    [Fact]
    public async Task No_route_with_a_bearer_token_is_an_incomplete_signature() // §2, "commonly missed"
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        var response = await harness.GetAsync("/prod/nothing", ("Authorization", "Bearer abc"));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["IncompleteSignatureException"]);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith(
            "{\"message\":\"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256");
    }

    [Fact]
    public async Task ANY_covers_the_seven_verbs_and_an_exact_verb_wins() // §1.7, §2
    {
        var api = new ApiBuilder().Mock("/x", "ANY", "any").Mock("/x", "GET", "get");
        await using var harness = await ExecutionHarness.StartAsync(api);

        (await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe("get");
        foreach (var verb in new[] { "DELETE", "OPTIONS", "PATCH", "POST", "PUT" })
        {
            (await (await harness.SendAsync(verb, "/prod/x", null)).Content.ReadAsStringAsync()).ShouldBe("any");
        }

        (await harness.SendAsync("HEAD", "/prod/x", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await harness.SendAsync("PURGE", "/prod/x", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_method_override_header_changes_the_route() // §1.4
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "DELETE", "deleted"));

        var response = await harness.SendAsync("POST", "/prod/x", null, ("X-HTTP-Method-Override", "DELETE"));

        (await response.Content.ReadAsStringAsync()).ShouldBe("deleted");
    }

    [Fact]
    public async Task A_clients_UUID_is_the_request_id_and_anything_else_is_replaced() // §1.4
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"));
        const string chosen = "0f8fad5b-d9cb-469f-a165-70867728950e";

        (await harness.GetAsync("/prod/x", ("X-Amzn-RequestId", chosen))).Headers.GetValues("x-amzn-RequestId").ShouldBe([chosen]);
        (await harness.GetAsync("/prod/x", ("X-Amzn-RequestId", "mine"))).Headers.GetValues("x-amzn-RequestId")
            .ShouldBe(["UUID_REPLACED_INVALID_REQUEST_ID"]);
    }

    [Fact]
    public async Task A_declared_length_over_ten_MiB_is_refused_as_text() // §15
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "POST"));

        var answer = await RawAsync(
            harness, "POST /prod/x HTTP/1.1", $"Host: {harness.Host}", "Content-Length: 10485761", "Connection: close");

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("Content-Type: text/plain");
        answer.ShouldEndWith("\r\n\r\nHTTP content length exceeded 10485760 bytes.");
    }

    [Fact]
    public async Task A_chunked_body_over_ten_MiB_is_refused_where_something_reads_it()
    {
        var function = FunctionApi();
        await using var harness = await ExecutionHarness.StartAsync(function);
        using var body = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        body.Headers.ContentLength = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{harness.Port}/prod/f") { Content = body };
        request.Headers.Host = harness.Host;
        request.Headers.TransferEncodingChunked = true;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        harness.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_URL_longer_than_the_endpoint_allows_is_refused() // §15: 10,240 REGIONAL, 8,192 EDGE
    {
        var edge = new ApiBuilder().Mock("/x", "GET");
        edge.Api = edge.Api with { EndpointConfiguration = new EndpointConfiguration { Types = ["EDGE"] } };
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"));
        await harness.DeployAsync(edge, stageName: "edge", deployment: "dep002");

        (await harness.GetAsync("/prod/x?" + new string('a', 9_000))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await harness.GetAsync("/prod/x?" + new string('a', 10_300))).StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
        (await harness.GetAsync("/edge/x?" + new string('a', 9_000))).StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
    }

    [Fact]
    public async Task A_header_block_over_20_480_bytes_is_refused() // §15
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"));

        (await harness.GetAsync("/prod/x", ("x-big", new string('a', 20_000)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await harness.GetAsync("/prod/x", ("x-big", new string('a', 20_480)))).StatusCode
            .ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Theory]
    [InlineData("/prod/x?a=%zz")]
    [InlineData("/prod/x?a={b}")]
    [InlineData("/prod/x?a=b|c")]
    public async Task A_target_that_is_not_encoded_is_a_bad_request(string target) // §1.3
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"));

        (await RawAsync(harness, $"GET {target} HTTP/1.1", $"Host: {harness.Host}")).ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task HEAD_keeps_the_length_and_sends_no_body() // §1.7
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "HEAD", "12345"));

        var answer = await RawAsync(harness, "HEAD /prod/x HTTP/1.1", $"Host: {harness.Host}", "Connection: close");

        answer.ShouldContain("Content-Length: 5");
        answer.ShouldEndWith("\r\n\r\n");
    }

    [Fact]
    public async Task A_finished_request_leaves_a_record_with_the_reason_of_a_fault()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x/{id}", "GET"));

        await harness.GetAsync("/prod/x/1");
        var served = await harness.Records.NextAsync();
        await harness.GetAsync("/prod/y");
        var refused = await harness.Records.NextAsync();

        (served.Status, served.ResourcePath, served.Path, served.GatewayResponseType).ShouldBe((200, "/x/{id}", "/prod/x/1", null));
        (refused.Status, refused.GatewayResponseType, refused.ResourcePath).ShouldBe((403, "MISSING_AUTHENTICATION_TOKEN", null));
        refused.Detail.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task No_record_is_built_when_nobody_listens()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET"));
        harness.Records.IsEnabled = false;

        await harness.GetAsync("/prod/x");

        harness.Records.Records.ShouldBeEmpty();
    }

    internal static ApiBuilder FunctionApi(string path = "/f", string verb = "POST") => new ApiBuilder().Method(
        path, verb, new IntegrationDocument
        {
            Type = "AWS_PROXY",
            HttpMethod = "POST",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations",
        });

    internal static async Task<string> RawAsync(ExecutionHarness harness, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, harness.Port);
        var stream = client.GetStream();
        var head = string.Join("\r\n", lines);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\n\r\n"));
        using var buffer = new MemoryStream();
        var chunk = new byte[16_384];
        while (true)
        {
            var count = await stream.ReadAsync(chunk);
            if (count == 0)
            {
                break;
            }

            buffer.Write(chunk, 0, count);
            if (IsComplete(Encoding.Latin1.GetString(buffer.ToArray()), lines[0].StartsWith("HEAD", StringComparison.Ordinal)))
            {
                break;
            }
        }

        return Encoding.Latin1.GetString(buffer.ToArray());
    }

    private static bool IsComplete(string text, bool isHead)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = ContentLength().Match(text);
        return isHead || (length.Success && text.Length - end - 4 >= int.Parse(length.Groups[1].Value));
    }

    [GeneratedRegex(@"\r\nx-amzn-RequestId: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\r\n")]
    private static partial Regex RequestIdLine();

    [GeneratedRegex(@"\r\nx-amz-apigw-id: [A-Za-z0-9+/]{15}=\r\n")]
    private static partial Regex ExtendedIdLine();

    [GeneratedRegex(@"Content-Length: (\d+)")]
    private static partial Regex ContentLength();
}
