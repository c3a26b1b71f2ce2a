using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Tests.Execution.Authorizers.Jwt;
using Gatehouse.Tests.Identity.Tokens;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http.Authorization;

/// <summary>JWT authorizers of HTTP APIs, as a client meets them: http-api §13.2.</summary>
public sealed class JwtGuardTests : IAsyncDisposable
{
    private FakeIssuer _issuer = null!;
    private HttpApiFixture _api = null!;

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_good_token_passes_and_its_claims_reach_both_payload_formats() // §7.4
    {
        await StartAsync();
        var token = Token(claims =>
        {
            claims["cognito:groups"] = new JsonArray("admin", "poweruser");
            claims["scope"] = "read write";
        });

        (await SendAsync("/v2", token)).Status.ShouldBe(200);
        var jwt = _api.Event["requestContext"]!["authorizer"]!["jwt"]!;
        jwt["claims"]!["cognito:groups"]!.ToString().ShouldBe("[admin poweruser]");
        jwt["claims"]!["sub"]!.ToString().ShouldBe("user-1");
        jwt["scopes"].ShouldBeNull();
        (await SendAsync("/v1", "Bearer " + token)).Status.ShouldBe(200);
        _api.Event["requestContext"]!["authorizer"]!["claims"]!["sub"]!.ToString().ShouldBe("user-1");
        (await SendAsync("/scoped", token)).Status.ShouldBe(200);
        _api.Event["requestContext"]!["authorizer"]!["jwt"]!["scopes"]!.ToJsonString().ShouldBe("[\"read\",\"write\"]");
    }

    [Fact]
    public async Task Refusals_carry_their_status_and_their_challenge() // §13.2, table
    {
        await StartAsync();

        (await SendAsync("/v2", null)).ShouldBe((401, "{\"message\":\"Unauthorized\"}", "Bearer"));
        (await SendAsync("/v2", " ")).ShouldBe((401, "{\"message\":\"Unauthorized\"}", "Bearer"));
        (await SendAsync("/v2", "garbage")).ShouldBe((401, "{\"message\":\"Unauthorized\"}",
            "Bearer scope=\"\" error=\"invalid_token\" error_description=\"token contains an invalid number of segments\""));
        (await SendAsync("/v2", Token(claims => claims["aud"] = "x"))).ShouldBe((401, "{\"message\":\"Unauthorized\"}",
            "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token does not have a valid audience\""));
        (await SendAsync("/scoped", Token(claims => claims["exp"] = 1))).ShouldBe((401, "{\"message\":\"Unauthorized\"}",
            "Bearer scope=\"read admin\" error=\"invalid_token\" error_description=\"the token has expired\""));
        (await SendAsync("/scoped", Token(claims => claims["scope"] = "write"))).ShouldBe((403, "{\"message\":\"Forbidden\"}",
            "Bearer scope=\"read admin\" error=\"insufficient_scope\" "
            + "error_description=\"the token does not have a required scope\""));
        _api.Functions.Calls.ShouldBeEmpty();
        _api.Detail.ShouldBe("insufficient_scope: the token does not have a required scope");
    }

    [Fact]
    public async Task Two_tokens_are_none() // security §11.2, CVE-2020-25017
    {
        await StartAsync();
        var response = await _api.GetAsync("/v2", ("Authorization", Token()), ("Authorization", "x"));
        ((int)response.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_may_come_in_the_query() // §3.5
    {
        await StartAsync(authorizer => authorizer with { IdentitySource = ["$request.querystring.token"] });
        (await _api.AskAsync("GET", "/v2?token=" + Token())).Status.ShouldBe(200);
        (await _api.AskAsync("GET", "/v2")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_issuer_that_is_down_answers_401_and_not_500() // §13.2: "NOTE: not 500/503"
    {
        await StartAsync();
        _issuer.IsDown = true;
        (await SendAsync("/v2", Token())).ShouldBe((401, "{\"message\":\"Unauthorized\"}",
            "Bearer scope=\"\" error=\"invalid_token\" error_description=\"OIDC discovery endpoint communication error\""));
    }

    [Fact]
    public async Task Keys_that_are_known_survive_the_issuer_and_requests_send_it_nothing() // §24 checklist
    {
        await StartAsync();
        (await SendAsync("/v2", Token())).Status.ShouldBe(200);
        _issuer.IsDown = true;
        for (var i = 0; i < 5; i++)
        {
            (await SendAsync("/v2", Token(claims => claims["i"] = i))).Status.ShouldBe(200);
        }

        _issuer.Asked().Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_slash_at_the_issuers_end_counts() // §13.2 step 5
    {
        await StartAsync(authorizer => authorizer with
        {
            JwtConfiguration = authorizer.JwtConfiguration! with { Issuer = _issuer.Url + "/" },
        });
        (await SendAsync("/v2", Token())).Challenge!.ShouldContain("the token does not have a valid issuer");
        (await SendAsync("/v2", Token(claims => claims["iss"] = _issuer.Url + "/"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("JWT", null)]
    [InlineData("JWT", "gone")]
    [InlineData("CUSTOM", "auth01")] // the authorizer is another kind
    public async Task A_route_whose_authorizer_cannot_be_built_lets_nobody_in(string type, string? id)
    {
        await StartAsync(route: route => route with { AuthorizationType = type, AuthorizerId = id });
        (await SendAsync("/v2", Token())).ShouldBe((500, "{\"message\":\"Internal Server Error\"}", null));
    }

    private async Task StartAsync(
        Func<AuthorizerV2Document, AuthorizerV2Document>? configure = null, Func<RouteV2Document, RouteV2Document>? route = null)
    {
        _issuer = await FakeIssuer.StartAsync();
        var authorizer = new AuthorizerV2Document
        {
            AuthorizerId = "auth01", Name = "jwt", AuthorizerType = "JWT", IdentitySource = ["$request.header.Authorization"],
            JwtConfiguration = new JwtConfiguration { Issuer = _issuer.Url, Audience = ["client-1"] },
        };
        RouteV2Document Guard(RouteV2Document one)
        {
            one = one with { AuthorizationType = "JWT", AuthorizerId = "auth01" };
            return route?.Invoke(one) ?? one;
        }

        _api = await HttpApiFixture.StartAsync((api, _) =>
        {
            api.Authorizers.Add(configure?.Invoke(authorizer) ?? authorizer);
            api.Route("GET /v2", HttpApiBuilder.FunctionOf("2.0"), Guard)
                .Route("GET /v1", HttpApiBuilder.FunctionOf("1.0"), Guard)
                .Route("GET /scoped", HttpApiBuilder.FunctionOf("2.0"), one => Guard(one) with { AuthorizationScopes = ["read", "admin"] });
        });
        _api.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
    }

    private string Token(Action<JsonObject>? claims = null) =>
        _issuer.Authority.Token(TimeProvider.System.GetUtcNow().AddSeconds(-1), claims);

    private async Task<(int Status, string Body, string? Challenge)> SendAsync(string path, string? token)
    {
        var response = await _api.GetAsync(path, token is null ? [] : [("Authorization", token)]);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.TryGetValues("www-authenticate", out var challenges) ? challenges.Single() : null);
    }
}
