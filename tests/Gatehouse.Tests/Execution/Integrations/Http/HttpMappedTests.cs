using System.Text;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http;

/// <summary>rest-execution §5.4 to §5.7: HTTP against a real backend.</summary>
public sealed class HttpMappedTests
{
    [Fact]
    public async Task The_backend_gets_what_is_mapped_and_the_defaults_and_nothing_else() // §5.5
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url + "/p?u=1", i => i with
        {
            RequestParameters = ApiBuilder.Map(
                ("integration.request.header.X-Mapped", "method.request.header.X-Client"),
                ("integration.request.querystring.q", "method.request.querystring.a")),
        });

        await harness.SendAsync(
            "POST", "/prod/x?a=1%202&b=3", new StringContent("{\"k\":1}", Encoding.UTF8, "application/json"), ("X-Client", "v"), ("Accept", "x/y"));

        var sent = backend.Requests[0];
        (sent.Method, sent.Target, sent.Body).ShouldBe(("POST", "/p?u=1&q=1%202", "{\"k\":1}"));
        sent.Headers.Keys.Order(StringComparer.Ordinal).ShouldBe([
            "Accept", "Connection", "Content-Length", "Content-Type", "Host", "User-Agent", "X-Amzn-Trace-Id", "X-Mapped",
            "x-amzn-apigateway-api-id",
        ]);
        (sent.Headers["Accept"], sent.Headers["X-Mapped"], sent.Headers["Content-Type"])
            .ShouldBe(("application/json", "v", "application/json; charset=utf-8"));
    }

    [Fact]
    public async Task The_response_is_selected_by_the_status_and_only_mapped_headers_come_back() // §5.7
    {
        await using var backend = await BackendServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["X-Reason"] = "busy";
            context.Response.Headers["X-Other"] = "hidden";
            return context.Response.WriteAsync("{\"code\":{\"n\":10.50}}");
        });
        await using var harness = await StartAsync(backend.Url, i => i with
        {
            IntegrationResponses = ApiBuilder.Map(
                ("200", new IntegrationResponseDocument { StatusCode = "200" }),
                ("500", new IntegrationResponseDocument
                {
                    StatusCode = "500",
                    SelectionPattern = "5\\d{2}",
                    ResponseParameters = ApiBuilder.Map(
                        ("method.response.header.X-Why", "integration.response.header.X-Reason"),
                        ("method.response.header.X-Code", "integration.response.body.code"),
                        ("method.response.header.X-None", "integration.response.header.Nope")),
                })),
        });

        var response = await harness.SendAsync("POST", "/prod/x", null);

        ((int)response.StatusCode).ShouldBe(500);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"code\":{\"n\":10.50}}");
        response.Headers.GetValues("X-Why").ShouldBe(["busy"]);
        response.Headers.GetValues("X-Code").ShouldBe(["{\"n\":10.5}"]);
        response.Headers.Contains("X-Other").ShouldBeFalse();
        response.Headers.Contains("X-None").ShouldBeFalse();
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        response.Headers.Contains("X-Amzn-Trace-Id").ShouldBeTrue();
    }

    [Fact]
    public async Task A_fixed_template_replaces_the_body_and_says_JSON() // §5.5
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await StartAsync(backend.Url, i => i with
        {
            RequestTemplates = ApiBuilder.Map<string?>(("application/json", "{\"fixed\":true}")),
        });

        await harness.SendAsync("POST", "/prod/x", null);

        (backend.Requests[0].Body, backend.Requests[0].Headers["Content-Type"]).ShouldBe(("{\"fixed\":true}", "application/json"));
    }

    [Theory]
    [InlineData("CONVERT_TO_BINARY", null, "aGk=", "hi")] // text to bytes: Base64 is undone
    [InlineData("CONVERT_TO_TEXT", "text/plain", "hi", "aGk=")] // a binary type to text: Base64
    [InlineData(null, null, "hi", "hi")]
    public async Task Content_handling_converts_the_request(string? handling, string? binaryType, string body, string sent) // §8.2
    {
        await using var backend = await BackendServer.StartAsync();
        var api = Api(backend.Url, i => i with { ContentHandling = handling });
        api.Api = api.Api with { BinaryMediaTypes = binaryType is null ? null : [binaryType] };
        await using var harness = await ExecutionHarness.StartAsync(api);

        await harness.SendAsync("POST", "/prod/x", new StringContent(body, null, "text/plain"));

        backend.Requests[0].Body.ShouldBe(sent);
    }

    [Fact]
    public async Task A_body_over_ten_MiB_is_an_internal_error() // §5.9
    {
        await using var backend = await BackendServer.StartAsync(
            static context => context.Response.Body.WriteAsync(new byte[(10 * 1024 * 1024) + 1]).AsTask());
        await using var harness = await StartAsync(backend.Url, static i => i);

        var response = await harness.SendAsync("POST", "/prod/x", null);

        ((int)response.StatusCode).ShouldBe(500);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Internal server error\"}");
    }

    private static Task<ExecutionHarness> StartAsync(string url, Func<IntegrationDocument, IntegrationDocument> configure) =>
        ExecutionHarness.StartAsync(Api(url, configure));

    private static ApiBuilder Api(string url, Func<IntegrationDocument, IntegrationDocument> configure) => new ApiBuilder().Method(
        "/x", "POST",
        configure(new IntegrationDocument
        {
            Type = "HTTP",
            HttpMethod = "POST",
            Uri = url,
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
        }),
        m => m with
        {
            MethodResponses = ApiBuilder.Map(
                ("200", new MethodResponseDocument { StatusCode = "200" }), ("500", new MethodResponseDocument { StatusCode = "500" })),
        });
}
