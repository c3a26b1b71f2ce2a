using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Function;

/// <summary>rest-execution §5.3, §5.11 and §5.12: the proxy event and the response contract, on the wire.</summary>
public sealed class FunctionProxyTests
{
    [Fact]
    public async Task The_event_has_every_key_in_the_order_of_the_wire()
    {
        await using var harness = await StartAsync("/pets/{id}/{rest+}", "POST");

        await harness.SendAsync(
            "POST", "/prod/pets/a%20b/c/d%2Fe/?q=1&q=2&empty&plus=a+b", new StringContent("{\"x\":1}", Encoding.UTF8, "application/json"),
            ("X-Custom", "v1"), ("X-Custom", "v2"), ("Connection", "keep-alive"));

        var json = JsonNode.Parse(harness.Functions.Calls[0].Payload)!.AsObject();
        Keys(json).ShouldBe(
            "resource,path,httpMethod,headers,multiValueHeaders,queryStringParameters,multiValueQueryStringParameters,"
            + "pathParameters,stageVariables,requestContext,body,isBase64Encoded");
        Keys(json["requestContext"]!).ShouldBe(
            "resourceId,resourcePath,httpMethod,extendedRequestId,requestTime,path,accountId,protocol,stage,domainPrefix,"
            + "requestTimeEpoch,requestId,identity,domainName,deploymentId,apiId");
        Keys(json["requestContext"]!["identity"]!).ShouldBe(
            "cognitoIdentityPoolId,accountId,cognitoIdentityId,caller,sourceIp,principalOrgId,accessKey,"
            + "cognitoAuthenticationType,cognitoAuthenticationProvider,userArn,userAgent,user");
        json["resource"]!.GetValue<string>().ShouldBe("/pets/{id}/{rest+}");
        json["path"]!.GetValue<string>().ShouldBe("/pets/a%20b/c/d%2Fe/");
        json["requestContext"]!["path"]!.GetValue<string>().ShouldBe("/prod/pets/a%20b/c/d%2Fe/");
        json["pathParameters"]!.ToJsonString().ShouldBe("{\"id\":\"a b\",\"rest\":\"c/d/e\"}");
        json["queryStringParameters"]!.ToJsonString().ShouldBe("{\"q\":\"2\",\"empty\":\"\",\"plus\":\"a b\"}");
        json["multiValueQueryStringParameters"]!.ToJsonString().ShouldBe("{\"q\":[\"1\",\"2\"],\"empty\":[\"\"],\"plus\":[\"a b\"]}");
        json["stageVariables"].ShouldBeNull();
        json["body"]!.GetValue<string>().ShouldBe("{\"x\":1}");
        json["isBase64Encoded"]!.GetValue<bool>().ShouldBeFalse();
        json["requestContext"]!["protocol"]!.GetValue<string>().ShouldBe("HTTP/1.1");
        json["requestContext"]!["identity"]!["sourceIp"]!.GetValue<string>().ShouldBe("127.0.0.1");
        json["requestContext"]!["requestTime"]!.GetValue<string>().ShouldMatch(@"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$");
    }

    [Fact]
    public async Task The_events_headers_are_sorted_show_the_last_value_and_hide_what_is_dropped_on_arrival() // §1.4
    {
        await using var harness = await StartAsync("/f", "POST");

        await RestPlaneTests.RawAsync(
            harness, "POST /prod/f HTTP/1.1", $"Host: {harness.Host}", "x-b: 1", "X-B: 2", "Content-MD5: abc", "TE: trailers",
            "X-Forwarded-For: 9.9.9.9", "X-Forwarded-Proto: gopher", "Content-Length: 0");

        var json = JsonNode.Parse(harness.Functions.Calls[0].Payload)!;
        Keys(json["headers"]!).ShouldBe("Host,X-Amzn-Trace-Id,x-b,X-Forwarded-For,X-Forwarded-Port,X-Forwarded-Proto");
        json["headers"]!["x-b"]!.GetValue<string>().ShouldBe("2");
        json["multiValueHeaders"]!["x-b"]!.ToJsonString().ShouldBe("[\"1\",\"2\"]");
        json["headers"]!["X-Forwarded-For"]!.GetValue<string>().ShouldBe("9.9.9.9, 127.0.0.1");
        json["headers"]!["X-Forwarded-Proto"]!.GetValue<string>().ShouldBe("http");
        json["headers"]!["X-Amzn-Trace-Id"]!.GetValue<string>().ShouldMatch("^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$");
        json["body"].ShouldBeNull();
        json["queryStringParameters"].ShouldBeNull();
        json["pathParameters"].ShouldBeNull();
    }

