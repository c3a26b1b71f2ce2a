using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Authorizers.Function;
using Gatehouse.Tests.Execution.Authorizers.Jwt;
using Gatehouse.Tests.Identity.Tokens;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Cognito;

/// <summary>User pool authorizers of REST APIs, as a client meets them: security §6.1.</summary>
public sealed class CognitoAuthorizerTests : IAsyncDisposable
{
    private const string Pool = "us-east-1_AbCdEf123";
    private const string PoolArn = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + Pool;

    private FakeIssuer _issuer = null!;
    private ExecutionHarness _harness = null!;

    private DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(false, "id", null, 200)]
    [InlineData(false, "access", null, 401)]
    [InlineData(false, null, null, 401)]
    [InlineData(true, "access", "pets/read", 200)]
    [InlineData(true, "access", "openid pets/write", 200)] // any of them
    [InlineData(true, "access", "openid", 401)]
    [InlineData(true, "access", null, 401)]
    [InlineData(true, "id", null, 401)]
    [InlineData(true, "id", "pets/read", 401)]
    public async Task Without_scopes_an_ID_token_passes_and_with_scopes_an_access_token_that_has_one(
        bool hasScopes, string? use, string? scope, int status)
    {
        await StartAsync(scopes: hasScopes ? ["pets/read", "pets/write"] : null);
        foreach (var scheme in new[] { "", "Bearer " })
        {
            var answer = await GetAsync("/prod/plain", scheme + Token(claims =>
            {
                claims["token_use"] = use;
                claims["scope"] = scope;
            }));
            answer.Status.ShouldBe(status);
            if (status == 401)
            {
                answer.ShouldBe((401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}"));
            }
        }
    }

    [Fact]
    public async Task An_expired_token_is_told_so_and_a_missing_one_is_not()
    {
        await StartAsync();

        (await GetAsync("/prod/plain", Token(claims => claims["exp"] = Now.ToUnixTimeSeconds() - 1)))
            .ShouldBe((401, "UnauthorizedException", "{\"message\":\"The incoming token has expired\"}"));
        (await GetAsync("/prod/plain", null)).ShouldBe((401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}"));
        (await GetAsync("/prod/plain", " ")).Status.ShouldBe(401);
        _issuer.Asked().ShouldBe([$"/{Pool}/.well-known/jwks.json"]);
    }

    [Fact]
    public async Task Foreign_and_forged_tokens_are_refused()
    {
        await StartAsync();
        using var rsa = System.Security.Cryptography.RSA.Create(2_048);
        var attacker = new SigningAuthority(rsa) { Issuer = _issuer.Authority.Issuer };
        string[] tokens =
        [
            Token(claims => claims["iss"] = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234"),
            Token(claims => claims["iss"] = _issuer.Authority.Issuer + "x"),
            attacker.Token(Now, claims => claims["token_use"] = "id"),
            Token(header: head => head["alg"] = "none"),
            Token(header: head => head["alg"] = "HS256"),
            Token(header: head => head["kid"] = "../" + SigningAuthority.KeyId),
            Token(claims => claims.Remove("exp")),
            "garbage",
            "a.b.c",
        ];
        foreach (var token in tokens)
        {
            (await GetAsync("/prod/plain", token)).ShouldBe((401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}"));
        }
    }

    [Fact]
    public async Task Other_RSA_algorithms_than_RS256_are_no_user_pools() // §6.3: "RS256 only"
    {
        await StartAsync();
        var header = new JsonObject { ["alg"] = "RS512", ["kid"] = SigningAuthority.KeyId }.ToJsonString();
        var payload = new JsonObject
        {
            ["iss"] = _issuer.Authority.Issuer, ["exp"] = Now.ToUnixTimeSeconds() + 60, ["token_use"] = "id",
        }.ToJsonString();
        var token = _issuer.Authority.Sign(header, payload, System.Security.Cryptography.HashAlgorithmName.SHA512);
        (await GetAsync("/prod/plain", token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_validation_expression_is_matched_against_the_audience()
    {
        await StartAsync(authorizer => authorizer with { IdentityValidationExpression = "client-[12]" });
        (await GetAsync("/prod/plain", Token())).Status.ShouldBe(200);
        (await GetAsync("/prod/plain", Token(claims => claims["aud"] = "client-3"))).Status.ShouldBe(401);
        (await GetAsync("/prod/plain", Token(claims => claims.Remove("aud")))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_pool_that_cannot_be_reached_is_a_configuration_error()
    {
        await StartAsync();
        _issuer.IsDown = true;
        (await GetAsync("/prod/plain", Token())).ShouldBe((500, "AuthorizerConfigurationException", "{\"message\":null}"));
    }

    [Fact]
    public async Task A_token_that_was_accepted_ends_with_its_exp_whatever_the_TTL_says() // §6.1, Cache
    {
        var clock = new Throttling.SteppedClock { Start = Now };
        await StartAsync(
            authorizer => authorizer with { AuthorizerResultTtlInSeconds = 3_600 }, with: d => d with { Time = clock });
        var token = Token(claims => claims["exp"] = clock.Start.ToUnixTimeSeconds() + 60);
        (await GetAsync("/prod/plain", token)).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(61));
        (await GetAsync("/prod/plain", token)).Body.ShouldBe("{\"message\":\"The incoming token has expired\"}");
    }

    [Fact]
    public async Task Claims_reach_templates_and_the_event_as_texts_with_the_dates_of_REST_APIs()
    {
        await StartAsync();
        var token = Token(claims =>
        {
            claims["exp"] = new DateTimeOffset(2099, 8, 4, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
            claims["iat"] = new DateTimeOffset(2026, 1, 5, 3, 2, 1, TimeSpan.Zero).ToUnixTimeSeconds();
            claims["auth_time"] = 1_700_000_000;
            claims["email_verified"] = true;
            claims["cognito:groups"] = new JsonArray("a", "b");
            claims["custom:role"] = "admin";
            claims["nothing"] = null;
        });

        (await GetAsync("/prod/claims", token)).Body.ShouldBe("user-1 admin a,b Tue Aug 04 12:00:00 UTC 2099 []");
        _harness.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
        (await GetAsync("/prod/function", token)).Status.ShouldBe(200);
        var authorizer = JsonNode.Parse(_harness.Functions.Calls[0].Payload)!["requestContext"]!["authorizer"]!.AsObject();
        authorizer.Select(static member => member.Key).ShouldBe(["claims"]);
        var claims = authorizer["claims"]!.AsObject();
        claims.ShouldAllBe(claim => claim.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String);
        claims["exp"]!.ToString().ShouldBe("Tue Aug 04 12:00:00 UTC 2099");
        claims["iat"]!.ToString().ShouldBe("Mon Jan 05 03:02:01 UTC 2026");
        claims["auth_time"]!.ToString().ShouldBe("1700000000");
        claims["email_verified"]!.ToString().ShouldBe("true");
        claims.ContainsKey("nothing").ShouldBeFalse();
    }

    [Fact]
    public async Task A_pool_is_found_by_its_id_its_region_or_for_all_and_may_name_its_own_issuer() // §6.3
    {
        await StartAsync(pools: url => [("us-east-1", new UserPoolEndpoint(new Uri(url), null))]);
        (await GetAsync("/prod/plain", Token())).Status.ShouldBe(200);
        // A stand-in that imitates Amazon's pools names them as Amazon does.
        (await GetAsync("/prod/plain", Token(claims => claims["iss"] = $"https://cognito-idp.us-east-1.amazonaws.com/{Pool}")))
            .Status.ShouldBe(200);

        await _harness.DisposeAsync();
        await StartAsync(pools: url => [("*", new UserPoolEndpoint(new Uri(url), "https://login.example.com/"))]);
        (await GetAsync("/prod/plain", Token())).Status.ShouldBe(401);
        (await GetAsync("/prod/plain", Token(claims => claims["iss"] = $"https://login.example.com/{Pool}"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("arn:aws:cognito-idp:us-east-1:000000000000:userpool/../../admin")]
    [InlineData("arn:aws:cognito-idp:us-east-1:000000000000:userpool/")]
    [InlineData("arn:aws:cognito-idp:evil.example.com:000000000000:userpool/us-east-1_A")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:userpool/us-east-1_A")]
    [InlineData("nonsense")]
    public async Task An_ARN_that_is_no_pools_lets_nobody_in_and_asks_nobody(string arn)
    {
        await StartAsync(authorizer => authorizer with { ProviderARNs = [arn] });
        (await GetAsync("/prod/plain", Token())).ShouldBe((500, "AuthorizerConfigurationException", "{\"message\":null}"));
        _issuer.Asked().ShouldBeEmpty();
    }

    private async Task StartAsync(
        Func<AuthorizerDocument, AuthorizerDocument>? configure = null, string[]? scopes = null,
        Func<string, (string Name, UserPoolEndpoint Pool)[]>? pools = null,
        Func<Gatehouse.Execution.ExecutionDependencies, Gatehouse.Execution.ExecutionDependencies>? with = null)
    {
        _issuer ??= await FakeIssuer.StartAsync();
        _issuer.Authority.Issuer = $"{_issuer.Url}/{Pool}";
        var authorizer = new AuthorizerDocument
        {
            Id = "auth01", Name = "pool", Type = "COGNITO_USER_POOLS", ProviderARNs = [PoolArn],
            IdentitySource = "method.request.header.Authorization",
        };
        var api = AuthorizerApi.Build(
            configure?.Invoke(authorizer) ?? authorizer, method => method with { AuthorizationScopes = scopes is null ? null : [.. scopes] });
        api.Method(
            "/claims", "GET",
            ApiBuilder.MockOf(
                "$context.authorizer.claims.sub $context.authorizer.claims['custom:role'] "
                + "$context.authorizer.claims['cognito:groups'] $context.authorizer.claims.exp [$context.authorizer.claims]"),
            method => method with { AuthorizationType = "COGNITO_USER_POOLS", AuthorizerId = "auth01" });
        var map = new ExternalServiceMap
        {
            UserPools = (pools ?? (url => [(Pool, new UserPoolEndpoint(new Uri(url), null))]))(_issuer.Url)
                .ToFrozenDictionary(static entry => entry.Name, static entry => entry.Pool),
        };
        _harness = await ExecutionHarness.StartAsync(api, dependencies: d => (with?.Invoke(d) ?? d) with { ExternalServices = map });
    }

    private string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null) => _issuer.Authority.Token(
        Now.AddSeconds(-1),
        payload =>
        {
            payload["token_use"] = "id";
            claims?.Invoke(payload);
        },
        header);

    private async Task<(int Status, string? ErrorType, string Body)> GetAsync(string path, string? token)
    {
        var response = await _harness.GetAsync(path, token is null ? [] : [("Authorization", token)]);
        return ((int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
