using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Routes of HTTP APIs (http-api §3.3, §1.2).</summary>
public sealed class RouteTests
{
    private const string Malformed =
        "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"";

    private const string NoAuthorizer =
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_route_shows_its_key_and_the_two_members_that_are_always_there()
    {
        var api = await _plane.CreateHttpApiAsync();

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", """{"routeKey":"GET /pets/{id}","apiKeyRequired":false}""");

        created.Status.ShouldBe(201);
        var id = created.String("routeId");
        id.ShouldMatch("^[a-z0-9]{7}$");
        created.Text.ShouldBe(
            $$$"""{"apiKeyRequired":false,"authorizationType":"NONE","routeId":"{{{id}}}","routeKey":"GET /pets/{id}"}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{id}")).ShouldBeEmpty(204);
        var gone = await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{id}");
        gone.ShouldRefuse(404, "NotFoundException", $"Invalid Route identifier specified {id}");
        gone.String("resourceType").ShouldBe("Route");
    }

    [Theory]
    [InlineData("$default")]
    [InlineData("ANY /")]
    [InlineData("HEAD /a/b.c/~d")]
    [InlineData("POST /{a}/x/{b_1-.$}")]
    [InlineData("GET /files/{proxy+}")]
    public async Task These_keys_are_keys(string key)
    {
        var api = await _plane.CreateHttpApiAsync();

        await _plane.CreateRouteAsync(api, key);
    }

