using System.Net;
using System.Text;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Rest;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http;

/// <summary>rest-execution §1.5, §5.2, §5.4, §5.5, §5.9: HTTP_PROXY against a real backend.</summary>
public sealed class HttpProxyTests
{
    [Fact]
    public async Task The_clients_request_goes_through_with_the_gateways_headers()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url + "/base", "POST");

        var response = await harness.SendAsync(
            "POST", "/prod/x?a=1&b=%C3%A9+f;c", new StringContent("hello"),
            ("X-Custom", "1"), ("X-Custom", "2"), ("Accept", "text/css"), ("Authorization", "Bearer t"), ("X-HTTP-Method-Override", "POST"));

        (await response.Content.ReadAsStringAsync()).ShouldBe("backend");
        var sent = backend.Requests[0];
        (sent.Method, sent.Target, sent.Body).ShouldBe(("POST", "/base?a=1&b=%C3%A9%20f&c=", "hello"));
        sent.Headers["X-Custom"].ShouldBe("1, 2"); // HttpClient joins them
        sent.Headers["Accept"].ShouldBe("text/css");
        sent.Headers["Authorization"].ShouldBe("Bearer t");
        sent.Headers["Host"].ShouldBe(backend.Url["http://".Length..]);
        sent.Headers["User-Agent"].ShouldBe($"AmazonAPIGateway_{ApiBuilder.ApiId}");
        sent.Headers["x-amzn-apigateway-api-id"].ShouldBe(ApiBuilder.ApiId);
        sent.Headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
        sent.Headers["X-Forwarded-Proto"].ShouldBe("http");
        sent.Headers["X-Amzn-Trace-Id"].ShouldStartWith("Root=1-");
        sent.Headers.ShouldNotContainKey("X-HTTP-Method-Override");
        response.Headers.GetValues("X-Amzn-Trace-Id").ShouldBe([sent.Headers["X-Amzn-Trace-Id"]]);
    }

    [Fact]
    public async Task What_the_connection_or_a_signature_owns_stays_behind() // §1.4, §1.5
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url, "GET");

        await RestPlaneTests.RawAsync(
            harness, "GET /prod/x HTTP/1.1", $"Host: {harness.Host}", "TE: trailers", "Expect: 100-continue", "Via: 1.1 me",
            "Max-Forwards: 3", "Upgrade: h2c", "Keep-Alive: timeout=5", "Content-MD5: x",
            "Authorization: AWS4-HMAC-SHA256 Credential=a", "Connection: close");

        backend.Requests[0].Headers.Keys.Order(StringComparer.Ordinal).ShouldBe([
            "Accept", "Connection", "Host", "User-Agent", "X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port",
            "X-Forwarded-Proto", "x-amzn-apigateway-api-id",
        ]);
        backend.Requests[0].Headers["Accept"].ShouldBe("application/json");
    }

    [Fact]
    public async Task The_backends_answer_comes_back_with_its_headers_by_the_table() // §1.5, toward client
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.WWWAuthenticate = "Basic";
            context.Response.Headers.Via = "1.1 b";
            context.Response.Headers.Append("Set-Cookie", new(["a=1", "b=2"]));
            context.Response.ContentType = "text/css";
            return context.Response.WriteAsync("moved");
        });
        await using var harness = await StartAsync(backend.Url, "GET");

        var response = await harness.GetAsync("/prod/x");

        ((int)response.StatusCode).ShouldBe(302); // a redirect is a normal response (§5.5)
        response.Headers.Location!.OriginalString.ShouldBe("/elsewhere");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        response.Headers.GetValues("x-amzn-Remapped-WWW-Authenticate").ShouldBe(["Basic"]);
        response.Headers.GetValues("x-amzn-Remapped-Server").ShouldBe(["Kestrel"]);
        response.Headers.Contains("x-amzn-Remapped-Date").ShouldBeTrue();
        response.Headers.Contains("Via").ShouldBeFalse();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/css");
        (await response.Content.ReadAsStringAsync()).ShouldBe("moved");
    }

    [Fact]
    public async Task Path_placeholders_and_stage_variables_make_the_URI() // §5.2, §1.3, §12
    {
        await using var backend = await BackendServer.StartAsync();
        var api = Api("${stageVariables.base}/{kind}/{proxy}?fixed=${stageVariables.none}1", "ANY", "/x/{k}/{proxy+}", Map(
            ("integration.request.path.proxy", "method.request.path.proxy"), ("integration.request.path.kind", "method.request.path.k")));
        await using var harness = await ExecutionHarness.StartAsync(api, s => s with { Variables = Map(("base", backend.Url + "/v1")) });

        await harness.GetAsync("/prod/x/a%20b%25/c/d%3Fe?q=1");

        backend.Requests[0].Target.ShouldBe("/v1/a%20b%25/c/d%3Fe?fixed=1&q=1");
        backend.Requests[0].Method.ShouldBe("GET");
    }

    [Fact]
    public async Task Mapped_headers_replace_and_mapped_query_values_are_appended() // §5.4, "HTTP_PROXY merge"
    {
        await using var backend = await BackendServer.StartAsync();
        var api = Api(backend.Url, "GET", "/x", Map(
            ("integration.request.header.X-Custom", "'fixed'"),
            ("integration.request.header.X-Id", "context.requestId"),
            ("integration.request.header.X-Absent", "method.request.querystring.none"),
            ("integration.request.querystring.q", "'3'"),
            ("integration.request.querystring.multi", "method.request.multivaluequerystring.q"),
            ("integration.request.querystring.last", "method.request.querystring.q")));
        await using var harness = await ExecutionHarness.StartAsync(api);

        var response = await harness.GetAsync("/prod/x?q=1&q=2", ("X-Custom", "client"));

        var sent = backend.Requests[0];
        sent.Target.ShouldBe("/?q=1&q=2&last=2&multi=1&multi=2&q=3");
        sent.Headers["X-Custom"].ShouldBe("fixed");
        sent.Headers["X-Id"].ShouldBe(response.Headers.GetValues("x-amzn-RequestId").Single());
        sent.Headers.ShouldNotContainKey("X-Absent");
    }

    [Fact]
    public async Task A_body_source_reads_JSON_and_a_broken_body_is_400() // §5.4
    {
        await using var backend = await BackendServer.StartAsync();
        var api = Api(backend.Url, "POST", "/x", Map(
            ("integration.request.header.X-Name", "method.request.body.pet.name"),
            ("integration.request.header.X-Tags", "method.request.body.tags")));
        await using var harness = await ExecutionHarness.StartAsync(api);

        await harness.SendAsync("POST", "/prod/x", new StringContent("{\"pet\":{\"name\":\"rex\"},\"tags\":[1,\"b\"]}"));
        await harness.SendAsync("POST", "/prod/x", new StringContent("plain"));
        var broken = await harness.SendAsync("POST", "/prod/x", new StringContent("{\"pet\":"));

        backend.Requests[0].Headers["X-Name"].ShouldBe("rex");
        backend.Requests[0].Headers["X-Tags"].ShouldBe("[1,\"b\"]");
        backend.Requests[0].Body.ShouldBe("{\"pet\":{\"name\":\"rex\"},\"tags\":[1,\"b\"]}");
        backend.Requests[1].Headers.ShouldNotContainKey("X-Name");
        ((int)broken.StatusCode).ShouldBe(400);
        (await broken.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Invalid JSON in request body\"}");
        backend.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task No_body_goes_with_a_method_that_has_none(string verb) // §5.5
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(Api(backend.Url, "POST", "/x", null, verb));

        await harness.SendAsync("POST", "/prod/x", new StringContent("dropped"));

        (backend.Requests[0].Method, backend.Requests[0].Body).ShouldBe((verb, string.Empty));
    }

    [Fact]
    public async Task A_long_chunked_body_flows_both_ways()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => i.ToString("D8")));
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            for (var at = 0; at < text.Length; at += 40_000)
            {
                await context.Response.WriteAsync(text.Substring(at, Math.Min(40_000, text.Length - at)));
                await context.Response.Body.FlushAsync();
            }
        });
        await using var harness = await StartAsync(backend.Url, "POST");
        using var body = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(text)));
        body.Headers.ContentLength = null;

        var response = await harness.SendAsync("POST", "/prod/x", body, ("Transfer-Encoding", "chunked"));

        (await response.Content.ReadAsStringAsync()).ShouldBe(text);
        backend.Requests[0].Body.ShouldBe(text);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("STREAM", false)]
    public async Task A_short_answer_of_unknown_length_gets_one_unless_the_method_streams(string? mode, bool hasLength) // §1.6
    {
        await using var backend = await BackendServer.StartAsync(static async context =>
        {
            await context.Response.WriteAsync("one,");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("two");
        });
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x", "GET", Proxy(backend.Url, null, null) with { ResponseTransferMode = mode }));

        var answer = await RestPlaneTests.RawAsync(harness, "GET /prod/x HTTP/1.1", $"Host: {harness.Host}", "Connection: close");

        answer.Contains("Content-Length: 7", StringComparison.Ordinal).ShouldBe(hasLength);
        answer.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal).ShouldBe(!hasLength);
        answer.ShouldContain("one,");
    }

    [Fact]
    public async Task A_chunked_body_over_ten_MiB_is_refused_while_it_flows() // §15
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url, "POST");
        using var body = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        body.Headers.ContentLength = null;

        var response = await harness.SendAsync("POST", "/prod/x", body, ("Transfer-Encoding", "chunked"));

        ((int)response.StatusCode).ShouldBe(413);
    }

    [Fact]
    public async Task A_compressed_request_body_is_decoded_and_its_header_dropped() // §8.4
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url, "POST");
        using var packed = new MemoryStream();
        await using (var deflate = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            deflate.Write("hello"u8);
        }

        await harness.SendAsync("POST", "/prod/x", new ByteArrayContent(packed.ToArray()), ("Content-Encoding", "deflate"));

        backend.Requests[0].Body.ShouldBe("hello");
        backend.Requests[0].Headers.ShouldNotContainKey("Content-Encoding");
    }

    [Fact]
    public async Task A_backend_without_a_content_type_gives_JSON_and_HEAD_keeps_the_length() // §1.6
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.ContentLength = 1_234_567;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(new byte[1_234_567]).AsTask();
        });
        await using var harness = await StartAsync(backend.Url, "ANY");

        var head = await RestPlaneTests.RawAsync(harness, "HEAD /prod/x HTTP/1.1", $"Host: {harness.Host}", "Connection: close");
        var get = await harness.GetAsync("/prod/x");

        head.ShouldContain("Content-Length: 1234567");
        head.ShouldContain("Content-Type: application/json");
        (await get.Content.ReadAsByteArrayAsync()).Length.ShouldBe(1_234_567);
        get.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Theory]
    [InlineData("image/png", "image/png", "\u00ff\u0001", "\u00ff\u0001")] // binary, wanted binary: raw
    [InlineData("image/png", "text/plain", "\u00ff\u0001", "/wE=")] // binary, wanted text: encoded
    [InlineData("text/plain", "image/png", "/wE=", "\u00ff\u0001")] // text, wanted binary: decoded
    [InlineData("text/plain", "text/plain", "/wE=", "/wE=")]
    public async Task The_table_of_binary_responses(string type, string accept, string body, string expected) // §8.3
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(body)).AsTask();
        });
        var api = Api(backend.Url, "GET", "/x", null);
        api.Api = api.Api with { BinaryMediaTypes = ["image/*"] };
        await using var harness = await ExecutionHarness.StartAsync(api);

        var response = await harness.GetAsync("/prod/x", ("Accept", accept));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Encoding.Latin1.GetBytes(expected));
    }

    [Fact]
    public async Task Text_that_is_no_Base64_for_a_client_that_wants_binary_is_500() // §8.3, row 3
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{\"error\":1}");
        });
        var api = Api(backend.Url, "GET", "/x", null);
        api.Api = api.Api with { BinaryMediaTypes = ["image/*"] };
        await using var harness = await ExecutionHarness.StartAsync(api);

        ((int)(await harness.GetAsync("/prod/x", ("Accept", "image/png"))).StatusCode).ShouldBe(500);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(200_000)]
    [InlineData(20_000_000)]
    public async Task A_long_answer_of_known_length_passes_whole(int length)
    {
        var body = new byte[length];
        new Random(7).NextBytes(body);
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.ContentLength = length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await using var harness = await StartAsync(backend.Url, "GET");

        var response = await harness.GetAsync("/prod/x");

        response.Content.Headers.ContentLength.ShouldBe(length);
        (await response.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public async Task A_backend_that_announces_much_and_dies_before_its_first_byte_is_504()
    {
        using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        await using var harness = await StartAsync(backend.Url, "GET");

        ((int)(await harness.GetAsync("/prod/x")).StatusCode).ShouldBe(504);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "Network error communicating with endpoint")]
    [InlineData("garbage\r\n\r\n", "Network error communicating with endpoint")]
    [InlineData("", "Network error communicating with endpoint")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "Network error communicating with endpoint")]
    [InlineData(null, "Endpoint request timed out")]
    public async Task A_backend_that_breaks_off_answers_garbage_or_never_answers_is_504(string? answer, string message) // §5.9
    {
        using var backend = new RawBackend(answer);
        await using var harness = await StartAsync(backend.Url, "GET", timeout: 200);

        var response = await harness.GetAsync("/prod/x");

        ((int)response.StatusCode).ShouldBe(504);
        (await response.Content.ReadAsStringAsync()).ShouldBe($"{{\"message\": \"{message}\"}}");
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InternalServerErrorException"]);
        response.Headers.Contains("X-Amzn-Trace-Id").ShouldBeTrue();
    }

    [Fact]
    public async Task A_backend_that_dies_after_much_of_its_body_cuts_the_clients_answer_short() // §5.14, mid-stream failure
    {
        using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + new string('a', 400_000));
        await using var harness = await StartAsync(backend.Url, "GET", timeout: 2_000);

        var failure = await Should.ThrowAsync<Exception>(async () => await (await harness.GetAsync("/prod/x")).Content.ReadAsByteArrayAsync());

        (failure is HttpRequestException or IOException).ShouldBeTrue(failure.ToString());
        harness.Records.Records[0].GatewayResponseType.ShouldBe("INTEGRATION_FAILURE");
    }

    [Fact]
    public async Task Nobody_at_the_address_is_504_and_no_such_name_is_500() // §5.9
    {
        using var gone = new RawBackend(string.Empty);
        var url = gone.Url;
        gone.Dispose();
        await using var harness = await ExecutionHarness.StartAsync(
            Api(url, "GET", "/gone", null).Method("/name", "GET", Proxy("http://no-such-name.invalid/", null, null)));

        ((int)(await harness.GetAsync("/prod/gone")).StatusCode).ShouldBe(504);
        var unresolved = await harness.GetAsync("/prod/name");
        ((int)unresolved.StatusCode).ShouldBe(500);
        harness.Records.Records[1].Detail!.ShouldStartWith("Execution failed due to configuration error: Invalid endpoint address");
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Map(params (string, string)[] entries) =>
        ApiBuilder.Map(entries);

    private static IntegrationDocument Proxy(
        string url, System.Collections.Immutable.ImmutableSortedDictionary<string, string>? parameters, string? verb, int timeout = 29_000) => new()
    {
        Type = "HTTP_PROXY", Uri = url, HttpMethod = verb ?? "ANY", RequestParameters = parameters, TimeoutInMillis = timeout,
    };

    private static ApiBuilder Api(
        string url, string verb, string path, System.Collections.Immutable.ImmutableSortedDictionary<string, string>? parameters, string? backendVerb = null) =>
        new ApiBuilder().Method(path, verb, Proxy(url, parameters, backendVerb));

    private static Task<ExecutionHarness> StartAsync(string url, string verb, int timeout = 29_000) =>
        ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", verb, Proxy(url, null, null, timeout)));
}
