using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest;

/// <summary>What is not built refuses, with AWS's answer and a reason in the record (design §6.2, "fail closed").</summary>
public sealed class ClosedStepsTests
{
    [Fact]
    public async Task AWS_IAM_lets_nobody_in_where_nobody_is_known() // §7.1
    {
        await using var harness = await StartAsync(m => m with { AuthorizationType = "AWS_IAM" });

        await ExpectAsync(harness, 403, "MissingAuthenticationTokenException", "{\"message\":\"Missing Authentication Token\"}");
        await ExpectAsync(
            harness, 403, "UnrecognizedClientException", "{\"message\":\"The security token included in the request is invalid.\"}",
            ("X-Amz-Date", "20260101T000000Z"),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"));
    }

    [Theory]
    [InlineData("CUSTOM", "TOKEN", "method.request.header.Auth", 401)]
    [InlineData("CUSTOM", "TOKEN", null, 401)]
    [InlineData("COGNITO_USER_POOLS", "COGNITO_USER_POOLS", "method.request.header.Auth", 401)]
    [InlineData("CUSTOM", "REQUEST", "method.request.header.Auth, method.request.querystring.t", 401)]
    [InlineData("CUSTOM", "REQUEST", null, 500)]
    public async Task An_authorizer_without_its_identity_source_answers_401(string type, string kind, string? source, int status)
    {
        await using var harness = await StartAsync(
            m => m with { AuthorizationType = type, AuthorizerId = "auth01" },
            new AuthorizerDocument { Id = "auth01", Name = "a", Type = kind, IdentitySource = source });

        await ExpectAsync(
            harness, status,
            status == 401 ? "UnauthorizedException" : "AuthorizerConfigurationException",
            status == 401 ? "{\"message\":\"Unauthorized\"}" : "{\"message\":null}");
    }

    [Fact]
    public async Task An_authorizer_without_a_function_is_a_configuration_error()
    {
        await using var harness = await StartAsync(
            m => m with { AuthorizationType = "CUSTOM", AuthorizerId = "auth01" },
            new AuthorizerDocument { Id = "auth01", Name = "a", Type = "TOKEN", IdentitySource = "method.request.header.Auth" });

        await ExpectAsync(harness, 500, "AuthorizerConfigurationException", "{\"message\":null}", ("Auth", "letmein"));
    }

    [Fact]
    public async Task An_authorizer_that_does_not_exist_or_a_type_nobody_knows_lets_nobody_in()
    {
        await using var absent = await StartAsync(m => m with { AuthorizationType = "CUSTOM", AuthorizerId = "gone" });
        await ExpectAsync(absent, 500, "AuthorizerConfigurationException", "{\"message\":null}");

        await using var unknown = await StartAsync(m => m with { AuthorizationType = "NEW_KIND" });
        await ExpectAsync(unknown, 500, "AuthorizerConfigurationException", "{\"message\":null}");
    }

    [Fact]
    public async Task A_required_key_that_nobody_was_given_is_refused() // §4.4
    {
        await using var harness = await StartAsync(m => m with { ApiKeyRequired = true });

        await ExpectAsync(harness, 403, "ForbiddenException", "{\"message\":\"Forbidden\"}", ("X-API-Key", "anything"));
    }

    [Fact]
    public async Task A_private_API_without_a_policy_denies_every_call() // §16.1
    {
        var api = new ApiBuilder().Mock("/x", "GET");
        api.Api = api.Api with { EndpointConfiguration = new EndpointConfiguration { Types = ["PRIVATE"] } };
        await using var harness = await ExecutionHarness.StartAsync(api);

        await ExpectAsync(
            harness, 403, "AccessDeniedException",
            "{\"Message\":\"User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
            + "arn:aws:execute-api:us-east-1:********0000:a1b2c3d4e5/prod/GET/x\"}");
    }

    [Fact]
    public async Task A_web_ACL_blocks_until_it_is_evaluated()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/x", "GET"), stage => stage with { WebAclArn = "arn:aws:wafv2:us-east-1:0:regional/webacl/a/b" });

        await ExpectAsync(harness, 403, "ForbiddenException", "{\"message\":\"Forbidden\"}");
        harness.Records.Records[0].GatewayResponseType.ShouldBe("WAF_FILTERED");
    }

