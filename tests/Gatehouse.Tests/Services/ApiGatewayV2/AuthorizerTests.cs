using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Authorizers of HTTP APIs (http-api §3.5).</summary>
public sealed class AuthorizerTests
{
    public const string Jwt =
        """{"name":"users","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://issuer.example","audience":["a"]}}""";

    private const string Request =
        """{"name":"fn","authorizerType":"REQUEST","identitySource":["$request.header.x","$context.routeKey"],"authorizerUri":"URI","authorizerPayloadFormatVersion":"2.0"}""";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_JWT_authorizer_shows_what_was_sent_and_nothing_more()
    {
        var api = await _plane.CreateHttpApiAsync();

        var created = await CreateAsync(api, Jwt);

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("authorizerId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe(
            $$$"""{"authorizerId":"{{{id}}}","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"audience":["a"],"issuer":"https://issuer.example"},"name":"users"}""");
    }

    [Theory]
    [InlineData("""["$request.header.x"]""", null, 300)]
    [InlineData("[]", null, 0)]
    [InlineData("""["$request.querystring.x","$stageVariables.v"]""", 3_600, 3_600)]
    public async Task A_Lambda_authorizer_caches_when_it_has_something_to_cache_by(string sources, int? ttl, int expected)
    {
        var api = await _plane.CreateHttpApiAsync();
        var body = Request
            .Replace("""["$request.header.x","$context.routeKey"]""", sources, StringComparison.Ordinal)
            .Replace("}", ttl is null ? "}" : $$""","authorizerResultTtlInSeconds":{{ttl}}}""", StringComparison.Ordinal);

        var created = await CreateAsync(api, body);

        created.Status.ShouldBe(201, created.Text);
        created.Json["authorizerResultTtlInSeconds"]!.GetValue<int>().ShouldBe(expected);
        created.Json["enableSimpleResponses"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"name":"a","identitySource":[]}""", "Invalid request input. CreateAuthorizer input is missing authorizer type.")]
    [InlineData("""{"name":"a","authorizerType":"TOKEN","identitySource":[]}""", "Invalid authorizer type specified. Must be one of [JWT, REQUEST]")]
    [InlineData("""{"name":"a","authorizerType":"JWT","identitySource":["$request.header.a","$request.header.b"],"jwtConfiguration":{"issuer":"https://i.example"}}""", "Invalid identity source specified: [$request.header.a, $request.header.b]")]
    [InlineData("""{"name":"a","authorizerType":"JWT","identitySource":["$context.x"],"jwtConfiguration":{"issuer":"https://i.example"}}""", "Invalid identity source specified: [$context.x]")]
    [InlineData("""{"name":"a","authorizerType":"JWT","identitySource":["$request.header.a"]}""", "Invalid issuer: . Issuer must be a valid URL")]
    [InlineData("""{"name":"a","authorizerType":"JWT","identitySource":["$request.header.a"],"jwtConfiguration":{"issuer":"file:///x"}}""", "Invalid issuer: file:///x. Issuer must be a valid URL")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"nonsense","authorizerPayloadFormatVersion":"2.0"}""", "Invalid Authorizer URI: nonsense. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"URI"}""", "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer. Must be one of [1.0, 2.0]")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"URI","authorizerPayloadFormatVersion":"1.0","enableSimpleResponses":true}""", "EnableSimpleResponses is only supported with AuthorizerPayloadFormatVersion 2.0")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":["$request.header.a"],"authorizerUri":"URI","authorizerPayloadFormatVersion":"1.0","authorizerResultTtlInSeconds":3601}""", "Authorizer result TTL must be between 0 and 3600 seconds")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"URI","authorizerPayloadFormatVersion":"1.0","authorizerResultTtlInSeconds":1}""", "At least one identity source must be specified when the authorizer result is cached")]
    [InlineData("""{"name":"a","authorizerType":"REQUEST","identitySource":["route.request.header.a"],"authorizerUri":"URI","authorizerPayloadFormatVersion":"1.0"}""", "Invalid identity source specified: [route.request.header.a]")]
    public async Task An_authorizer_that_cannot_be_is_refused(string body, string message)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await CreateAsync(api, body)).ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task More_than_fifty_audiences_are_refused()
    {
        var api = await _plane.CreateHttpApiAsync();
        var audiences = string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"{i}\""));

        (await CreateAsync(api, Jwt.Replace("[\"a\"]", $"[{audiences}]", StringComparison.Ordinal)))
            .ShouldRefuse(400, "BadRequestException", "Invalid audience specified: there may be at most 50");
    }

    [Fact]
    public async Task A_name_is_its_authorizers_alone()
    {
        var api = await _plane.CreateHttpApiAsync();
        await CreateAsync(api, Jwt);

        (await CreateAsync(api, Jwt)).ShouldRefuse(
            400, "BadRequestException", "Authorizer name must be unique. Authorizer users already exists in this RestApi.");
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_not_the_kind_that_routes_were_promised()
    {
        var api = await _plane.CreateHttpApiAsync();
        var id = (await CreateAsync(api, Jwt)).String("authorizerId");
        await _plane.CreateRouteAsync(api, "GET /", $$""","authorizationType":"JWT","authorizerId":"{{id}}" """);
        var path = $"/v2/apis/{api}/authorizers/{id}";

        var patched = await _plane.CallAsync("PATCH", path, """{"jwtConfiguration":{"audience":["b"]}}""");

        patched.Json["jwtConfiguration"]!.ToJsonString().ShouldBe("""{"audience":["b"],"issuer":"https://issuer.example"}""");
        patched.String("name").ShouldBe("users");
        (await _plane.CallAsync("PATCH", path, """{"authorizerResultTtlInSeconds":5}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("DELETE", path)).ShouldRefuse(
            409, "ConflictException", "Cannot delete authorizer 'users', is referenced in route: GET /");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/authorizers")).Json["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unused_authorizer_is_deleted()
    {
        var api = await _plane.CreateHttpApiAsync();
        var id = (await CreateAsync(api, Request)).String("authorizerId");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/authorizers/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/authorizers/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid Authorizer identifier specified {id}");
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_refused_at_create_and_at_update()
    {
        var probe = new FixedIssuers("https://issuer.example");
        var plane = new ControlPlaneHarness(issuers: probe);
        var api = await plane.CreateHttpApiAsync();
        const string down = "https://down.example/";
        const string message =
            $"Caught exception when connecting to {down}/.well-known/openid-configuration for issuer {down}. Please try again later. Error: Invalid issuer: {down}. Issuer must have a valid discovery endpoint ended with '/.well-known/openid-configuration'";

        (await plane.CallAsync(
            "POST", $"/v2/apis/{api}/authorizers", Jwt.Replace("https://issuer.example", down, StringComparison.Ordinal)))
            .ShouldRefuse(400, "BadRequestException", message);
        var id = (await plane.CallAsync("POST", $"/v2/apis/{api}/authorizers", Jwt)).String("authorizerId");
        (await plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/authorizers/{id}", $$$"""{"jwtConfiguration":{"issuer":"{{{down}}}"}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
        (await plane.CallAsync("PATCH", $"/v2/apis/{api}/authorizers/{id}", """{"name":"n"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_API_has_a_limit_of_authorizers()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { AuthorizersPerApi = 1 });
        var api = await plane.CreateHttpApiAsync();
        await plane.CallAsync("POST", $"/v2/apis/{api}/authorizers", Jwt);

        (await plane.CallAsync(
            "POST", $"/v2/apis/{api}/authorizers", Jwt.Replace("users", "others", StringComparison.Ordinal))).ErrorType
            .ShouldBe("TooManyRequestsException");
    }

    private Task<Answer> CreateAsync(string api, string body) => _plane.CallAsync(
        "POST", $"/v2/apis/{api}/authorizers", body.Replace("URI", HttpApiHarness.Invocation, StringComparison.Ordinal));
}

/// <summary>Answers for the issuers that it was given.</summary>
internal sealed class FixedIssuers(params string[] known) : IIssuerProbe
{
    public ValueTask<bool> AnswersAsync(string issuer, CancellationToken cancellationToken) =>
        new(known.Contains(issuer, StringComparer.Ordinal));
}
