using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2.WebSockets;

/// <summary>Routes and route responses of WebSocket APIs (websocket-api §1.4, §1.5).</summary>
public sealed class WebSocketRouteTests
{
    private const string ConnectOnly = "Currently, authorization is restricted to the $connect route only";

    private const string NoAuthorizer =
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    private const string Malformed =
        "Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_route_shows_its_key_and_the_two_members_that_are_always_there()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", """{"routeKey":"$connect"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("routeId");
        id.ShouldMatch("^[a-z0-9]{7}$");
        created.Text.ShouldBe(
            $$$"""{"apiKeyRequired":false,"authorizationType":"NONE","routeId":"{{{id}}}","routeKey":"$connect"}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid Route identifier specified {id}");
    }

    [Theory]
    [InlineData("$connect")]
    [InlineData("$disconnect")]
    [InlineData("$default")]
    [InlineData("sendmessage")]
    [InlineData("chat/join")]
    [InlineData("GET /pets")]
    [InlineData("a b-c_d.e")]
    public async Task These_keys_are_keys(string key)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        await _plane.CreateRouteAsync(api, key);
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{key}}"}"""))
            .ShouldRefuse(409, "ConflictException", $"Route with key {key} already exists for this API");
        var other = await _plane.CreateRouteAsync(api, "other");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{other}", $$"""{"routeKey":"{{key}}"}"""))
            .ShouldRefuse(409, "ConflictException", $"Route with key {key} already exists for this API");
    }

    [Theory]
    [InlineData("$connected")]
    [InlineData("$")]
    [InlineData("$CONNECT")]
    public async Task A_dollar_begins_the_three_reserved_keys_only(string key)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{key}}"}""")).ShouldRefuse(
            400, "BadRequestException",
            $"Invalid route key specified: {key}. Keys that begin with $ must be one of [$connect, $disconnect, $default]");
    }

    [Theory]
    [InlineData("send", ""","authorizationType":"AWS_IAM" """, ConnectOnly)]
    [InlineData("$default", ""","authorizationType":"CUSTOM","authorizerId":"x" """, ConnectOnly)]
    [InlineData("$connect", ""","authorizationType":"CUSTOM" """, NoAuthorizer)]
    [InlineData("$connect", ""","authorizationType":"CUSTOM","authorizerId":"nosuch" """, NoAuthorizer)]
    [InlineData("$connect", ""","authorizationType":"JWT","authorizerId":"x" """, "Setting the authorization type to JWT requires a valid JWT authorizer.")]
    [InlineData("$connect", ""","authorizationScopes":["a"]""", "Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type")]
    [InlineData("send", ""","target":"nosuch" """, Malformed)]
    [InlineData("send", ""","target":"integrations/" """, Malformed)]
    [InlineData("send", ""","target":"integrations/nosuch" """, "Invalid Integration identifier specified nosuch")]
    [InlineData("send", ""","routeResponseSelectionExpression":"$request.body.x" """, "Invalid routeResponseSelectionExpression. Must be $default")]
    [InlineData("send", ""","modelSelectionExpression":"$context.stage" """, "Invalid modelSelectionExpression")]
    [InlineData("send", ""","requestParameters":{"method.request.querystring.a":{"required":true}}""", "Invalid mapping expression parameter specified: method.request.querystring.a")]
    [InlineData("send", ""","requestParameters":{"route.request.querystring.":{"required":true}}""", "Invalid mapping expression parameter specified: route.request.querystring.")]
    public async Task A_route_that_cannot_be_is_refused(string key, string members, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{key}}"{{members}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
        var route = await _plane.CreateRouteAsync(api, key);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{route}", $$"""{"routeKey":"{{key}}"{{members}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task An_authorizer_that_decides_nothing_may_be_named()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", """{"routeKey":"send","authorizerId":"abc123"}""");

        created.Status.ShouldBe(201, created.Text);
        (created.String("authorizationType"), created.String("authorizerId")).ShouldBe(("NONE", "abc123"));
    }

    [Fact]
    public async Task The_connect_route_may_ask_an_authorizer_which_then_stays()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var authorizer = await _plane.CreateAuthorizerAsync(api, "door");

        var route = await _plane.CreateRouteAsync(
            api, "$connect", $$""","authorizationType":"CUSTOM","authorizerId":"{{authorizer}}" """);

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/authorizers/{authorizer}"))
            .ShouldRefuse(409, "ConflictException", "Cannot delete authorizer 'door', is referenced in route: $connect");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{route}", """{"routeKey":"send"}"""))
            .ShouldRefuse(400, "BadRequestException", ConnectOnly);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{route}", """{"authorizationType":"AWS_IAM","apiKeyRequired":true,"authorizerId":""}"""))
            .Text.ShouldContain("\"authorizationType\":\"AWS_IAM\"");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/authorizers/{authorizer}")).ShouldBeEmpty(204);
    }

    [Fact]
    public async Task Everything_that_a_route_can_say_comes_back_and_merges()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var integration = await _plane.CreateMockAsync(api);

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$$"""
            {"routeKey":"$connect","apiKeyRequired":true,"authorizationType":"AWS_IAM","modelSelectionExpression":"${request.body.kind}",
             "operationName":"Open","requestModels":{"$default":"any","join":"Join"},
             "requestParameters":{"route.request.querystring.room":{"required":true},"route.request.header.x":{"required":false}},
             "routeResponseSelectionExpression":"$default","target":"integrations/{{{integration}}}"}
            """);

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("routeId");
        created.Text.ShouldBe(
            $$$"""{"apiKeyRequired":true,"authorizationType":"AWS_IAM","modelSelectionExpression":"${request.body.kind}","operationName":"Open","requestModels":{"$default":"any","join":"Join"},"requestParameters":{"route.request.header.x":{"required":false},"route.request.querystring.room":{"required":true}},"routeId":"{{{id}}}","routeKey":"$connect","routeResponseSelectionExpression":"$default","target":"integrations/{{{integration}}}"}""");
        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/routes/{id}",
            """{"requestModels":{"join":"","leave":"Leave"},"requestParameters":{"route.request.header.x":{"required":true}},"operationName":"","modelSelectionExpression":"","routeResponseSelectionExpression":"","target":""}""");
        patched.Text.ShouldBe(
            $$$"""{"apiKeyRequired":true,"authorizationType":"AWS_IAM","requestModels":{"$default":"any","leave":"Leave"},"requestParameters":{"route.request.header.x":{"required":true},"route.request.querystring.room":{"required":true}},"routeId":"{{{id}}}","routeKey":"$connect"}""");
    }

    [Fact]
    public async Task One_request_parameter_is_deleted_by_its_own_operation()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var route = await _plane.CreateRouteAsync(
            api, "$connect",
            ""","requestParameters":{"route.request.querystring.a$b":{"required":true},"route.request.header.x":{"required":false}}""");
        var path = $"/v2/apis/{api}/routes/{route}/requestparameters/";

        (await _plane.CallAsync("DELETE", path + "route.request.querystring.a%24b")).ShouldBeEmpty(204);

        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{route}")).Json["requestParameters"]!.ToJsonString()
            .ShouldBe("""{"route.request.header.x":{"required":false}}""");
        (await _plane.CallAsync("DELETE", path + "route.request.querystring.a%24b"))
            .ShouldRefuse(404, "NotFoundException", "Invalid RequestParameter identifier specified route.request.querystring.a$b");
        (await _plane.CallAsync("DELETE", path + "route.request.header.x")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/{route}")).Json["requestParameters"].ShouldBeNull();
    }

    [Fact]
    public async Task A_route_response_is_created_read_changed_and_deleted()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var route = await _plane.CreateRouteAsync(api, "ask");
        var path = $"/v2/apis/{api}/routes/{route}/routeresponses";

        var created = await _plane.CallAsync("POST", path, """{"routeResponseKey":"$default"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("routeResponseId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe($$$"""{"routeResponseId":"{{{id}}}","routeResponseKey":"$default"}""");
        (await _plane.CallAsync("GET", $"{path}/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("GET", path)).Json["items"]!.AsArray().Single()!.ToJsonString().Length.ShouldBe(created.Json.ToJsonString().Length);
        var patched = await _plane.CallAsync(
            "PATCH", $"{path}/{id}",
            """{"modelSelectionExpression":"default","responseModels":{"default":"M"},"responseParameters":{"route.response.header.x":{"required":true}}}""");
        patched.Text.ShouldBe(
            $$$$"""{"modelSelectionExpression":"default","responseModels":{"default":"M"},"responseParameters":{"route.response.header.x":{"required":true}},"routeResponseId":"{{{{id}}}}","routeResponseKey":"$default"}""");
        (await _plane.CallAsync("POST", path, """{"routeResponseKey":"$default"}"""))
            .ShouldRefuse(409, "ConflictException", "RouteResponse with key $default already exists for this Route");
        (await _plane.CallAsync("POST", path, """{"routeResponseKey":"other"}"""))
            .ShouldRefuse(400, "BadRequestException", "Invalid routeResponseKey. Must be $default");
        (await _plane.CallAsync("GET", path + "/nosuch"))
            .ShouldRefuse(404, "NotFoundException", "Invalid RouteResponse identifier specified nosuch");
        (await _plane.CallAsync("DELETE", $"{path}/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("DELETE", $"{path}/{id}")).Status.ShouldBe(404);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes/nosuch/routeresponses"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Route identifier specified nosuch");
    }

    [Fact]
    public async Task A_deleted_route_takes_its_responses_with_it()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var before = _plane.Store.Count;
        var route = await _plane.CreateRouteAsync(api, "ask");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/routes/{route}/routeresponses", """{"routeResponseKey":"$default"}""");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{route}")).ShouldBeEmpty(204);

        _plane.Store.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Pages_of_routes_follow_each_other()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        foreach (var key in new[] { "$connect", "$disconnect", "$default", "a", "b" })
        {
            await _plane.CreateRouteAsync(api, key);
        }

        var first = await _plane.CallAsync("GET", $"/v2/apis/{api}/routes?maxResults=3");
        var second = await _plane.CallAsync(
            "GET", $"/v2/apis/{api}/routes?maxResults=3&nextToken={Uri.EscapeDataString(first.String("nextToken"))}");

        first.Json["items"]!.AsArray().Count.ShouldBe(3);
        second.Json["items"]!.AsArray().Count.ShouldBe(2);
        second.Json["nextToken"].ShouldBeNull();
    }
}
