using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Function;

/// <summary>Lambda authorizers of REST APIs, as a client meets them: security §5.</summary>
public sealed class FunctionAuthorizerTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod";

    private ExecutionHarness _harness = null!;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_TOKEN_event_has_three_members_and_the_token_as_it_came() // §5.3
    {
        await StartAsync(AuthorizerApi.Token());
        Answer(AuthorizerApi.Allow("*"));

        (await GetAsync("/prod/pets/1?q=2", ("Auth", "Bearer abc.def"))).Status.ShouldBe(200);

        _harness.Functions.Calls[0].Function.Arn.ShouldBe("arn:aws:lambda:us-east-1:000000000000:function:auth");
        _harness.Functions.Calls[0].Payload.ShouldBe(
            $"{{\"type\":\"TOKEN\",\"authorizationToken\":\"Bearer abc.def\",\"methodArn\":\"{Arn}/GET/pets/1\"}}");
        _harness.Access.SourceArns.ShouldBe(["arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/authorizers/auth01"]);
    }

    [Fact]
    public async Task A_REQUEST_event_is_the_proxy_event_without_a_body_and_with_empty_objects() // §5.3
    {
        await StartAsync(
            AuthorizerApi.Request("method.request.header.Auth"), stage: s => s with { Variables = ApiBuilder.Map(("v", "1")) });
        Answer(AuthorizerApi.Allow("*"));

        (await SendAsync("POST", "/prod/pets/1?a=1&a=2&b=", ("Auth", "t"), ("X-Two", "x"))).Status.ShouldBe(200);
        (await GetAsync("/prod/plain", ("Auth", "u"))).Status.ShouldBe(200);

        var full = JsonNode.Parse(_harness.Functions.Calls[0].Payload)!.AsObject();
        full.Select(static member => member.Key).ShouldBe(
        [
            "type", "methodArn", "resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters",
            "multiValueQueryStringParameters", "pathParameters", "stageVariables", "requestContext",
        ]);
        full["type"]!.ToString().ShouldBe("REQUEST");
        full["methodArn"]!.ToString().ShouldBe(Arn + "/POST/pets/1");
        full["resource"]!.ToString().ShouldBe("/pets/{id}");
        full["path"]!.ToString().ShouldBe("/pets/1");
        full["httpMethod"]!.ToString().ShouldBe("POST");
        full["headers"]!["Auth"]!.ToString().ShouldBe("t");
        full["multiValueHeaders"]!["X-Two"]!.ToJsonString().ShouldBe("[\"x\"]");
        full["queryStringParameters"]!.ToJsonString().ShouldBe("{\"a\":\"2\",\"b\":\"\"}");
        full["multiValueQueryStringParameters"]!.ToJsonString().ShouldBe("{\"a\":[\"1\",\"2\"],\"b\":[\"\"]}");
        full["pathParameters"]!.ToJsonString().ShouldBe("{\"id\":\"1\"}");
        full["stageVariables"]!.ToJsonString().ShouldBe("{\"v\":\"1\"}");
        var context = full["requestContext"]!.AsObject();
        context.Select(static member => member.Key).ShouldBe(
        [
            "resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId", "protocol",
            "stage", "domainPrefix", "requestTimeEpoch", "requestId", "identity", "domainName", "deploymentId", "apiId",
        ]);
        context["identity"]!["sourceIp"]!.ToString().ShouldBe("127.0.0.1");

        var plain = JsonNode.Parse(_harness.Functions.Calls[1].Payload)!;
        foreach (var name in new[] { "queryStringParameters", "multiValueQueryStringParameters", "pathParameters" })
        {
            plain[name]!.ToJsonString().ShouldBe("{}");
        }
    }

    [Fact]
    public async Task A_token_that_is_missing_empty_twice_or_of_another_form_costs_no_call() // §5.2
    {
        await StartAsync(AuthorizerApi.Token() with { IdentityValidationExpression = @"\w{5}" });
        Answer(AuthorizerApi.Allow("*"));

        foreach (var token in new[] { null, "", " ", "abc", "abcdef", "abcde!" })
        {
            var answer = token is null ? await GetAsync("/prod/plain") : await GetAsync("/prod/plain", ("Auth", token));
            answer.ShouldBe((401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}"));
        }

        (await GetAsync("/prod/plain", ("Auth", "abcde"), ("Auth", "fghij"))).Status.ShouldBe(401);
        _harness.Functions.Calls.ShouldBeEmpty();
        (await GetAsync("/prod/plain", ("Auth", "abcde"))).Status.ShouldBe(200);
        _harness.Records.Records[0].Detail!.ShouldStartWith("Unauthorized request: ");
    }

    [Fact]
    public async Task Every_identity_source_must_be_there_and_without_any_each_request_is_asked_about() // §5.2
    {
        await StartAsync(
            AuthorizerApi.Request("method.request.header.A, method.request.querystring.b, stageVariables.v, context.stage"),
            stage: s => s with { Variables = ApiBuilder.Map(("v", "1")) });
        Answer(AuthorizerApi.Allow("*"));

        (await GetAsync("/prod/plain?b=1")).Status.ShouldBe(401);
        (await GetAsync("/prod/plain?b=", ("A", "1"))).Status.ShouldBe(401);
        (await GetAsync("/prod/plain", ("A", "1"))).Status.ShouldBe(401);
        _harness.Functions.Calls.ShouldBeEmpty();
        (await GetAsync("/prod/plain?b=1", ("a", "1"))).Status.ShouldBe(200);

        await _harness.DisposeAsync();
        await StartAsync(AuthorizerApi.Request(null, ttl: 0));
        Answer(AuthorizerApi.Allow("*"));
        await GetAsync("/prod/plain");
        await GetAsync("/prod/plain");
        _harness.Functions.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_authorizer_without_identity_sources_keeps_nothing_whatever_its_TTL_says()
    {
        await StartAsync(AuthorizerApi.Request(null, ttl: 300));
        Answer(AuthorizerApi.Allow("*"));

        await GetAsync("/prod/plain");
        await GetAsync("/prod/plain");
        _harness.Functions.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Deny_and_silence_have_their_own_texts() // §5.6
    {
        await StartAsync(AuthorizerApi.Token());

        Answer(AuthorizerApi.Policy("Deny", "*"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe((403, "AccessDeniedException",
            "{\"Message\":\"User is not authorized to access this resource with an explicit deny in an identity-based policy\"}"));
        Answer(AuthorizerApi.Allow(Arn + "/GET/other"));
        (await GetAsync("/prod/plain", ("Auth", "b"))).ShouldBe((403, "AccessDeniedException",
            "{\"Message\":\"User is not authorized to access this resource\"}"));
    }

    [Fact]
    public async Task A_denial_of_a_path_holds_for_all_its_spellings() // §11.9
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(
            $$$"""
            {"principalId":"u","policyDocument":{"Version":"2012-10-17","Statement":[
              {"Action":"execute-api:Invoke","Effect":"Allow","Resource":"*"},
              {"Action":"execute-api:Invoke","Effect":"Deny","Resource":"{{{Arn}}}/GET/pets/admin"}]}}
            """);
        foreach (var path in new[] { "/pets/admin", "/pets/%61dmin", "/pets/admin/", "//pets/admin", "/pets/a%64min/" })
        {
            (await GetAsync("/prod" + path, ("Auth", "a"))).Status.ShouldBe(403);
        }

        (await GetAsync("/prod/pets/2", ("Auth", "a"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"errorMessage":"Unauthorized","errorType":"Error"}""", 401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}")]
    [InlineData("""{"errorMessage":"unauthorized"}""", 500, "AuthorizerFailureException", "{\"message\":null}")]
    [InlineData("""{"errorMessage":"Unauthorized "}""", 500, "AuthorizerFailureException", "{\"message\":null}")]
    [InlineData("""{"errorMessage":"boom"}""", 500, "AuthorizerFailureException", "{\"message\":null}")]
    [InlineData("no document", 500, "AuthorizerFailureException", "{\"message\":null}")]
    public async Task A_function_that_fails_is_a_failure_unless_it_says_Unauthorized(
        string payload, int status, string errorType, string body) // §5.6
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(FunctionOutcome.FunctionFailed, payload);

        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe((status, errorType, body));
        await GetAsync("/prod/plain", ("Auth", "a"));
        _harness.Functions.Calls.Count.ShouldBe(2); // failures are not kept (§5.5)
    }

    [Theory]
    [InlineData(FunctionOutcome.NotFound, "AuthorizerConfigurationException")]
    [InlineData(FunctionOutcome.Throttled, "AuthorizerFailureException")]
    [InlineData(FunctionOutcome.NotReady, "AuthorizerFailureException")]
    [InlineData(FunctionOutcome.HostFailed, "AuthorizerFailureException")]
    public async Task A_function_that_cannot_be_run_lets_nobody_in(FunctionOutcome outcome, string errorType) // §5.6
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(outcome, "");

        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe((500, errorType, "{\"message\":null}"));
    }

    [Fact]
    public async Task A_missing_permission_is_a_configuration_error_and_credentials_replace_the_permission() // §5.1, §5.6
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Access.IsAllowed = false;
        Answer(AuthorizerApi.Allow("*"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe((500, "AuthorizerConfigurationException", "{\"message\":null}"));
        _harness.Functions.Calls.ShouldBeEmpty();
        _harness.Records.Records[0].Detail.ShouldBe(
            "Execution failed due to configuration error: Invalid permissions on Lambda function");

        await _harness.DisposeAsync();
        await StartAsync(AuthorizerApi.Token() with { AuthorizerCredentials = "arn:aws:iam::000000000000:role/r" });
        _harness.Access.IsAllowed = false;
        Answer(AuthorizerApi.Allow("*"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"policyDocument":POLICY}""")]
    [InlineData("""{"principalId":"","policyDocument":POLICY}""")]
    [InlineData("""{"principalId":7,"policyDocument":POLICY}""")]
    [InlineData("""{"principalId":null,"policyDocument":POLICY}""")]
    [InlineData("""{"principalId":"u"}""")]
    [InlineData("""{"principalId":"u","policyDocument":null}""")]
    [InlineData("""{"principalId":"u","policyDocument":"POLICY"}""")]
    [InlineData("""{"principalId":"u","policyDocument":{}}""")]
    [InlineData("""{"principalId":"u","policyDocument":{"Version":"2012-10-17","Statement":[]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":{"Version":"2013-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*"}]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Nonsense":{"a":"b"}}}]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"policyDocument":POLICY}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":[]}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":"x"}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":{"a":null}}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":{"a":{}}}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":{"a":[]}}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"context":{"a":1,"a":2}}""")]
    [InlineData("""{"principalId":"u","policyDocument":POLICY,"usageIdentifierKey":7}""")]
    public async Task An_answer_that_is_no_decision_is_a_configuration_error_and_not_kept(string answer) // §5.4, §5.6
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(answer.Replace(
            "POLICY",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""",
            StringComparison.Ordinal));

        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe((500, "AuthorizerConfigurationException", "{\"message\":null}"));
        await GetAsync("/prod/plain", ("Auth", "a"));
        _harness.Functions.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_policy_resource_of_more_than_512_characters_is_a_configuration_error() // §5.4
    {
        await StartAsync(AuthorizerApi.Token());
        Answer(AuthorizerApi.Allow($"{Arn}/GET/{new string('a', 500)}"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).Status.ShouldBe(500);
    }

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", 200)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", 403)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"true"}}""", 403)]
    [InlineData("""{"StringLike":{"aws:UserAgent":"test*"}}""", 200)]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}""", 200)]
    public async Task Conditions_of_the_policy_see_the_request(string condition, int status) // §5.4
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(
            """
            {"principalId":"u","policyDocument":{"Version":"2012-10-17","Statement":{"Action":"execute-api:Invoke","Effect":"Allow",
              "Resource":"*","Condition":CONDITION}}}
            """.Replace("CONDITION", condition, StringComparison.Ordinal));

        (await GetAsync("/prod/plain", ("Auth", "a"), ("User-Agent", "test/1"))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_function_behind_the_method_sees_context_as_texts_principal_and_latency() // §5.4, rest-execution §5.11
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Handler = (call, _) => new(Result(call.Function.Name == "auth"
            ? AuthorizerApi.Allow("*", """, "context":{"s":"x","n":1.50,"b":true,"principalId":"root","integrationLatency":"9"}""")
            : """{"statusCode":200,"body":"ok"}"""));

        (await GetAsync("/prod/function", ("Auth", "a"))).Status.ShouldBe(200);
        (await GetAsync("/prod/function", ("Auth", "a"))).Status.ShouldBe(200);

        var first = JsonNode.Parse(_harness.Functions.Calls[1].Payload)!["requestContext"]!["authorizer"]!.AsObject();
        first.Select(static member => member.Key).ShouldBe(["s", "n", "b", "principalId", "integrationLatency"]);
        first["s"]!.ToJsonString().ShouldBe("\"x\"");
        first["n"]!.ToJsonString().ShouldBe("\"1.50\"");
        first["b"]!.ToJsonString().ShouldBe("\"true\"");
        first["principalId"]!.ToString().ShouldBe("user-1"); // not what the context claims
        first["integrationLatency"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        var kept = JsonNode.Parse(_harness.Functions.Calls[2].Payload)!["requestContext"]!["authorizer"]!;
        kept["integrationLatency"]!.ToJsonString().ShouldBe("0");
    }

    [Fact]
    public async Task Templates_mappings_and_gateway_responses_read_the_authorizer() // rest-execution §6.4
    {
        await StartAsync(AuthorizerApi.Token());
        Answer(AuthorizerApi.Allow("*", """, "context":{"tenant":"t1","level":3}"""));

        (await GetAsync("/prod/template", ("Auth", "a"))).Body.ShouldBe("user-1 t1 3 []");
    }

    [Fact]
    public async Task A_context_that_cannot_stand_in_a_header_is_never_sent_to_a_backend() // §11.2, header smuggling
    {
        await StartAsync(AuthorizerApi.Token());
        Answer(AuthorizerApi.Allow("*", """, "context":{"tenant":"t1\r\nX-Admin: 1"}"""));

        (await GetAsync("/prod/mapped", ("Auth", "a"))).Status.ShouldBe(500);
    }

    [Fact]
    public async Task A_header_that_ends_at_the_gateway_identifies_nobody() // §11.2, CVE-2024-45410
    {
        await StartAsync(AuthorizerApi.Token("X-Token"));
        Answer(AuthorizerApi.Allow("*"));

        (await GetAsync("/prod/plain", ("X-Token", "a"), ("Connection", "X-Token"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Gateway_responses_of_authorizers_are_the_APIs_own() // checklist "customisable including CORS headers"
    {
        var api = AuthorizerApi.Build(AuthorizerApi.Token());
        foreach (var type in new[] { "UNAUTHORIZED", "ACCESS_DENIED", "AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR" })
        {
            api.GatewayResponses.Add(new GatewayResponseDocument
            {
                ResponseType = type,
                StatusCode = "418",
                ResponseParameters = ApiBuilder.Map(("gatewayresponse.header.Access-Control-Allow-Origin", "'*'")),
                ResponseTemplates = ApiBuilder.Map(("application/json", $"{{\"t\":\"{type} $context.authorizer.principalId\"}}")),
            });
        }

        _harness = await ExecutionHarness.StartAsync(api);
        (await GetAsync("/prod/plain")).Body.ShouldBe("{\"t\":\"UNAUTHORIZED \"}");
        Answer(AuthorizerApi.Policy("Deny", "*"));
        var denied = await _harness.GetAsync("/prod/plain", ("Auth", "a"));
        (await denied.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{\"t\":\"ACCESS_DENIED user-1\"}");
        denied.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        _harness.Functions.Returns(FunctionOutcome.FunctionFailed, "{}");
        (await GetAsync("/prod/plain", ("Auth", "b"))).Body.ShouldBe("{\"t\":\"AUTHORIZER_FAILURE \"}");
        _harness.Functions.Returns("{}");
        (await GetAsync("/prod/plain", ("Auth", "c"))).Body.ShouldBe("{\"t\":\"AUTHORIZER_CONFIGURATION_ERROR \"}");
    }

    private async Task StartAsync(AuthorizerDocument authorizer, Func<StageDocument, StageDocument>? stage = null) =>
        _harness = await ExecutionHarness.StartAsync(AuthorizerApi.Build(authorizer), stage);

    private void Answer(string answer) => _harness.Functions.Returns(answer);

    private static FunctionResult Result(string payload) => new()
    {
        Outcome = FunctionOutcome.Succeeded, Payload = System.Text.Encoding.UTF8.GetBytes(payload),
    };

    private Task<(int Status, string? ErrorType, string Body)> GetAsync(
        string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, headers);

    private async Task<(int Status, string? ErrorType, string Body)> SendAsync(
        string verb, string path, params (string Name, string Value)[] headers)
    {
        var response = await _harness.SendAsync(verb, path, null, headers);
        return ((int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
