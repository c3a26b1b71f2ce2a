using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Identity.Principals;
using Shouldly;
using static Gatehouse.Tests.Execution.Rest.Authorization.SignedApi;

namespace Gatehouse.Tests.Execution.Rest.Authorization;

/// <summary>Resource policies with each kind of authorization (security §4.2, checklist "Resource policies").</summary>
public sealed class ResourcePolicyTests
{
    private const string Implicit =
        """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:a1b2c3d4e5/prod/GET/pets"}""";

    private const string Explicit =
        """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:a1b2c3d4e5/prod/GET/pets with an explicit deny"}""";

    [Theory]
    [InlineData("Allow", "\"*\"", "", 200, "")]
    [InlineData("Deny", "\"*\"", "", 403, Explicit)]
    [InlineData("Allow", "{\"AWS\":\"000000000000\"}", "", 403, Implicit)] // an AWS principal on an open method (§2.4)
    [InlineData("Allow", "\"*\"", ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"127.0.0.0/8\"}}", 200, "")]
    [InlineData("Allow", "\"*\"", ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}", 403, Implicit)]
    [InlineData("Allow", "\"*\"", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}", 403, Implicit)]
    public async Task An_open_method_needs_an_explicit_allow(string effect, string principal, string extra, int status, string body)
    {
        await using var api = await StartAsync(m => m, Policy(effect, principal, extra));

        var response = await api.Harness.GetAsync("/prod/pets", ("X-Forwarded-For", "203.0.113.7")); // who a proxy names does not count (§2.6)
        ((int)response.StatusCode).ShouldBe(status);
        if (status != 200)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe(body);
            response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AccessDeniedException"]);
        }
    }

    [Theory]
    [InlineData(Arn + "/GET/pets", 200)]
    [InlineData(Arn + "/*", 200)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/*/GET/*", 200)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/", 403)] // a literal (§4.1)
    [InlineData(Arn + "/POST/pets", 403)]
    [InlineData("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/test/*", 403)]
    public async Task The_resource_is_the_path_that_was_called(string resource, int status)
    {
        await using var api = await StartAsync(m => m, Policy("Allow", resource: resource));

        ((int)(await api.Harness.GetAsync("/prod/pets")).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("Allow", "Allow", 200)]
    [InlineData("Allow", "", 200)]
    [InlineData("Allow", "Deny", 403)]
    [InlineData("", "Allow", 200)]
    [InlineData("", "", 403)]
    [InlineData("", "Deny", 403)]
    [InlineData("Deny", "Allow", 403)]
    [InlineData("Deny", "", 403)]
    [InlineData("Deny", "Deny", 403)]
    public async Task Table_A_with_AWS_IAM(string caller, string policy, int status)
    {
        await using var api = await StartAsync(policy: policy == "" ? Policy("Allow", resource: Arn + "/POST/other") : Policy(policy));
        var key = await api.House.AddUserAsync(
            "alice", caller == "" ? null : IdentityFixture.AllowAll("execute-api:Invoke", effect: caller));

        ((int)(await api.GetAsync(key)).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("Allow", "Allow", 200, 1)]
    [InlineData("Allow", "", 200, 1)]
    [InlineData("Allow", "Deny", 403, 0)] // denied before anybody is asked
    [InlineData("", "Allow", 200, 1)]
    [InlineData("", "", 403, 1)]
    [InlineData("", "Deny", 403, 0)]
    [InlineData("Deny", "Allow", 403, 1)]
    [InlineData("Deny", "", 403, 1)]
    [InlineData("Deny", "Deny", 403, 0)]
    public async Task Table_A_with_a_Lambda_authorizer(string authorizer, string policy, int status, int asked)
    {
        await using var api = await StartAsync(
            m => m with { AuthorizationType = "CUSTOM", AuthorizerId = "auth01" },
            policy == "" ? Policy("Allow", resource: Arn + "/POST/other") : Policy(policy),
            authorizers: new AuthorizerDocument
            {
                Id = "auth01", Name = "a", Type = "TOKEN", IdentitySource = "method.request.header.Auth", AuthorizerResultTtlInSeconds = 0,
                AuthorizerUri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations",
            });
        var (effect, resource) = authorizer == "" ? ("Allow", Arn + "/POST/other") : (authorizer, Arn + "/GET/pets");
        api.Harness.Functions.Returns(
            $$$"""{"principalId":"u","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"{{{effect}}}","Action":"execute-api:Invoke","Resource":"{{{resource}}}"}]}}""");

        ((int)(await api.Harness.GetAsync("/prod/pets", ("Auth", "token"))).StatusCode).ShouldBe(status);
        api.Harness.Functions.Calls.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_understood_lets_nobody_in()
    {
        await using var api = await StartAsync(m => m, """{"Version":"2012-10-17"}""");

        var response = await api.Harness.GetAsync("/prod/pets");
        ((int)response.StatusCode).ShouldBe(500);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AuthorizerConfigurationException"]);
    }

    [Fact]
    public async Task The_gateway_response_ACCESS_DENIED_applies()
    {
        var house = new IdentityFixture();
        var definition = new ApiBuilder().Mock("/pets", "GET");
        definition.Api = definition.Api with { Policy = Policy("Deny") };
        definition.GatewayResponses.Add(new GatewayResponseDocument
        {
            ResponseType = "ACCESS_DENIED", StatusCode = "418", ResponseTemplates = ApiBuilder.Map(("application/json", "$context.error.message")),
            ResponseParameters = ApiBuilder.Map(("gatewayresponse.header.Access-Control-Allow-Origin", "'*'")),
        });
        await using var harness = await ExecutionHarness.StartAsync(definition, dependencies: d => d with { Identities = house.Directory });

        var response = await harness.GetAsync("/prod/pets");
        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }

    [Fact]
    public async Task A_private_API_is_not_reached_by_a_public_listener()
    {
        var definition = new ApiBuilder().Mock("/pets", "GET");
        definition.Api = definition.Api with { Policy = Policy("Allow"), EndpointConfiguration = new EndpointConfiguration { Types = ["PRIVATE"] } };
        await using var harness = await ExecutionHarness.StartAsync(definition);

        var response = await harness.GetAsync("/prod/pets", ("x-apigw-api-id", ApiBuilder.ApiId));
        ((int)response.StatusCode).ShouldBe(403);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Theory]
    [InlineData("execute-api:InvalidateCache", 200)]
    [InlineData("execute-api:Nothing", 403)]
    public async Task Who_may_invalidate_the_cache_refreshes_it(string action, int status) // REST sheet §9.1
    {
        await using var api = await StartAsync(stage: stage => stage with
        {
            CacheClusterEnabled = true, CacheClusterSize = "0.5", CacheClusterStatus = "AVAILABLE",
            MethodSettings = ApiBuilder.Map(("*/*", new MethodSetting
            {
                CachingEnabled = true, CacheTtlInSeconds = 300, RequireAuthorizationForCacheControl = true,
                UnauthorizedCacheControlHeaderStrategy = "FAIL_WITH_403",
            })),
        });
        var key = await api.House.AddUserAsync(
            "alice", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke","{{action}}"],"Resource":"*"}]}""");

        ((int)(await api.GetAsync(key)).StatusCode).ShouldBe(200);
        ((int)(await api.GetAsync(key, more: ("Cache-Control", "max-age=0"))).StatusCode).ShouldBe(status);
    }
}