    [Fact]
    public async Task A_clients_trace_root_is_kept_behind_Self_and_Self_is_not_echoed() // §1.4, §1.6
    {
        await using var harness = await StartAsync("/f", "GET");
        const string root = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

        var response = await harness.GetAsync("/prod/f", ("X-Amzn-Trace-Id", root));

        var seen = JsonNode.Parse(harness.Functions.Calls[0].Payload)!["headers"]!["X-Amzn-Trace-Id"]!.GetValue<string>();
        seen.ShouldStartWith("Self=1-");
        seen.ShouldEndWith(";" + root);
        response.Headers.GetValues("X-Amzn-Trace-Id").ShouldBe([root]);
        harness.Functions.Calls[0].TraceId.ShouldBe(root);
    }

    [Fact]
    public async Task A_binary_body_arrives_as_Base64_and_invalid_text_with_replacement_characters() // §5.11, §8.3
    {
        var api = RestPlaneTests.FunctionApi();
        api.Api = api.Api with { BinaryMediaTypes = ["image/*"] };
        await using var harness = await ExecutionHarness.StartAsync(api);
        byte[] bytes = [0xFF, 0x00, 0x41];

        await harness.SendAsync("POST", "/prod/f", new ByteArrayContent(bytes), ("Content-Type", "image/png"));
        await harness.SendAsync("POST", "/prod/f", new ByteArrayContent(bytes), ("Content-Type", "text/plain"));

        var binary = JsonNode.Parse(harness.Functions.Calls[0].Payload)!;
        var text = JsonNode.Parse(harness.Functions.Calls[1].Payload)!;
        (binary["body"]!.GetValue<string>(), binary["isBase64Encoded"]!.GetValue<bool>()).ShouldBe(("/wBB", true));
        (text["body"]!.GetValue<string>(), text["isBase64Encoded"]!.GetValue<bool>()).ShouldBe(("\uFFFD\0A", false));
    }

    [Fact]
    public async Task A_compressed_body_is_decoded_and_an_unknown_or_broken_coding_is_415() // §8.4
    {
        await using var harness = await StartAsync("/f", "POST");
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write("hello"u8);
        }

        await harness.SendAsync("POST", "/prod/f", new ByteArrayContent(packed.ToArray()), ("Content-Encoding", "gzip"));
        JsonNode.Parse(harness.Functions.Calls[0].Payload)!["body"]!.GetValue<string>().ShouldBe("hello");