    [Theory]
    [InlineData("AWS", "arn:aws:apigateway:us-east-1:sqs:path/0/q", null)]
    [InlineData("HTTP", "http://localhost:9", "VPC_LINK")]
    [InlineData("AWS_PROXY", "arn:aws:apigateway:us-east-1:firehose:action/PutRecord", null)]
    [InlineData("HTTP_PROXY", "ftp://localhost/", null)]
    [InlineData("HTTP_PROXY", "http://localhost:81/", null)] // §5.2: ports 80, 443, 1024-65535
    [InlineData("NEW", "", null)]
    public async Task An_integration_that_cannot_be_called_is_a_configuration_error_with_a_reason(
        string type, string uri, string? connection)
    {
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = type, Uri = uri, HttpMethod = "POST", ConnectionType = connection,
        });
        await using var harness = await ExecutionHarness.StartAsync(api);

        await ExpectAsync(harness, 500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}");
        harness.Records.Records[0].Detail!.ShouldStartWith("Execution failed due to configuration error: ");
    }

    [Theory]
    [InlineData("MOCK", "Content-Length")]
    [InlineData("HTTP", "transfer-encoding")]
    [InlineData("HTTP_PROXY", "X-Amzn-Trace-Id")]
    [InlineData("AWS_PROXY", "Authorization")]
    public async Task A_mapping_to_a_header_of_the_gateways_own_is_a_configuration_error(string type, string header) // §5.4
    {
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = type, Uri = "http://localhost:9", RequestParameters = ApiBuilder.Map(($"integration.request.header.{header}", "'x'")),
        });
        await using var harness = await ExecutionHarness.StartAsync(api);

        await ExpectAsync(harness, 500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}");
        harness.Records.Records[0].Detail.ShouldBe($"Execution failed due to configuration error: {header} header already present");
    }

    [Fact]
    public async Task Required_parameters_are_checked_only_with_a_validator_and_blank_counts_as_missing() // §4.2
    {
        var parameters = ApiBuilder.Map(
            ("method.request.querystring.q1", true), ("method.request.header.X-One", true),
            ("method.request.querystring.q2", false), ("method.request.querystring.q0", true));
        var api = new ApiBuilder()
            .Method("/checked", "GET", ApiBuilder.MockOf("ok"), m => m with { RequestParameters = parameters, RequestValidatorId = "val001" })
            .Method("/free", "GET", ApiBuilder.MockOf("ok"), m => m with { RequestParameters = parameters });
        api.Validators.Add(new RequestValidatorDocument { Id = "val001", Name = "v", ValidateRequestParameters = true });
        await using var harness = await ExecutionHarness.StartAsync(api);

        ((int)(await harness.GetAsync("/prod/free")).StatusCode).ShouldBe(200);
        ((int)(await harness.GetAsync("/prod/checked?q1=1&q0=2", ("X-One", "3"))).StatusCode).ShouldBe(200);
        var response = await harness.GetAsync("/prod/checked?q1=&q0=%20");
        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\": \"Missing required request parameters: [X-One, q0, q1]\"}");
    }

    [Fact]
    public async Task A_validator_that_does_not_exist_validates_nothing_and_lets_nobody_in()
    {
        await using var harness = await StartAsync(m => m with { RequestValidatorId = "gone" });

        await ExpectAsync(harness, 500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}");
    }

    private static Task<ExecutionHarness> StartAsync(
        Func<MethodDocument, MethodDocument> configure, params AuthorizerDocument[] authorizers)
    {
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("ok"), configure);
        api.Authorizers.AddRange(authorizers);
        return ExecutionHarness.StartAsync(api);
    }

    private static async Task ExpectAsync(
        ExecutionHarness harness, int status, string errorType, string body, params (string Name, string Value)[] headers)
    {
        var response = await harness.GetAsync("/prod/x", headers);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([errorType]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        harness.Records.Records[^1].Detail.ShouldNotBeNullOrEmpty();
    }
}
