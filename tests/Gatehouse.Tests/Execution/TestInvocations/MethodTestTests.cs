using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Gatehouse.Tests.Execution.Integrations.Http.Upstream;
using Gatehouse.Tests.Execution.Rest;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.TestInvocations;

/// <summary>TestInvokeMethod: an undeployed method through the steps of a deployed one (rest-execution §13.1).</summary>
public sealed partial class MethodTestTests
{
    [Fact]
    public async Task A_mock_answers_with_its_log_line_for_line()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Mock("/pets/{id}", "POST", "{\"ok\":true}");

        var result = await TestAsync(harness, api, "POST", "/pets/{id}", test => test with
        {
            PathWithQueryString = "/pets/7?a=1&a=2",
            Headers = [new("X-A", "1"), new("X-A", "2")],
            Body = "{\"x\":1}",
        });

        result!.Status.ShouldBe(200);
        result.Body.ShouldBe("{\"ok\":true}");
        result.Headers.Select(static header => header.Key).ShouldBe(["Content-Type"]); // MOCK: no trace id
        var id = Uuid().Match(result.Log).Value;
        Lines(result.Log).ShouldBe(
        [
            $"Execution log for request {id}",
            $"{{ts}} : Starting execution for request: {id}",
            "{ts} : HTTP Method: POST, Resource Path: /pets/7",
            "{ts} : Method request path: {id=7}",
            "{ts} : Method request query string: {a=1,2}",
            "{ts} : Method request headers: {X-A=1,2}",
            "{ts} : Method request body before transformations: {\"x\":1}",
            "{ts} : Method response body after transformations: {\"ok\":true}",
            "{ts} : Method response headers: {Content-Type=application/json}",
            "{ts} : Successfully completed execution",
            "{ts} : Method completed with status: 200",
            "",
        ]);
    }

    [Fact]
    public async Task Nothing_that_guards_a_deployed_method_guards_its_test() // "bypasses authorizers, IAM, policy, keys"
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder();
        api.Api = api.Api with
        {
            Policy = "{\"Statement\":[]}", EndpointConfiguration = new EndpointConfiguration { Types = ["PRIVATE"] },
        };
        api.Method("/x", "GET", ApiBuilder.MockOf("{}"), static method => method with
        {
            AuthorizationType = "AWS_IAM", ApiKeyRequired = true,
        });

        (await TestAsync(harness, api, "GET", "/x"))!.Status.ShouldBe(200);
        harness.Records.Records.ShouldBeEmpty(); // no access log, no execution log, no record
        harness.Plane.Metrics.Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_request_shows_only_its_error_type_and_ends_its_log_with_the_status() // §13.1, failure
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("{}"), static method => method with
        {
            RequestValidatorId = "v", RequestParameters = ApiBuilder.Map(("method.request.querystring.q", true)),
        });
        api.Validators.Add(new RequestValidatorDocument
        {
            Id = "v", Name = "v", ValidateRequestParameters = true, ValidateRequestBody = false,
        });

        var result = await TestAsync(harness, api, "GET", "/x");

        result!.Status.ShouldBe(400);
        result.Headers.Select(static header => (header.Key, header.Value[^1]))
            .ShouldBe([("x-amzn-ErrorType", "BadRequestException")]);
        Lines(result.Log)[^3..].ShouldBe(
            ["{ts} : Missing required request parameters: [q]", "{ts} : Method completed with status: 400", ""]);
        result.Log.ShouldNotContain("Successfully completed");
    }

    [Fact]
    public async Task A_path_of_another_resource_is_no_error_and_gives_no_parameters() // §13.1, pathWithQueryString
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Mock("/pets/{id}", "GET", "{\"id\":\"$input.params('id')\"}");

        var result = await TestAsync(
            harness, api, "GET", "/pets/{id}", test => test with { PathWithQueryString = "/owners/7/cats?a=1" });

        result!.Status.ShouldBe(200);
        result.Body.ShouldBe("{\"id\":\"\"}");
        Lines(result.Log).ShouldContain("{ts} : Method request path: {}");
    }

    [Fact]
    public async Task A_mock_without_a_status_is_a_configuration_error_of_AWSs_words() // §14.2
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("{}", "{}"));

        var result = await TestAsync(harness, api, "GET", "/x");

        result!.Status.ShouldBe(500);
        Lines(result.Log).ShouldContain(
            "{ts} : Execution failed due to configuration error: Unable to parse statusCode. It should be an integer "
            + "that is defined in the request template.");
    }

    [Fact]
    public async Task An_HTTP_backend_is_called_for_real_and_its_lines_are_in_order()
    {
        await using var backend = await BackendServer.StartAsync();
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Method("/x/{p}", "ANY", new IntegrationDocument
        {
            Type = "HTTP_PROXY",
            HttpMethod = "ANY",
            Uri = backend.Url + "/${stageVariables.where}",
        });

        var result = await TestAsync(harness, api, "PUT", "/x/{p}", test => test with
        {
            StageVariables = ApiBuilder.Map(("where", "there")), Body = "hello",
            PathWithQueryString = "/elsewhere?z=1", // does not match: no error, empty parameters
        });

        result!.Status.ShouldBe(200);
        result.Body.ShouldBe("backend");
        backend.Requests.Single().Target.ShouldBe("/there?z=1");
        backend.Requests.Single().Body.ShouldBe("hello");
        result.Headers[0].Key.ShouldBe("X-Amzn-Trace-Id"); // "begins X-Amzn-Trace-Id, then Content-Type"
        result.Headers[1].Key.ShouldBe("Content-Type");
        result.Headers.ShouldNotContain(static header => header.Key == "Content-Length" || header.Key == "Date");
        Lines(result.Log).Select(static line => line.Split(": ") is [_, var text, ..] ? text : line).ShouldBe(
        [
            Lines(result.Log)[0], "Starting execution for request", "HTTP Method", "Method request path",
            "Method request query string", "Method request headers", "Method request body before transformations",
            "Endpoint request URI", "Endpoint request headers", "Endpoint request body after transformations",
            "Sending request to " + backend.Url + "/there?z=1", "Received response. Status", "Endpoint response headers",
            "Endpoint response body before transformations", "Method response body after transformations",
            "Method response headers", "Successfully completed execution", "Method completed with status", "",
        ]);
        Lines(result.Log)[3].ShouldBe("{ts} : Method request path: {}");
    }

    [Fact]
    public async Task A_function_sees_Amazons_constants_and_the_tester() // §13.1, constants
    {
        await using var harness = await ExecutionHarness.StartAsync();
        harness.Functions.Returns("{\"statusCode\":200,\"body\":\"hi\"}");

        var result = await TestAsync(harness, RestPlaneTests.FunctionApi("/f", "GET"), "GET", "/f");

        result!.Status.ShouldBe(200);
        var seen = System.Text.Json.Nodes.JsonNode.Parse(harness.Functions.Calls.Single().Payload)!;
        var context = seen["requestContext"]!;
        seen["headers"].ShouldBeNull();
        context["stage"]!.ToString().ShouldBe("test-invoke-stage");
        context["domainName"]!.ToString().ShouldBe("testPrefix.testDomainName");
        context["domainPrefix"]!.ToString().ShouldBe("testPrefix");
        context["path"]!.ToString().ShouldBe("/f"); // without stage
        var identity = context["identity"]!;
        identity["sourceIp"]!.ToString().ShouldBe("test-invoke-source-ip");
        identity["apiKey"]!.ToString().ShouldBe("test-invoke-api-key");
        identity["apiKeyId"]!.ToString().ShouldBe("test-invoke-api-key-id");
        identity["userArn"]!.ToString().ShouldBe("arn:aws:iam::000000000000:root");
        identity["accessKey"]!.ToString().ShouldBe("AKIATEST");
        identity["userAgent"]!.ToString().ShouldBe("aws-cli/2");
        harness.Access.SourceArns.Single().ShouldEndWith("/test-invoke-stage/GET/f");
    }

    [Fact]
    public async Task A_failing_function_has_AWSs_two_lines_and_no_reason_of_ours()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        harness.Functions.Returns("not json");

        var result = await TestAsync(harness, RestPlaneTests.FunctionApi("/f", "GET"), "GET", "/f");

        result!.Status.ShouldBe(502);
        Lines(result.Log)[^3..].ShouldBe(
        [
            "{ts} : Execution failed due to configuration error: Malformed Lambda proxy response",
            "{ts} : Method completed with status: 502", "",
        ]);
    }

    [Fact]
    public async Task Gateway_responses_of_the_working_definition_apply()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("{}", "{}"));
        api.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "DEFAULT_5XX",
            StatusCode = "555",
            ResponseTemplates = ApiBuilder.Map(("application/json", "{\"mine\":1}")),
        });

        var result = await TestAsync(harness, api, "GET", "/x");

        (result!.Status, result.Body).ShouldBe((555, "{\"mine\":1}"));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("ANY")] // no verb: a test names a concrete one
    public async Task A_verb_without_method_is_not_found(string verb)
    {
        await using var harness = await ExecutionHarness.StartAsync();

        (await TestAsync(harness, new ApiBuilder().Mock("/x", "GET"), verb, "/x")).ShouldBeNull();
    }

    [Fact]
    public async Task A_streamed_method_is_buffered_up_to_a_mebibyte_and_has_no_log() // §13.1, STREAM
    {
        await using var backend = await BackendServer.StartAsync(static async context =>
        {
            var piece = new byte[256 * 1024];
            for (var i = 0; i < 40 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(piece);
            }
        });
        await using var harness = await ExecutionHarness.StartAsync();
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "GET", Uri = backend.Url, ResponseTransferMode = "STREAM",
        });

        var result = await TestAsync(harness, api, "GET", "/x");

        (result!.Status, result.Body.Length, result.Log).ShouldBe((200, 1024 * 1024, ""));
    }

    [Fact]
    public async Task A_stream_without_a_head_within_35_seconds_has_status_0() // §13.1, STREAM
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await BackendServer.StartAsync(async context =>
        {
            arrived.SetResult();
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        var clock = new ManualTime();
        await using var harness = await ExecutionHarness.StartAsync(
            dependencies: dependencies => dependencies with { Time = clock });
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "GET", Uri = backend.Url, ResponseTransferMode = "STREAM",
            TimeoutInMillis = 60_000,
        });

        var testing = TestAsync(harness, api, "GET", "/x").AsTask();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(34));
        testing.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        var result = await testing.WaitAsync(TimeSpan.FromSeconds(20));
        (result!.Status, result.Body, result.Headers.IsEmpty, result.Log, result.LatencyMs).ShouldBe((0, "", true, "", 36_000));
    }

    private static async ValueTask<MethodTestResult?> TestAsync(
        ExecutionHarness harness, ApiBuilder api, string verb, string path, Func<MethodTest, MethodTest>? configure = null)
    {
        var definition = api.Build();
        var name = path[(path.LastIndexOf('/') + 1)..];
        var test = new MethodTest
        {
            Scope = ExecutionHarness.Scope,
            Definition = definition,
            ResourceId = definition.Resources.Single(resource => resource.PathPart == name).Id,
            Verb = verb,
            Headers = [],
            StageVariables = ImmutableSortedDictionary<string, string>.Empty,
            Tester = new MethodTester("000000000000", "arn:aws:iam::000000000000:root", "AKIATEST", "aws-cli/2"),
        };
        return await harness.Plane.Tester.TestAsync(configure?.Invoke(test) ?? test, CancellationToken.None);
    }

    private static string[] Lines(string log) => Time().Replace(log, "{ts}").Split('\n');

    [GeneratedRegex(@"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}(?= : )", RegexOptions.Multiline)]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
