using System.Text;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Mapping;

/// <summary>rest-execution §6: templates in their place between client and backend. The language has its own tests.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task A_mock_steers_and_answers_by_templates_over_the_request() // §5.8, §6.3
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method(
                "/x/{id}", "POST",
                ApiBuilder.MockOf(
                    "{\"id\":\"$input.params('id')\",\"q\":\"$input.params('q')\",\"h\":\"$input.params('X-H')\",\"v\":\"$stageVariables.color\","
                    + "\"c\":\"$context.resourcePath\",\"e\":\"$context.identity.sourceIp\",\"u\":\"$context.authorizer.nobody\"}",
                    "#if($input.path('$.ok')){\"statusCode\":200}#else{\"statusCode\":500}#end")),
            stage => stage with { Variables = ApiBuilder.Map(("color", "red")) });

        var good = await harness.SendAsync("POST", "/prod/x/7?q=1&q=2", new StringContent("{\"ok\":true}", null, "application/json"), ("X-H", "h"));

        (await good.Content.ReadAsStringAsync()).ShouldBe(
            "{\"id\":\"7\",\"q\":\"2\",\"h\":\"h\",\"v\":\"red\",\"c\":\"/x/{id}\",\"e\":\"127.0.0.1\",\"u\":\"\"}");
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_the_callers_fault_on_the_way_in_and_ours_on_the_way_back() // §6.3
    {
        await using var backend = await BackendServer.StartAsync(static context => context.Response.WriteAsync("not json"));
        var integration = Http(backend.Url) with
        {
            RequestTemplates = ApiBuilder.Map<string?>(("application/json", "$input.json('$.a')")),
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200", ResponseTemplates = ApiBuilder.Map<string?>(("application/json", "$input.json('$')")),
            })),
        };
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "POST", integration));

        var bad = await harness.SendAsync("POST", "/prod/x", new StringContent("{oops", null, "application/json"));
        var back = await harness.SendAsync("POST", "/prod/x", new StringContent("{\"a\":[1,2]}", null, "application/json"));

        ((int)bad.StatusCode).ShouldBe(400);
        (await bad.Content.ReadAsStringAsync()).ShouldStartWith("{\"message\": \"Could not parse request body into json: ");
        bad.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["BadRequestException"]);
        ((int)back.StatusCode).ShouldBe(500);
        backend.Requests.Single().Body.ShouldBe("[1,2]");
        harness.Records.Records[1].Detail!.ShouldStartWith("Execution failed due to configuration error: Unable to transform response");
    }

    [Fact]
    public async Task A_template_that_does_not_compile_answers_500_when_it_is_used() // §6.1
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/fine", "GET").Method("/x", "GET", ApiBuilder.MockOf("ok", "#if($x")));

        ((int)(await harness.GetAsync("/prod/x")).StatusCode).ShouldBe(500);
        ((int)(await harness.GetAsync("/prod/fine")).StatusCode).ShouldBe(200);
        harness.Records.Records[0].Detail!.ShouldStartWith("Execution failed due to configuration error: Unable to transform request");
        harness.Publications.Reports.ShouldAllBe(r => r.Error == null);
    }

    [Fact]
    public async Task Overrides_win_over_mapping_and_those_of_the_response_survive_from_the_request_template() // §6.6
    {
        await using var backend = await BackendServer.StartAsync();
        var integration = Http(backend.Url + "/{p}") with
        {
            RequestParameters = ApiBuilder.Map(
                ("integration.request.header.X-A", "'mapped'"), ("integration.request.path.p", "'mapped'"),
                ("integration.request.querystring.q", "'mapped'")),
            RequestTemplates = ApiBuilder.Map<string?>((
                "application/json",
                "#set($context.requestOverride.header.X-A = \"over\")#set($context.requestOverride.path.p = \"o p\")"
                + "#set($context.requestOverride.querystring.q = [\"1\",\"2\"])#set($context.responseOverride.status = 418)"
                + "#set($context.responseOverride.header.x-late = \"yes\")body")),
        };
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "POST", integration));

        var response = await harness.SendAsync("POST", "/prod/x", null);

        var sent = backend.Requests[0];
        (sent.Target, sent.Headers["X-A"], sent.Body).ShouldBe(("/o%20p?q=1&q=2", "over", "body"));
        ((int)response.StatusCode).ShouldBe(418); // need not exist among the method responses
        response.Headers.GetValues("x-late").ShouldBe(["yes"]);
    }

    [Theory]
    [InlineData("404", 404)]
    [InlineData("\"404\"", 200)] // only an integer is honoured
    [InlineData("999", 200)]
    public async Task The_status_override_is_honoured_only_as_an_integer_in_range(string value, int expected)
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method(
            "/x", "GET", ApiBuilder.MockOf($"#set($context.responseOverride.status = {value})ok")));

        ((int)(await harness.GetAsync("/prod/x")).StatusCode).ShouldBe(expected);
    }

    [Fact]
    public async Task The_same_parameter_overridden_twice_is_a_5XX() // §6.6
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method(
            "/x", "GET", ApiBuilder.MockOf("#set($context.responseOverride.header.a = \"1\")#set($context.responseOverride.header.a = \"2\")ok")));

        ((int)(await harness.GetAsync("/prod/x")).StatusCode).ShouldBe(500);
    }

    [Fact]
    public async Task The_response_template_reads_the_backends_body_and_the_clients_parameters() // §6.3
    {
        await using var backend = await BackendServer.StartAsync(
            static context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{\"n\":1.50,\"s\":\"é\"}")).AsTask());
        var integration = Http(backend.Url) with
        {
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200",
                ResponseTemplates = ApiBuilder.Map<string?>(("application/json", "{\"raw\":$input.body,\"s\":$input.json('$.s'),\"q\":\"$input.params('q')\"}")),
            })),
        };
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/x", "GET", integration));

        (await (await harness.GetAsync("/prod/x?q=7")).Content.ReadAsStringAsync())
            .ShouldBe("{\"raw\":{\"n\":1.50,\"s\":\"é\"},\"s\":\"é\",\"q\":\"7\"}");
    }

    private static IntegrationDocument Http(string url) => new()
    {
        Type = "HTTP",
        HttpMethod = "POST",
        Uri = url,
        IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
    };
}
