using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2.WebSockets;

/// <summary>WebSocket APIs themselves (websocket-api §1.3, §1.14).</summary>
public sealed class WebSocketApiTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_new_API_shows_its_key_expression_its_address_and_no_route()
    {
        var created = await _plane.CallAsync(
            "POST", "/v2/apis",
            """{"name":"chat","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action"}""");

        created.Status.ShouldBe(201);
        var id = created.String("apiId");
        id.ShouldMatch("^[a-z0-9]{10}$");
        created.Text.ShouldBe(
            $$$"""{"apiEndpoint":"wss://{{{id}}}.execute-api.us-east-1.amazonaws.com","apiId":"{{{id}}}","apiKeySelectionExpression":"$request.header.x-api-key","createdDate":"2017-11-22T19:37:13Z","disableExecuteApiEndpoint":false,"ipAddressType":"ipv4","name":"chat","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","tags":{}}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("GET", $"/v2/apis/{id}/routes")).Text.ShouldBe("""{"items":[]}""");
        (await _plane.CallAsync("GET", "/v2/apis")).Json["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("$request.body.action")]
    [InlineData("${request.body.action}")]
    [InlineData("${request.body.service}/${request.body.action}")]
    [InlineData("$request.body.a.b[0]")]
    [InlineData("action")]
    [InlineData("\\\\$default")]
    [InlineData("$default")]
    public async Task These_expressions_select_routes(string expression)
    {
        var created = await _plane.CallAsync(
            "POST", "/v2/apis", $$"""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"{{expression}}"}""");

        created.Status.ShouldBe(201, created.Text);
        created.Text.ShouldContain($"\"routeSelectionExpression\":\"{expression}\"");
    }

    [Theory]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET"}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.method $request.path"}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body."}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"${request.body.action"}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$"}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","apiKeySelectionExpression":"$request.header.key"}""", "Invalid apiKeySelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","corsConfiguration":{"allowOrigins":["*"]}}""", "Cors is not supported for WEBSOCKET protocolType")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","target":"https://example.com"}""", "Quick create is not supported on protocolType WEBSOCKET")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","routeKey":"a"}""", "Quick create is not supported on protocolType WEBSOCKET")]
    [InlineData("""{"name":"a","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action","credentialsArn":"arn:aws:iam::000000000000:role/r"}""", "Quick create is not supported on protocolType WEBSOCKET")]
    public async Task An_API_that_cannot_be_is_refused(string body, string message)
    {
        (await _plane.CallAsync("POST", "/v2/apis", body)).ShouldRefuse(400, "BadRequestException", message);
        _plane.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_protocol_that_is_none_is_refused()
    {
        var answer = await _plane.CallAsync("POST", "/v2/apis", """{"name":"a","protocolType":"TCP"}""");

        (answer.Status, answer.ErrorType).ShouldBe((400, "BadRequestException"), answer.Text);
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_never_the_protocol()
    {
        var api = await _plane.CreateWebSocketApiAsync(""","description":"d","version":"1" """);

        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}",
            """{"protocolType":"HTTP","apiKeySelectionExpression":"$context.authorizer.usageIdentifierKey","disableSchemaValidation":true,"disableExecuteApiEndpoint":true,"description":"","routeSelectionExpression":"${request.body.a}-${request.body.b}"}""");

        patched.Status.ShouldBe(200, patched.Text);
        patched.String("protocolType").ShouldBe("WEBSOCKET");
        patched.String("apiKeySelectionExpression").ShouldBe("$context.authorizer.usageIdentifierKey");
        patched.String("routeSelectionExpression").ShouldBe("${request.body.a}-${request.body.b}");
        patched.String("version").ShouldBe("1");
        patched.Json["description"].ShouldBeNull();
        patched.Json["disableSchemaValidation"]!.GetValue<bool>().ShouldBeTrue();
        patched.Json["disableExecuteApiEndpoint"]!.GetValue<bool>().ShouldBeTrue();
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"routeSelectionExpression":""}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"corsConfiguration":{}}"""))
            .ShouldRefuse(400, "BadRequestException", "Cors is not supported for WEBSOCKET protocolType");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"target":"https://example.com"}"""))
            .ShouldRefuse(400, "BadRequestException", "Quick create is not supported on protocolType WEBSOCKET");
    }

    [Fact]
    public async Task What_only_HTTP_APIs_have_is_refused()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateStageAsync(api, "prod");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/cors"))
            .ShouldRefuse(400, "BadRequestException", "Cors is not supported for WEBSOCKET protocolType");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/exports/OAS30?outputType=JSON"))
            .ShouldRefuse(400, "BadRequestException", "Exports are not supported on protocolType WEBSOCKET");
        (await _plane.CallAsync("PUT", $"/v2/apis/{api}", """{"body":"{}"}"""))
            .ShouldRefuse(400, "BadRequestException", "Imports are not supported on protocolType WEBSOCKET");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/prod/cache/authorizers"))
            .ShouldRefuse(400, "BadRequestException", "Caches of authorizers are not supported on protocolType WEBSOCKET");
    }

    [Fact]
    public async Task An_import_makes_HTTP_APIs_only()
    {
        var imported = await _plane.CallAsync(
            "PUT", "/v2/apis",
            """{"body":"{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\"paths\":{\"/a\":{\"get\":{\"x-amazon-apigateway-integration\":{\"type\":\"http_proxy\",\"httpMethod\":\"GET\",\"uri\":\"https://example.com\",\"payloadFormatVersion\":\"1.0\"}}}}}"}""");

        imported.Status.ShouldBe(201, imported.Text);
        imported.String("protocolType").ShouldBe("HTTP");
    }

    [Fact]
    public async Task A_deleted_API_takes_every_part_with_it()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var integration = await _plane.CreateMockAsync(api);
        var route = await _plane.CreateRouteAsync(api, "a", $",\"target\":\"integrations/{integration}\"");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/routes/{route}/routeresponses", """{"routeResponseKey":"$default"}""");
        await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations/{integration}/integrationresponses", """{"integrationResponseKey":"$default"}""");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/models", """{"name":"m","schema":"{\"type\":\"object\"}"}""");
        await _plane.CreateAuthorizerAsync(api);
        await _plane.CreateStageAsync(api, "prod");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"prod"}""");
        _plane.Store.Count.ShouldBe(11);

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}")).ShouldBeEmpty(204);

        _plane.Store.Count.ShouldBe(0);
    }
}
