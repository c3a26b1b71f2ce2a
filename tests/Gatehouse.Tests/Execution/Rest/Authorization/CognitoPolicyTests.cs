using System.Collections.Frozen;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Authorizers.Jwt;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest.Authorization;

/// <summary>A token says who, never what for: the resource policy must allow by itself (security §4.2).</summary>
public sealed class CognitoPolicyTests
{
    private const string Pool = "us-east-1_AbCdEf123";

    [Theory]
    [InlineData("Allow", SignedApi.Arn + "/GET/pets", 200, "")]
    [InlineData("Allow", SignedApi.Arn + "/POST/pets", 403, "")]
    [InlineData("Deny", SignedApi.Arn + "/GET/pets", 403, " with an explicit deny")]
    public async Task The_token_comes_first_and_then_the_policy_must_allow(string effect, string resource, int status, string ending)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Authority.Issuer = $"{issuer.Url}/{Pool}";
        var api = new ApiBuilder().Method(
            "/pets", "GET", ApiBuilder.MockOf("ok"), method => method with { AuthorizationType = "COGNITO_USER_POOLS", AuthorizerId = "auth01" });
        api.Authorizers.Add(new AuthorizerDocument
        {
            Id = "auth01", Name = "pool", Type = "COGNITO_USER_POOLS", ProviderARNs = [$"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{Pool}"],
            IdentitySource = "method.request.header.Authorization",
        });
        api.Api = api.Api with { Policy = SignedApi.Policy(effect, resource: resource) };
        var map = new ExternalServiceMap
        {
            UserPools = new Dictionary<string, UserPoolEndpoint> { [Pool] = new(new Uri(issuer.Url), null) }.ToFrozenDictionary(),
        };
        await using var harness = await ExecutionHarness.StartAsync(api, dependencies: defaults => defaults with { ExternalServices = map });
        var token = issuer.Authority.Token(DateTimeOffset.UtcNow.AddSeconds(-1), claims => claims["token_use"] = "id");

        ((int)(await harness.GetAsync("/prod/pets")).StatusCode).ShouldBe(401);
        var response = await harness.GetAsync("/prod/pets", ("Authorization", token));
        ((int)response.StatusCode).ShouldBe(status);
        if (status == 403)
        {
            (await response.Content.ReadAsStringAsync()).ShouldEndWith($"a1b2c3d4e5/prod/GET/pets{ending}\"}}");
        }
    }
}
