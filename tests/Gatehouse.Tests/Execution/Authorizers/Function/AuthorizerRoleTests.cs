using Gatehouse.Tests.Identity.Principals;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Function;

/// <summary>The role that an authorizer names: security §3.4, §5.1.</summary>
public sealed class AuthorizerRoleTests
{
    private const string RoleArn = "arn:aws:iam::000000000000:role/caller";
    private const string Gateway = """{"Service":"apigateway.amazonaws.com"}""";
    private const string Invoke = "lambda:InvokeFunction";
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:auth";

    [Theory]
    [InlineData(Gateway, Invoke, Function, 200)]
    [InlineData("""{"Service":"lambda.amazonaws.com"}""", Invoke, Function, 500)] // does not trust the gateway
    [InlineData(Gateway, Invoke, Function + "-other", 500)]
    [InlineData(Gateway, "lambda:GetFunction", Function, 500)]
    [InlineData(Gateway, null, Function, 500)]
    public async Task A_role_of_this_server_must_trust_the_gateway_and_may_call_the_function(
        string trusted, string? action, string resource, int status)
    {
        var house = new IdentityFixture();
        await house.AddRoleAsync(
            "caller", IdentityFixture.Trust(trusted), action is null ? null : IdentityFixture.AllowAll(action, resource));
        var authorizer = AuthorizerApi.Token() with { AuthorizerCredentials = RoleArn };
        await using var harness = await ExecutionHarness.StartAsync(
            AuthorizerApi.Build(authorizer), dependencies: d => d with { Identities = house.Directory });
        harness.Access.IsAllowed = false; // the role replaces the function's own policy
        harness.Functions.Returns(AuthorizerApi.Allow("*"));

        var response = await harness.GetAsync("/prod/plain", ("Auth", "a"));
        ((int)response.StatusCode).ShouldBe(status);
        harness.Functions.Calls.Count.ShouldBe(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task A_role_that_this_server_does_not_know_is_accepted_as_given() // docs/DIFFERENCES.md
    {
        await using var harness = await ExecutionHarness.StartAsync(
            AuthorizerApi.Build(AuthorizerApi.Token() with { AuthorizerCredentials = RoleArn }),
            dependencies: d => d with { Identities = new IdentityFixture().Directory });
        harness.Functions.Returns(AuthorizerApi.Allow("*"));

        ((int)(await harness.GetAsync("/prod/plain", ("Auth", "a"))).StatusCode).ShouldBe(200);
    }
}
