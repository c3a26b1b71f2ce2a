using System.Collections.Frozen;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Authorizers.Function;
using Gatehouse.Tests.Execution.Authorizers.Jwt;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers;

/// <summary>TestInvokeAuthorizer: security §5.7, rest-execution §13.2.</summary>
public sealed class AuthorizerTestTests
{
    [Fact]
    public async Task An_answer_is_told_with_its_policy_principal_context_and_the_log_of_the_sheet()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        harness.Functions.Returns(AuthorizerApi.Allow("*", """, "context":{"n":1,"s":"x"}, "usageIdentifierKey":"secret-key-value-0001" """));

        var result = await TestAsync(harness, AuthorizerApi.Token(), ("Auth", "Bearer top-secret-token"));

        result.ClientStatus.ShouldBe(0);
        result.PrincipalId.ShouldBe("user-1");
        result.Policy!.ShouldStartWith("{\"Version\":\"2012-10-17\"");
        result.Authorization.ShouldBe([new("n", "1"), new("s", "x")]);
        result.Claims.ShouldBeNull();
        harness.Functions.Calls[0].Payload.ShouldContain(
            "\"methodArn\":\"arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/ESTestInvoke-stage/GET/pets\"");
        var lines = result.Log.TrimEnd('\n').Split('\n');
        var id = lines[0]["Execution log for request ".Length..];
        var texts = lines[1..].Select(static line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..]).ToArray();
        texts[0].ShouldBe($"Starting authorizer: auth01 for request: {id}");
        texts[1].ShouldBe("Incoming identity: *****************-token");
        texts[2].ShouldBe(
            "Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:000000000000:function:auth/invocations");
        texts[3].ShouldStartWith("Endpoint request headers: {x-amzn-lambda-integration-tag=");
        texts[4].ShouldStartWith("Endpoint request body after transformations: {\"type\":\"TOKEN\"");
        texts[5].ShouldStartWith("Sending request to https://lambda.us-east-1.amazonaws.com/");
        texts[6].ShouldStartWith("Authorizer result body before parsing: {");
        texts.ShouldContain("Using valid authorizer policy for principal: ******");
        texts[^1].ShouldBe("Successfully completed authorizer execution");
        result.Log.ShouldNotContain("top-secret");
        result.Log.ShouldNotContain("secret-key-value");
    }

    [Fact]
    public async Task A_policy_that_denies_is_an_answer_like_any_other() // §5.7: "a Deny policy still gives 200 and clientStatus 0"
    {
        await using var harness = await ExecutionHarness.StartAsync();
        harness.Functions.Returns(AuthorizerApi.Policy("Deny", "*"));

        var result = await TestAsync(harness, AuthorizerApi.Token(), ("Auth", "t"));
        result.ClientStatus.ShouldBe(0);
        result.Policy!.ShouldContain("Deny");
        result.Log.TrimEnd('\n').ShouldEndWith("Successfully completed authorizer execution");
    }

    [Fact]
    public async Task Refusals_and_failures_tell_the_status_of_a_client()
    {
        await using var harness = await ExecutionHarness.StartAsync();

        var missing = await TestAsync(harness, AuthorizerApi.Token());
        missing.ClientStatus.ShouldBe(401);
        missing.Log.ShouldContain(" : Unauthorized request: ");
        missing.Log.TrimEnd('\n').ShouldEndWith(" : Unauthorized");

        harness.Access.IsAllowed = false;
        var forbidden = await TestAsync(harness, AuthorizerApi.Token(), ("Auth", "t"));
        forbidden.ClientStatus.ShouldBe(500);
        forbidden.Log.ShouldContain(" : Execution failed due to configuration error: Invalid permissions on Lambda function\n");
        forbidden.Log.TrimEnd('\n').ShouldEndWith(" : AuthorizerConfigurationException");
        forbidden.PrincipalId.ShouldBeNull();

        harness.Access.IsAllowed = true;
        harness.Functions.Returns(FunctionOutcome.FunctionFailed, "{}");
        (await TestAsync(harness, AuthorizerApi.Token(), ("Auth", "t"))).ClientStatus.ShouldBe(500);
        harness.Functions.Returns("{\"principalId\":\"u\"}");
        (await TestAsync(harness, AuthorizerApi.Token(), ("Auth", "t"))).Log.ShouldContain("Could not parse policy");
    }

    [Fact]
    public async Task Nothing_is_kept_between_tests_and_the_context_of_the_test_stands_in_identity_sources()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        harness.Functions.Returns(AuthorizerApi.Allow("*"));
        var authorizer = AuthorizerApi.Request("context.identity.tenant, stageVariables.v");
        for (var i = 0; i < 2; i++)
        {
            (await TestAsync(harness, authorizer)).ClientStatus.ShouldBe(0);
        }

        harness.Functions.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_user_pools_token_shows_its_claims() // §13.2
    {
        await using var issuer = await FakeIssuer.StartAsync();
        const string pool = "us-east-1_AbCdEf123";
        issuer.Authority.Issuer = $"{issuer.Url}/{pool}";
        await using var harness = await ExecutionHarness.StartAsync(dependencies: d => d with
        {
            ExternalServices = new ExternalServiceMap
            {
                UserPools = new Dictionary<string, UserPoolEndpoint> { ["*"] = new(new Uri(issuer.Url), null) }.ToFrozenDictionary(),
            },
        });
        var authorizer = new AuthorizerDocument
        {
            Id = "auth01", Name = "p", Type = "COGNITO_USER_POOLS", IdentitySource = "method.request.header.Authorization",
            ProviderARNs = [$"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool}"],
        };
        var token = issuer.Authority.Token(TimeProvider.System.GetUtcNow(), claims => claims["token_use"] = "id");

        var result = await TestAsync(harness, authorizer, ("Authorization", token));
        result.ClientStatus.ShouldBe(0);
        result.Claims!.Value.ShouldContain(new KeyValuePair<string, string>("sub", "user-1"));
        (await TestAsync(harness, authorizer, ("Authorization", "x"))).ClientStatus.ShouldBe(401);
    }

    private static ValueTask<AuthorizerTestResult> TestAsync(
        ExecutionHarness harness, AuthorizerDocument authorizer, params KeyValuePair<string, string>[] headers) =>
        harness.Plane.AuthorizerTester.TestAsync(
            new AuthorizerTest
            {
                Scope = ExecutionHarness.Scope,
                Definition = AuthorizerApi.Build(authorizer).Build(),
                AuthorizerId = authorizer.Id,
                PathWithQueryString = "/pets?a=1",
                Headers = [.. headers],
                StageVariables = ApiBuilder.Map(("v", "1")),
                AdditionalContext = ApiBuilder.Map(("identity.tenant", "t1")),
                Tester = new MethodTester("000000000000", "arn:aws:iam::000000000000:root", "test", "agent"),
            },
            TestContext.Current.CancellationToken);

    private static ValueTask<AuthorizerTestResult> TestAsync(
        ExecutionHarness harness, AuthorizerDocument authorizer, (string Name, string Value) header) =>
        TestAsync(harness, authorizer, KeyValuePair.Create(header.Name, header.Value));
}
