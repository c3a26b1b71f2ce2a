using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>HTTP APIs themselves and quick create (http-api §3.1, §3.2).</summary>
public sealed class ApiTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_minimal_API_has_AWSs_defaults_and_shows_nothing_that_is_not_set()
    {
        var created = await _plane.CallAsync("POST", "/v2/apis", """{"name":"pets","protocolType":"HTTP","unknown":1}""");

        created.Status.ShouldBe(201);
        var id = created.String("apiId");
        id.ShouldMatch("^[a-z0-9]{10}$");
        created.Text.ShouldBe(
            $$$"""{"apiEndpoint":"https://{{{id}}}.execute-api.us-east-1.amazonaws.com","apiId":"{{{id}}}","apiKeySelectionExpression":"$request.header.x-api-key","createdDate":"2017-11-22T19:37:13Z","disableExecuteApiEndpoint":false,"ipAddressType":"ipv4","name":"pets","protocolType":"HTTP","routeSelectionExpression":"$request.method $request.path","tags":{}}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{id}")).Json.ToJsonString()
            .ShouldBe(Reorder(created, await _plane.CallAsync("GET", $"/v2/apis/{id}")));
    }

    [Theory]
    [InlineData("""{"protocolType":"HTTP"}""", "Invalid request input. CreateApi input is missing name.")]
    [InlineData("""{"name":"a"}""", "Invalid request input. CreateApi input is missing protocol type.")]
    [InlineData("""{"name":"a","protocolType":"REST"}""", "Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]")]
    [InlineData("""{"name":"","protocolType":"HTTP"}""", "Invalid name specified: the length must be between 1 and 128")]
    [InlineData("""{"name":"a","protocolType":"HTTP","routeSelectionExpression":"$request.body.action"}""", "Invalid routeSelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"HTTP","apiKeySelectionExpression":"$request.body.key"}""", "Invalid apiKeySelectionExpression")]
    [InlineData("""{"name":"a","protocolType":"HTTP","disableSchemaValidation":true}""", "Schema validation is not supported on protocolType HTTP")]
    [InlineData("""{"name":"a","protocolType":"HTTP","ipAddressType":"ipv6"}""", "Invalid ip address type specified. Must be one of [dualstack, ipv4]")]
    [InlineData("""{"name":"a","protocolType":"HTTP","tags":{"aws:x":"y"}}""", "aws: prefixed tag key names are not allowed for external use.")]
    [InlineData("""{"name":"a","protocolType":"HTTP","routeKey":"GET /"}""", "A target must be specified with a routeKey or credentialsArn")]
    [InlineData("""{"name":"a","protocolType":"HTTP","target":"ftp://example.com"}""", "Invalid Function Uri")]
    [InlineData("""{"name":"a","protocolType":"HTTP","target":"https://example.com","routeKey":"get /"}""", "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"")]
    public async Task An_API_that_cannot_be_is_refused(string body, string message)
    {
        (await _plane.CallAsync("POST", "/v2/apis", body)).ShouldRefuse(400, "BadRequestException", message);

        _plane.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_braced_selection_expression_is_taken_and_given_back()
    {
        var api = await _plane.CreateHttpApiAsync(""","routeSelectionExpression":"${request.method} ${request.path}" """);

        (await _plane.CallAsync("GET", $"/v2/apis/{api}")).String("routeSelectionExpression")
            .ShouldBe("${request.method} ${request.path}");
    }

    [Fact]
    public async Task A_patch_keeps_what_it_does_not_name_clears_what_it_empties_and_never_changes_the_protocol()
    {
        var api = await _plane.CreateHttpApiAsync(
            ""","description":"d","version":"1","corsConfiguration":{"allowOrigins":["https://a.example"],"allowMethods":["put"]}""");

        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}",
            """{"name":"cats","description":"","protocolType":"WEBSOCKET","corsConfiguration":{"allowOrigins":["*"],"maxAge":-1}}""");

        patched.Status.ShouldBe(200, patched.Text);
        patched.String("name").ShouldBe("cats");
        patched.String("protocolType").ShouldBe("HTTP");
        patched.String("version").ShouldBe("1");
        patched.Json["description"].ShouldBeNull();
        patched.Json["corsConfiguration"]!.ToJsonString().ShouldBe(
            """{"allowCredentials":false,"allowMethods":["put"],"allowOrigins":["*"],"maxAge":-1}""");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/cors")).ShouldBeEmpty(204);
        // Terraform's provider sends an empty one after it deleted the configuration.
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"corsConfiguration":{}}"""))
            .Json["corsConfiguration"].ShouldBeNull();
        (await _plane.CallAsync("GET", $"/v2/apis/{api}")).Json["corsConfiguration"].ShouldBeNull();
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/cors")).ShouldBeEmpty(204);
    }

    [Theory]
    [InlineData("""{"allowCredentials":true,"allowOrigins":["*"]}""", "allow-credentials is not supported if 'allow-origin' is *")]
    [InlineData("""{"maxAge":86401}""", "Invalid maxAge specified: it must be between -1 and 86400")]
    [InlineData("""{"maxAge":-2}""", "Invalid maxAge specified: it must be between -1 and 86400")]
    [InlineData("""{"allowOrigins":["https://*.example.com"]}""", "Invalid value for allowOrigins specified: https://*.example.com")]
    [InlineData("""{"allowOrigins":["https://a.example/path"]}""", "Invalid value for allowOrigins specified: https://a.example/path")]
    [InlineData("""{"allowOrigins":["a.example"]}""", "Invalid value for allowOrigins specified: a.example")]
    [InlineData("""{"allowMethods":["FETCH"]}""", "Invalid value for allowMethods specified: FETCH")]
    [InlineData("""{"allowHeaders":["a b"]}""", "Invalid value for allowHeaders specified: a b")]
    [InlineData("""{"exposeHeaders":["x:y"]}""", "Invalid value for exposeHeaders specified: x:y")]
    public async Task A_CORS_configuration_that_cannot_be_is_refused_by_create_and_update(string cors, string message)
    {
        (await _plane.CallAsync("POST", "/v2/apis", $$"""{"name":"a","protocolType":"HTTP","corsConfiguration":{{cors}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
        var api = await _plane.CreateHttpApiAsync();
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", $$"""{"corsConfiguration":{{cors}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Quick_create_with_a_URL_makes_a_proxy_of_everything_that_deploys_itself()
    {
        var created = await _plane.CallAsync(
            "POST", "/v2/apis", """{"name":"a","protocolType":"HTTP","target":"https://example.com/x","credentialsArn":"arn:aws:iam::000000000000:role/r"}""");

        var api = created.String("apiId");
        created.Json["target"].ShouldBeNull();
        var integration = (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Json["items"]![0]!;
        integration.ToJsonString().ShouldBe(
            $$$"""{"apiGatewayManaged":true,"connectionType":"INTERNET","integrationId":"{{{integration["integrationId"]}}}","integrationMethod":"ANY","integrationType":"HTTP_PROXY","integrationUri":"https://example.com/x","payloadFormatVersion":"1.0","timeoutInMillis":30000}""");
        var route = (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Json["items"]![0]!;
        route.ToJsonString().ShouldBe(
            $$$"""{"routeKey":"$default","apiGatewayManaged":true,"apiKeyRequired":false,"authorizationType":"NONE","routeId":"{{{route["routeId"]}}}","target":"integrations/{{{integration["integrationId"]}}}"}""");
        var stage = await _plane.StageAsync(api, "$default");
        stage.Json["autoDeploy"]!.GetValue<bool>().ShouldBeTrue();
        stage.Json["apiGatewayManaged"]!.GetValue<bool>().ShouldBeTrue();
        (await _plane.ServedAsync(api, "$default")).ShouldBe("$default");
    }

    [Fact]
    public async Task Quick_create_with_a_function_speaks_payload_2_and_uses_the_given_key_and_role()
    {
        var api = await _plane.CreateHttpApiAsync(
            $$""","target":"{{HttpApiHarness.Function}}","routeKey":"GET /pets","credentialsArn":"{{HttpApiHarness.Role}}" """);

        var integration = (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Json["items"]![0]!;
        integration["integrationType"]!.GetValue<string>().ShouldBe("AWS_PROXY");
        integration["integrationMethod"]!.GetValue<string>().ShouldBe("POST");
        integration["payloadFormatVersion"]!.GetValue<string>().ShouldBe("2.0");
        integration["credentialsArn"]!.GetValue<string>().ShouldBe(HttpApiHarness.Role);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Json["items"]![0]!["routeKey"]!.GetValue<string>()
            .ShouldBe("GET /pets");
    }

    [Fact]
    public async Task What_quick_create_made_is_changed_by_the_target_and_is_not_deleted_or_renamed()
    {
        var api = await _plane.CreateHttpApiAsync(""","target":"https://example.com" """);
        var integration = (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Json["items"]![0]!["integrationId"];
        var route = (await _plane.CallAsync("GET", $"/v2/apis/{api}/routes")).Json["items"]![0]!["routeId"];

        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", $$"""{"target":"{{HttpApiHarness.Function}}"}""")).Status.ShouldBe(200);

        var changed = await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{integration}");
        changed.String("integrationType").ShouldBe("AWS_PROXY");
        changed.String("payloadFormatVersion").ShouldBe("2.0");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"target":""}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{integration}")).ShouldRefuse(
            400, "BadRequestException", "An integration that is managed by API Gateway cannot be deleted");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/routes/{route}", """{"routeKey":"GET /x"}""")).ShouldRefuse(
            400, "BadRequestException", "The route key of a route that is managed by API Gateway cannot be updated");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"routeKey":"GET /x"}""")).Status.ShouldBe(200);
        (await _plane.ServedAsync(api, "$default")).ShouldBe("GET /x");
        var other = await _plane.CreateHttpApiAsync();
        (await _plane.CallAsync("PATCH", $"/v2/apis/{other}", """{"target":"https://example.com"}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Deleting_an_API_deletes_everything_of_it()
    {
        var api = await _plane.CreateHttpApiAsync(""","target":"https://example.com" """);
        await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/%24default/cache/authorizers");
        await _plane.CreateStageAsync(api, "dev");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"dev"}""")).Status.ShouldBe(201);

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}")).ShouldBeEmpty(204);

        _plane.Store.Count.ShouldBe(0);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}")).ShouldRefuse(
            404, "NotFoundException", $"Invalid API identifier specified 000000000000:{api}");
    }

    [Fact]
    public async Task REST_APIs_are_no_HTTP_APIs_for_any_operation()
    {
        var (rest, _) = await _plane.CreateApiAsync();
        var api = await _plane.CreateHttpApiAsync();

        var missing = await _plane.CallAsync("GET", $"/v2/apis/{rest}");
        missing.ShouldRefuse(404, "NotFoundException", $"Invalid API identifier specified 000000000000:{rest}");
        missing.String("resourceType").ShouldBe("Api");
        (await _plane.CallAsync("GET", "/v2/apis")).Json["items"]!.AsArray().Single()!["apiId"]!.GetValue<string>().ShouldBe(api);
        (await _plane.CallAsync("GET", $"/restapis/{api}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_custom_id_is_taken_once_in_both_services()
    {
        (await _plane.CreateHttpApiAsync(""","tags":{"_custom_id_":"mine"}""")).ShouldBe("mine");

        (await _plane.CallAsync("POST", "/v2/apis", """{"name":"b","protocolType":"HTTP","tags":{"_custom_id_":"mine"}}""")).Status
            .ShouldBe(409);
        (await _plane.CallAsync("POST", "/restapis", """{"name":"b","tags":{"_custom_id_":"mine"}}""")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task An_account_has_a_limit_of_APIs()
    {
        var plane = new ControlPlaneHarness(new RestApiQuotas { RegionalApis = 1 });
        await plane.CreateHttpApiAsync();

        var refused = await plane.CallAsync("POST", "/v2/apis", """{"name":"b","protocolType":"HTTP"}""");

        (refused.Status, refused.ErrorType, refused.String("limitType")).ShouldBe((429, "TooManyRequestsException", "APIs"));
    }

    [Fact]
    public async Task Two_writers_at_once_leave_both_changes_in_the_store()
    {
        var api = await _plane.CreateHttpApiAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => _plane.CallAsync("POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"GET /r{{i}}"}""")));

        answers.ShouldAllBe(answer => answer.Status == 201);
        var scope = new DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region);
        (await _plane.Store.ListAsync<RouteV2Document>(scope, api + "/", default)).Length.ShouldBe(20);
    }

    /// <summary>Create and read have the same members; the contract orders them differently.</summary>
    private static string Reorder(Answer created, Answer read) => new System.Text.Json.Nodes.JsonObject(
        read.Json.AsObject().Select(member =>
            new KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>(member.Key, created.Json[member.Key]!.DeepClone())))
        .ToJsonString();
}
