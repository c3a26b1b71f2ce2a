using System.Net;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Mock;

/// <summary>rest-execution §5.6 (passthrough), §5.7 (selection) and §5.8 (MOCK), on the wire.</summary>
public sealed class MockIntegrationTests
{
    [Fact]
    public async Task A_preflight_as_the_console_writes_it_answers_with_its_CORS_headers() // §1.7
    {
        var api = new ApiBuilder().Method(
            "/x", "OPTIONS",
            new IntegrationDocument
            {
                Type = "MOCK",
                RequestTemplates = ApiBuilder.Map<string?>(("application/json", "{ statusCode: 200 }")),
                IntegrationResponses = ApiBuilder.Map(("204", new IntegrationResponseDocument
                {
                    StatusCode = "204",
                    ResponseParameters = ApiBuilder.Map(
                        ("method.response.header.Access-Control-Allow-Origin", "'*'"),
                        ("method.response.header.Access-Control-Allow-Methods", "'GET,OPTIONS'")),
                })),
            },
            m => m with { MethodResponses = ApiBuilder.Map(("204", new MethodResponseDocument { StatusCode = "204" })) });
        await using var harness = await ExecutionHarness.StartAsync(api);

        var response = await harness.SendAsync("OPTIONS", "/prod/x", null, ("Origin", "http://a.example"));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["GET,OPTIONS"]);
    }

    [Theory]
    [InlineData("WHEN_NO_MATCH", "application/json", true, 200)]
    [InlineData("WHEN_NO_MATCH", "application/json; charset=UTF-8", true, 200)] // parameters are stripped
    [InlineData("WHEN_NO_MATCH", null, true, 200)] // absent means JSON
    [InlineData("WHEN_NO_MATCH", "text/plain", true, 201)] // passes, so the body steers
    [InlineData("WHEN_NO_MATCH", "text/plain", false, 201)]
    [InlineData("WHEN_NO_TEMPLATES", "application/json", true, 200)]
    [InlineData("WHEN_NO_TEMPLATES", "text/plain", true, 415)]
    [InlineData("WHEN_NO_TEMPLATES", "text/plain", false, 201)]
    [InlineData("NEVER", "application/json", true, 200)]
    [InlineData("NEVER", "text/plain", true, 415)]
    [InlineData("NEVER", "text/plain", false, 415)]
    public async Task The_passthrough_matrix(string behavior, string? contentType, bool hasTemplates, int status)
    {
        var ok = new IntegrationResponseDocument { StatusCode = "200" };
        var api = new ApiBuilder().Method(
            "/x", "POST",
            new IntegrationDocument
            {
                Type = "MOCK",
                PassthroughBehavior = behavior,
                RequestTemplates = hasTemplates ? ApiBuilder.Map<string?>(("application/json", "{\"statusCode\":200}")) : null,
                IntegrationResponses = ApiBuilder.Map(
                    ("200", ok), ("201", new IntegrationResponseDocument { StatusCode = "201", SelectionPattern = "201" })),
            },
            m => m with
            {
                MethodResponses = ApiBuilder.Map(
                    ("200", new MethodResponseDocument { StatusCode = "200" }), ("201", new MethodResponseDocument { StatusCode = "201" })),
            });
        await using var harness = await ExecutionHarness.StartAsync(api);
        using var body = new ByteArrayContent("{\"statusCode\":201}"u8.ToArray());
        if (contentType is not null)
        {
            body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var response = await harness.SendAsync("POST", "/prod/x", body);

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 415)
        {
            response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["BadRequestException"]);
            (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Unsupported Media Type\"}");
        }
    }

    [Theory]
    [InlineData("200", "200")]
    [InlineData("404", "404")] // whole-string patterns, ascending status
    [InlineData("40", "fallback")] // no prefix match: §5.7, "L uses prefix matching; do not copy"
    [InlineData("4040", "fallback")]
    [InlineData("503", "5xx")]
    public async Task The_selection_pattern_matches_the_whole_status(string mockStatus, string expected)
    {
        var api = new ApiBuilder().Method(
            "/x", "GET",
            new IntegrationDocument
            {
                Type = "MOCK",
                RequestTemplates = ApiBuilder.Map<string?>(("application/json", $"{{\"statusCode\":{mockStatus}}}")),
                IntegrationResponses = ApiBuilder.Map(
                    ("200", Response("200", "200")), ("202", Response("202", "fallback", null)), ("404", Response("404", "404", "404")),
                    ("500", Response("500", "5xx", "5\\d{2}"))),
            },
            m => m with
            {
                MethodResponses = ApiBuilder.Map([.. new[] { "200", "202", "404", "500" }
                    .Select(s => (s, new MethodResponseDocument { StatusCode = s }))]),
            });
        await using var harness = await ExecutionHarness.StartAsync(api);

        (await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe(expected);

        static IntegrationResponseDocument Response(string status, string body, string? pattern = "200") => new()
        {
            StatusCode = status, SelectionPattern = pattern, ResponseTemplates = ApiBuilder.Map<string?>(("application/json", body)),
        };
    }

    [Fact]
    public async Task No_matching_response_and_an_undeclared_status_are_configuration_errors() // §5.7
    {
        var none = ApiBuilder.MockOf("x") with { IntegrationResponses = null };
        var undeclared = ApiBuilder.MockOf("x");
        var api = new ApiBuilder()
            .Method("/none", "GET", none)
            .Method("/undeclared", "GET", undeclared, m => m with { MethodResponses = null })
            .Method("/nostatus", "GET", ApiBuilder.MockOf("x", "{}"));
        await using var harness = await ExecutionHarness.StartAsync(api);

        foreach (var path in new[] { "none", "undeclared", "nostatus" })
        {
            var response = await harness.GetAsync($"/prod/{path}");
            ((int)response.StatusCode).ShouldBe(500);
            (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Internal server error\"}");
        }

        harness.Records.Records.Select(r => r.Detail).ShouldBe([
            "Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 200",
            "Execution failed due to configuration error: Output mapping refers to an invalid method response: 200",
            "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.",
        ]);
    }

    [Fact]
    public async Task The_response_template_is_chosen_by_the_first_accepted_type_then_JSON() // §5.7
    {
        var mock = ApiBuilder.MockOf("json");
        mock = mock with
        {
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200",
                ResponseTemplates = ApiBuilder.Map<string?>(("application/json", "json"), ("text/html", "html")),
                ResponseParameters = ApiBuilder.Map(("method.response.header.x-fixed", "'1'")),
            })),
        };
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "GET", mock));

        foreach (var (accept, body, type) in new[]
        {
            ("text/html;q=0.1, application/json", "html", "text/html"),
            ("image/png, text/html", "json", "application/json"),
            ("*/*", "json", "application/json"),
        })
        {
            var response = await harness.GetAsync("/prod/x", ("Accept", accept));
            (await response.Content.ReadAsStringAsync()).ShouldBe(body);
            response.Content.Headers.ContentType!.ToString().ShouldBe(type);
            response.Headers.GetValues("x-fixed").ShouldBe(["1"]);
        }
    }

    [Fact]
    public async Task Response_parameters_read_the_request_and_the_context() // §5.7: context.*, stageVariables.*
    {
        var mock = ApiBuilder.MockOf("x");
        mock = mock with
        {
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200",
                ResponseParameters = ApiBuilder.Map(
                    ("method.response.header.x-path", "context.resourcePath"),
                    ("method.response.header.x-id", "context.requestId"),
                    ("method.response.header.x-color", "stageVariables.color"),
                    ("method.response.header.x-absent", "stageVariables.none"),
                    ("method.response.header.Content-Type", "'text/css'")),
            })),
        };
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/x/{id}", "GET", mock), stage => stage with { Variables = ApiBuilder.Map(("color", "red")) });

        var response = await harness.GetAsync("/prod/x/7");

        response.Headers.GetValues("x-path").ShouldBe(["/x/{id}"]);
        response.Headers.GetValues("x-id").ShouldBe(response.Headers.GetValues("x-amzn-RequestId"));
        response.Headers.GetValues("x-color").ShouldBe(["red"]);
        response.Headers.Contains("x-absent").ShouldBeFalse();
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/css");
    }
}