    [Theory]
    [InlineData("get /pets")]
    [InlineData("GET/pets")]
    [InlineData("GET pets")]
    [InlineData("GET  /pets")]
    [InlineData("FETCH /pets")]
    [InlineData("GET ")]
    [InlineData("/pets")]
    [InlineData("$connect")]
    [InlineData("GET /pets/")]
    [InlineData("GET /a//b")]
    [InlineData("GET /{a+}/b")]
    [InlineData("GET /{a+}/{b+}")]
    [InlineData("GET /{a}/{a}")]
    [InlineData("GET /{}")]
    [InlineData("GET /{a b}")]
    [InlineData("GET /x{a}")]
    [InlineData("GET /pets HTTP/1.1")]
    public async Task These_keys_are_none(string key)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{key}}"}"""))
            .ShouldRefuse(400, "BadRequestException", Malformed);
    }

    [Theory]
    [InlineData("GET /pets/{id}", "GET /pets/{id}", "Route with key GET /pets/{id} already exists for this API")]
    [InlineData("GET /pets/{id}", "GET /pets/{petId}", "The provided route key \"GET /pets/{petId}\" has a conflicting variable on the same hierarchical level as \"GET /pets/{id}\"")]
    [InlineData("GET /pets/{id}/toys", "POST /pets/{petId}", "The provided route key \"POST /pets/{petId}\" has a conflicting variable on the same hierarchical level as \"GET /pets/{id}/toys\"")]
    public async Task A_key_that_another_route_excludes_is_a_conflict(string first, string second, string message)
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, first);

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{second}}"}"""))
            .ShouldRefuse(409, "ConflictException", message);
        var free = await _plane.CreateRouteAsync(api, "GET /free");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{free}", $$"""{"routeKey":"{{second}}"}"""))
            .ShouldRefuse(409, "ConflictException", message);
    }

    [Theory]
    [InlineData("GET /pets/{id}", "POST /pets/{id}")]
    [InlineData("GET /pets/{id}", "GET /pets/{proxy+}")]
    [InlineData("GET /pets/{id}", "GET /cats/{catId}")]
    [InlineData("GET /a/{x}/b", "GET /c/{y}/b")]
    public async Task These_keys_stand_beside_each_other(string first, string second)
    {
        var api = await _plane.CreateHttpApiAsync();

        await _plane.CreateRouteAsync(api, first);
        await _plane.CreateRouteAsync(api, second);
    }

    [Theory]
    [InlineData(""","apiKeyRequired":true""", "API keys are not supported on protocolType HTTP")]
    [InlineData(""","modelSelectionExpression":"$request.body.x" """, "Models are not supported on protocolType HTTP")]
    [InlineData(""","requestModels":{"$default":"m"}""", "Models are not supported on protocolType HTTP")]
    [InlineData(""","requestParameters":{"route.request.querystring.a":{"required":true}}""", "Request parameters of routes are not supported on protocolType HTTP")]
    [InlineData(""","routeResponseSelectionExpression":"$default" """, "Route responses are not supported on protocolType HTTP")]
    [InlineData(""","authorizationType":"COGNITO_USER_POOLS" """, "Invalid authorization type specified. Must be one of [AWS_IAM, CUSTOM, JWT, NONE]")]
    [InlineData(""","authorizationType":"CUSTOM" """, NoAuthorizer)]
    [InlineData(""","authorizationType":"JWT","authorizerId":"nosuch" """, NoAuthorizer)]
    [InlineData(""","authorizationScopes":["a"]""", "Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type")]
    [InlineData(""","authorizationType":"JWT","authorizationScopes":["1","2","3","4","5","6","7","8","9","10","11"]""", "Invalid authorizationScopes specified: there may be at most 10")]
    [InlineData(""","authorizationType":"JWT","authorizationScopes":[""]""", "Invalid authorizationScopes specified: the length must be between 1 and 64")]
    [InlineData(""","target":"nosuch" """, "Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.")]
    [InlineData(""","target":"integrations/" """, "Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.")]
    [InlineData(""","target":"integrations/nosuch" """, "Invalid Integration identifier specified nosuch")]
    public async Task A_route_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"GET /"{{members}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_patch_replaces_what_it_names_and_an_authorizer_of_the_wrong_kind_is_refused()
    {
        var api = await _plane.CreateHttpApiAsync();
        var jwt = (await _plane.CallAsync("POST", $"/v2/apis/{api}/authorizers", AuthorizerTests.Jwt)).String("authorizerId");
        var integration = await _plane.CreateHttpIntegrationAsync(api);
        var route = await _plane.CreateRouteAsync(api, "GET /a", ""","operationName":"read" """);
        var path = $"/v2/apis/{api}/routes/{route}";

        var patched = await _plane.CallAsync(
            "PATCH", path,
            $$"""{"authorizationType":"JWT","authorizerId":"{{jwt}}","authorizationScopes":["s"],"target":"integrations/{{integration}}"}""");

        patched.Status.ShouldBe(200, patched.Text);
        patched.String("operationName").ShouldBe("read");
        patched.Json["authorizationScopes"]!.ToJsonString().ShouldBe("""["s"]""");
        (await _plane.CallAsync("PATCH", path, """{"authorizationScopes":[]}""")).Json["authorizationScopes"].ShouldBeNull();
        (await _plane.CallAsync("PATCH", path, """{"authorizationType":"CUSTOM"}"""))
            .ShouldRefuse(400, "BadRequestException", NoAuthorizer);
        (await _plane.CallAsync("PATCH", path, """{"authorizationType":"NONE"}""")).Json["authorizerId"].ShouldBeNull();
        (await _plane.CallAsync("PATCH", path, """{"target":""}""")).Json["target"].ShouldBeNull();
    }

    [Fact]
    public async Task An_API_has_a_limit_of_routes()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { RoutesPerApi = 1 });
        var api = await plane.CreateHttpApiAsync();
        await plane.CreateRouteAsync(api, "GET /a");

        var refused = await plane.CallAsync("POST", $"/v2/apis/{api}/routes", """{"routeKey":"GET /b"}""");

        (refused.Status, refused.ErrorType, refused.String("limitType")).ShouldBe((429, "TooManyRequestsException", "Routes"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_and_wrong_sizes_and_tokens_are_refused()
    {
        var api = await _plane.CreateHttpApiAsync();
        for (var i = 0; i < 26; i++)
        {
            await _plane.CreateRouteAsync(api, $"GET /{i}");
        }

        var first = await _plane.CallAsync("GET", $"/v2/apis/{api}/routes");
        first.Json["items"]!.AsArray().Count.ShouldBe(25);
        var token = Uri.EscapeDataString(first.String("nextToken"));
        var last = await _plane.CallAsync("GET", $"/v2/apis/{api}/routes?nextToken={token}&maxResults=7");
        last.Json["items"]!.AsArray().Count.ShouldBe(1);
        last.Json["nextToken"].ShouldBeNull();
        foreach (var query in new[] { "maxResults=0", "maxResults=-1", "maxResults=x", "maxResults=1001", "nextToken=x", "nextToken=eHg" })
        {
            (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes?{query}")).Status.ShouldBe(400, query);
        }
    }

    [Fact]
    public async Task A_request_parameter_cannot_be_deleted_where_there_is_none()
    {
        var api = await _plane.CreateHttpApiAsync();
        var route = await _plane.CreateRouteAsync(api, "GET /a");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{route}/requestparameters/route.request.querystring.a"))
            .ShouldRefuse(400, "BadRequestException", "Request parameters of routes are not supported on protocolType HTTP");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/nosuch/requestparameters/a")).Status.ShouldBe(404);
    }
}
