using System.Text;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>Single rules of the sheet over a socket, each with its section.</summary>
public sealed class ConformityTests
{
    [Theory] // §3 step 8, §15: 1,600 bytes with authorization or a resource policy
    [InlineData("AWS_IAM", 1_600, 414)]
    [InlineData("AWS_IAM", 1_400, 403)]
    [InlineData("NONE", 1_600, 200)]
    public async Task A_method_ARN_over_its_limit_is_414_where_somebody_authorizes(string authorization, int length, int status)
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/{p}", "GET", ApiBuilder.MockOf("ok"), m => m with { AuthorizationType = authorization }));

        var response = await harness.GetAsync("/prod/" + new string('a', length));

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 414)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Request URI too long\"}");
        }
    }

    [Theory] // §1.6: "unless client asked close"
    [InlineData("Connection: keep-alive", "keep-alive")]
    [InlineData("X-None: 1", "keep-alive")]
    [InlineData("Connection: close", "close")]
    public async Task The_answer_says_whether_the_connection_is_kept(string line, string expected)
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/hello", "GET"));

        (await RestPlaneTests.RawAsync(harness, "GET /prod/hello HTTP/1.1", $"Host: {harness.Host}", line))
            .ShouldContain($"\r\nConnection: {expected}\r\n");
    }

    [Fact] // §1.6: a client's Self is not echoed
    public async Task The_answer_names_the_trace_without_anybodys_Self()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method(
            "/x", "GET", new IntegrationDocument { Type = "HTTP_PROXY", HttpMethod = "GET", Uri = backend.Url }));

        var response = await harness.GetAsync(
            "/prod/x", ("X-Amzn-Trace-Id", "Self=1-a-b;Root=1-67891233-abcdef012345678912345678;Sampled=1"));

        response.Headers.GetValues("X-Amzn-Trace-Id").ShouldBe(["Root=1-67891233-abcdef012345678912345678;Sampled=1"]);
        backend.Requests[0].Headers["X-Amzn-Trace-Id"].ShouldMatch("^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-");
    }

    [Fact] // §5.4: a path mapped from a body that is no JSON, which nothing else maps
    public async Task A_broken_body_behind_a_path_placeholder_is_the_callers_fault()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "POST", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "POST", Uri = backend.Url + "/{id}",
            RequestParameters = ApiBuilder.Map(("integration.request.path.id", "method.request.body.id")),
        }));

        var response = await harness.SendAsync("POST", "/prod/x", new StringContent("{\"id\":", Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Invalid JSON in request body\"}");
        backend.Requests.ShouldBeEmpty();
    }

    [Theory] // §5.4: each source expression
    [InlineData("method.request.path.p", "a b")]
    [InlineData("method.request.querystring.q", "2")]
    [InlineData("method.request.multivaluequerystring.q", "1,2")]
    [InlineData("method.request.header.X-H", "second")]
    [InlineData("method.request.multivalueheader.X-H", "first,second")]
    [InlineData("method.request.body", "{\"a\":{\"b\":[1,2.50]},\"s\":\"t\",\"n\":null,\"f\":false}")]
    [InlineData("method.request.body.a", "{\"b\":[1,2.5]}")]
    [InlineData("method.request.body.a.b[1]", "2.5")]
    [InlineData("method.request.body.s", "t")]
    [InlineData("method.request.body.f", "false")]
    [InlineData("method.request.body.n", null)]
    [InlineData("method.request.body.missing", null)]
    [InlineData("method.request.header.x-h", null)] // case-sensitive
    [InlineData("method.request.querystring.none", null)]
    [InlineData("stageVariables.color", "red")]
    [InlineData("stageVariables.none", null)]
    [InlineData("context.httpMethod", "POST")]
    [InlineData("context.resourcePath", "/x/{p}")]
    [InlineData("context.stage", "prod")]
    [InlineData("context.Stage", null)]
    [InlineData("context.nothing", null)]
    [InlineData("'a literal'", "a literal")]
    public async Task Every_source_expression_reaches_the_backend_or_leaves_its_target_out(string source, string? expected)
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x/{p}", "POST", new IntegrationDocument
            {
                Type = "HTTP", HttpMethod = "POST", Uri = backend.Url,
                RequestParameters = ApiBuilder.Map(("integration.request.header.X-Out", source)),
                IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
            }),
            stage => stage with { Variables = ApiBuilder.Map(("color", "red")) });

        // By hand: a client library would send one line for both values.
        const string body = "{\"a\":{\"b\":[1,2.50]},\"s\":\"t\",\"n\":null,\"f\":false}";
        await RestPlaneTests.RawAsync(
            harness, "POST /prod/x/a%20b?q=1&q=2 HTTP/1.1", $"Host: {harness.Host}", "X-H: first", "X-H: second",
            "Content-Type: application/json", $"Content-Length: {body.Length}", "Connection: close", "", body);

        backend.Requests[0].Headers.GetValueOrDefault("X-Out").ShouldBe(expected);
    }

    [Theory] // §5.4: illegal header targets, for every type
    [InlineData("HTTP", "Content-Length")]
    [InlineData("HTTP_PROXY", "transfer-encoding")]
    [InlineData("HTTP", "X-Amzn-Trace-Id")]
    [InlineData("HTTP_PROXY", "x-amzn-apigateway-api-id")]
    [InlineData("AWS_PROXY", "Authorization")]
    [InlineData("AWS", "te")]
    [InlineData("AWS_PROXY", "Connection")]
    public async Task An_illegal_header_target_is_a_configuration_error(string type, string header)
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "POST", new IntegrationDocument
        {
            Type = type, HttpMethod = "POST",
            Uri = type.StartsWith("AWS", StringComparison.Ordinal)
                ? "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations"
                : "http://127.0.0.1:1/",
            RequestParameters = ApiBuilder.Map(("integration.request.header." + header, "'v'")),
        }));

        var response = await harness.SendAsync("POST", "/prod/x", null);

        ((int)response.StatusCode).ShouldBe(500);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Internal server error\"}");
        harness.Records.Records[0].Detail.ShouldBe(
            $"Execution failed due to configuration error: {header} header already present");
    }
}