        foreach (var coding in new[] { "gzip", "br" })
        {
            var response = await harness.SendAsync("POST", "/prod/f", new StringContent("not packed"), ("Content-Encoding", coding));
            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        }
    }

    [Fact]
    public async Task The_answer_carries_the_functions_status_headers_and_body()
    {
        await using var harness = await StartAsync("/f", "GET");
        harness.Functions.Returns(
            """
            {"statusCode":"201","headers":{"x-one":"1","X-Flag":true,"WWW-Authenticate":"Basic","Content-Length":"99","Via":"x"},
             "multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"X-One":["1","2"]},"body":"h\u00e9llo"}
            """);

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(201);
        (await response.Content.ReadAsStringAsync()).ShouldBe("héllo");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        response.Headers.GetValues("X-One").ShouldBe(["1", "2"]); // union, an identical pair once
        response.Headers.GetValues("X-Flag").ShouldBe(["true"]);
        response.Headers.GetValues("x-amzn-Remapped-WWW-Authenticate").ShouldBe(["Basic"]);
        response.Headers.GetValues("x-amzn-Remapped-Content-Length").ShouldBe(["99"]);
        response.Headers.Contains("Via").ShouldBeFalse();
        response.Headers.Contains("X-Amzn-Trace-Id").ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", 200, "")]
    [InlineData("{\"body\":null,\"headers\":null,\"multiValueHeaders\":null}", 200, "")]
    [InlineData("{\"statusCode\":418}", 418, "")]
    public async Task No_key_is_mandatory(string payload, int status, string body)
    {
        await using var harness = await StartAsync("/f", "GET");
        harness.Functions.Returns(payload);

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} x")]
    [InlineData("{\"statusCode\":200,\"extra\":1}")]
    [InlineData("{\"statusCode\":\"abc\"}")]
    [InlineData("{\"statusCode\":99}")]
    [InlineData("{\"statusCode\":600}")]
    [InlineData("{\"statusCode\":2.5}")]
    [InlineData("{\"body\":{\"a\":1}}")]
    [InlineData("{\"body\":1}")]
    [InlineData("{\"headers\":[]}")]
    [InlineData("{\"headers\":{\"a\":1}}")]
    [InlineData("{\"headers\":{\"a\":\"x\\r\\nb: y\"}}")]
    [InlineData("{\"headers\":{\"a b\":\"x\"}}")]
    [InlineData("{\"multiValueHeaders\":{\"a\":\"x\"}}")]
    [InlineData("{\"isBase64Encoded\":\"yes\"}")]
    [InlineData("{\"statusCode\":200")]
    public async Task An_answer_outside_the_contract_is_502(string payload) // §5.12
    {
        await using var harness = await StartAsync("/f", "GET");
        harness.Functions.Returns(payload);

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(502);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InternalServerErrorException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Internal server error\"}");
        harness.Records.Records[0].Detail!.ShouldStartWith("Execution failed due to configuration error: Malformed Lambda proxy response");
    }

    [Theory]
    [InlineData(FunctionOutcome.FunctionFailed, 502, "Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: ")]
    [InlineData(FunctionOutcome.Throttled, 500, "Execution failed due to configuration error: Rate Exceeded.")]
    [InlineData(FunctionOutcome.NotFound, 500, "Execution failed due to configuration error: Invalid permissions on Lambda function")]
    [InlineData(FunctionOutcome.NotReady, 500, "Lambda invocation failed with status: 409. Lambda request id: ")]
    [InlineData(FunctionOutcome.HostFailed, 500, "Lambda invocation failed with status: 502. Lambda request id: ")]
    public async Task Each_outcome_has_its_status_and_its_line_of_the_log(FunctionOutcome outcome, int status, string detail)
    {
        await using var harness = await StartAsync("/f", "GET");
        harness.Functions.Returns(outcome, "{\"errorMessage\":\"boom\"}");

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Internal server error\"}");
        response.Headers.Contains("X-Amzn-Trace-Id").ShouldBeTrue(); // §17: present on failed integrations
        harness.Records.Records[0].Detail!.ShouldStartWith(detail);
    }

    [Fact]
    public async Task Permission_is_asked_for_the_configured_verb_and_the_template_path() // §5.3
    {
        await using var harness = await StartAsync("/{proxy+}", "ANY");
        harness.Access.IsAllowed = false;

        var response = await harness.GetAsync("/prod/a/b");

        ((int)response.StatusCode).ShouldBe(500);
        harness.Access.SourceArns.ShouldBe(["arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/ANY/{proxy+}"]);
        harness.Functions.Calls.ShouldBeEmpty();
        harness.Records.Records[0].Detail.ShouldBe("Execution failed due to configuration error: Invalid permissions on Lambda function");
    }

    [Fact]
    public async Task A_function_that_outlasts_the_timeout_is_504() // §5.10, §5.12
    {
        var api = RestPlaneTests.FunctionApi("/f", "GET");
        var method = api.Build().Resources.Single(r => r.PathPart == "f").ResourceMethods["GET"].MethodIntegration!;
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/f", "GET", method with { TimeoutInMillis = 50 }));
        harness.Functions.Handler = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("the wait ends by the token");
        };

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(504);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Endpoint request timed out\"}");
    }

    [Theory]
    [InlineData("image/png", "image/png", true)]
    [InlineData("image/png, text/plain", "image/png", true)]
    [InlineData("text/plain, image/png", "image/png", false)] // the first type counts
    [InlineData(null, "image/png", false)]
    [InlineData(null, "*/*", true)]
    public async Task Base64_is_undone_only_for_a_client_that_accepts_a_binary_type_first(string? accept, string types, bool isBytes)
    {
        var api = RestPlaneTests.FunctionApi("/f", "GET");
        api.Api = api.Api with { BinaryMediaTypes = [types] };
        await using var harness = await ExecutionHarness.StartAsync(api);
        harness.Functions.Returns("{\"body\":\"/wBB\",\"isBase64Encoded\":true,\"headers\":{\"Content-Type\":\"image/png\"}}");

        var response = await harness.GetAsync("/prod/f", accept is null ? [] : [("Accept", accept)]);

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(isBytes ? [0xFF, 0x00, 0x41] : "/wBB"u8.ToArray());
    }

    [Fact]
    public async Task Stage_variables_name_the_function_and_reach_the_event() // §12
    {
        var api = new ApiBuilder().Method("/f", "GET", new IntegrationDocument
        {
            Type = "AWS_PROXY",
            HttpMethod = "POST",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path//2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}:${stageVariables.alias}/invocations",
        });
        await using var harness = await ExecutionHarness.StartAsync(
            api, s => s with { Variables = ApiBuilder.Map(("fn", "echo"), ("alias", "live")) });

        await harness.GetAsync("/prod/f");

        harness.Functions.Calls[0].Function.ShouldBe(new FunctionName("000000000000", "us-east-1", "echo", "live"));
        JsonNode.Parse(harness.Functions.Calls[0].Payload)!["stageVariables"]!["fn"]!.GetValue<string>().ShouldBe("echo");
    }

    [Fact]
    public async Task A_signature_stays_with_the_gateway_and_any_other_authorization_reaches_the_function() // §1.5
    {
        await using var harness = await StartAsync("/f", "GET");

        await harness.GetAsync("/prod/f", ("Authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b"));
        await harness.GetAsync("/prod/f", ("Authorization", "Bearer t"));

        JsonNode.Parse(harness.Functions.Calls[0].Payload)!["headers"]!["Authorization"].ShouldBeNull();
        JsonNode.Parse(harness.Functions.Calls[1].Payload)!["headers"]!["Authorization"]!.GetValue<string>().ShouldBe("Bearer t");
    }

    [Theory]
    [InlineData("Event", 1)]
    [InlineData("DryRun", 0)]
    public async Task Another_invocation_type_leaves_a_proxy_without_an_answer(string type, int calls) // §5.11, end
    {
        var method = RestPlaneTests.FunctionApi("/f", "GET").Build().Resources.Single(r => r.PathPart == "f")
            .ResourceMethods["GET"].MethodIntegration!;
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method(
            "/f", "GET",
            method with { RequestParameters = ApiBuilder.Map(("integration.request.header.X-Amz-Invocation-Type", $"'{type}'")) }));

        var response = await harness.GetAsync("/prod/f");

        ((int)response.StatusCode).ShouldBe(502);
        harness.Functions.Calls.Count.ShouldBe(calls);
    }

    [Theory]
    [InlineData("Event", 1)]
    [InlineData("DryRun", 0)]
    public async Task An_event_or_a_dry_run_returns_the_default_response(string type, int calls) // §5.13
    {
        var release = new TaskCompletionSource<FunctionResult>();
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Method("/f", "POST", new IntegrationDocument
        {
            Type = "AWS",
            HttpMethod = "POST",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations",
            RequestParameters = ApiBuilder.Map(("integration.request.header.X-Amz-Invocation-Type", $"'{type}'")),
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
        }));
        harness.Functions.Handler = (_, _) => new(release.Task); // an event is not waited for

        var response = await harness.SendAsync("POST", "/prod/f", new StringContent("{\"a\":1}", Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(200);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
        harness.Functions.Calls.Select(call => call.Payload).ShouldBe(Enumerable.Repeat("{\"a\":1}", calls));
        release.SetResult(new FunctionResult { Outcome = FunctionOutcome.Succeeded });
    }

    [Fact]
    public async Task The_mapped_form_selects_by_the_functions_error_message() // §5.7, §5.13
    {
        var api = new ApiBuilder().Method(
            "/f", "POST",
            new IntegrationDocument
            {
                Type = "AWS",
                HttpMethod = "POST",
                Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations",
                IntegrationResponses = ApiBuilder.Map(
                    ("200", new IntegrationResponseDocument { StatusCode = "200" }),
                    ("400", new IntegrationResponseDocument
                    {
                        StatusCode = "400",
                        SelectionPattern = ".*Bad.*",
                        ResponseParameters = ApiBuilder.Map(
                            ("method.response.header.x-code", "integration.response.body.errorMessage.code"),
                            ("method.response.header.x-type", "integration.response.body.errorType")),
                    })),
            },
            m => m with
            {
                MethodResponses = ApiBuilder.Map(
                    ("200", new MethodResponseDocument { StatusCode = "200" }), ("400", new MethodResponseDocument { StatusCode = "400" })),
            });
        await using var harness = await ExecutionHarness.StartAsync(api);

        harness.Functions.Returns("{\"fine\":true}");
        var fine = await harness.SendAsync("POST", "/prod/f", new StringContent("{\"in\":1}"));
        harness.Functions.Returns(FunctionOutcome.FunctionFailed, "{\"errorMessage\":\"{\\\"code\\\":7,\\\"m\\\":\\\"Bad thing\\\"}\",\"errorType\":\"E\"}");
        var failed = await harness.SendAsync("POST", "/prod/f", new StringContent("{\"in\":2}"));

        harness.Functions.Calls[0].Payload.ShouldBe("{\"in\":1}");
        ((int)fine.StatusCode, await fine.Content.ReadAsStringAsync()).ShouldBe((200, "{\"fine\":true}"));
        ((int)failed.StatusCode).ShouldBe(400);
        failed.Headers.GetValues("x-code").ShouldBe(["7"]); // reaches into the stringified error (§5.7)
        failed.Headers.GetValues("x-type").ShouldBe(["E"]);
    }

    private static string Keys(JsonNode node) => string.Join(',', node.AsObject().Select(p => p.Key));

    private static Task<ExecutionHarness> StartAsync(string path, string verb) =>
        ExecutionHarness.StartAsync(RestPlaneTests.FunctionApi(path, verb));
}
