using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2.WebSockets;

/// <summary>Models, authorizers, deployments, stages, mappings and tags of WebSocket APIs (websocket-api §1.8 to §1.12).</summary>
public sealed class WebSocketPartTests
{
    private const string Schema = """{\"type\":\"object\",\"properties\":{\"action\":{\"type\":\"string\"}}}""";

    private const string LogGroup = "arn:aws:logs:us-east-1:000000000000:log-group:chat";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_model_is_created_read_changed_and_deleted_and_has_a_template()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var path = $"/v2/apis/{api}/models";

        var created = await _plane.CallAsync("POST", path, $$"""{"name":"Send1","schema":"{{Schema}}"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("modelId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe($$"""{"contentType":"application/json","modelId":"{{id}}","name":"Send1","schema":"{{Schema}}"}""");
        (await _plane.CallAsync("GET", $"{path}/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("GET", path)).Json["items"]!.AsArray().Single()!.ToJsonString().Length.ShouldBe(created.Json.ToJsonString().Length);
        (await _plane.CallAsync("GET", $"{path}/{id}/template")).String("value")
            .ShouldBe("#set($inputRoot = $input.path('$'))\n{\n  \"action\" : \"$inputRoot.action\"\n}");
        var patched = await _plane.CallAsync("PATCH", $"{path}/{id}", """{"name":"Send2","description":"d","contentType":"text/json"}""");
        (patched.String("name"), patched.String("description"), patched.String("contentType")).ShouldBe(("Send2", "d", "text/json"));
        (await _plane.CallAsync("DELETE", $"{path}/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"{path}/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid Model identifier specified {id}");
    }

    [Theory]
    [InlineData("no-dash", "{\\\"type\\\":\\\"object\\\"}", "Model name must be alphanumeric: no-dash")]
    [InlineData("m", "{", "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. The schema is not valid JSON.]")]
    [InlineData("m", "{}", "Model schema must have at least 1 property or array items defined")]
    public async Task A_model_that_cannot_be_is_refused(string name, string schema, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"{{name}}","schema":"{{schema}}"}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Names_of_models_are_unique_and_an_API_has_a_limit_of_them()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { ModelsPerApi = 2 });
        var api = await plane.CreateWebSocketApiAsync();
        await plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"a","schema":"{{Schema}}"}""");

        (await plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"a","schema":"{{Schema}}"}"""))
            .ShouldRefuse(409, "ConflictException", "Model name already exists for this API");
        await plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"b","schema":"{{Schema}}"}""");
        (await plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"c","schema":"{{Schema}}"}"""))
            .ErrorType.ShouldBe("TooManyRequestsException");
    }

    [Fact]
    public async Task An_API_that_says_so_takes_any_schema_and_is_deployed_with_it()
    {
        var api = await _plane.CreateWebSocketApiAsync(""","disableSchemaValidation":true""");
        await _plane.CreateRouteAsync(api, "a", ""","requestModels":{"$default":"nosuch"}""");

        var model = await _plane.CallAsync("POST", $"/v2/apis/{api}/models", """{"name":"m","schema":"{"}""");

        model.Status.ShouldBe(201, model.Text);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/models/{model.String("modelId")}/template")).Status.ShouldBe(400);
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}")).Status.ShouldBe(201);
        await _plane.CallAsync("PATCH", $"/v2/apis/{api}", """{"disableSchemaValidation":false}""");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_route_may_name_a_model_before_it_is_there_but_not_be_deployed_so()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateRouteAsync(api, "a", ""","modelSelectionExpression":"$request.body.kind","requestModels":{"$default":"Later"}""");

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}"))
            .ShouldRefuse(400, "BadRequestException", "Invalid model identifier specified: Later");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/models", $$"""{"name":"Later","schema":"{{Schema}}"}""");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task An_authorizer_shows_what_was_sent_and_nothing_more()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/authorizers",
            $$"""{"name":"a","authorizerType":"REQUEST","identitySource":["route.request.header.Auth","route.request.querystring.token","context.identity.sourceIp","stageVariables.x"],"authorizerUri":"{{HttpApiHarness.Invocation}}","identityValidationExpression":"^a"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("authorizerId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe(
            $$"""{"authorizerId":"{{id}}","authorizerType":"REQUEST","authorizerUri":"{{HttpApiHarness.Invocation}}","identitySource":["route.request.header.Auth","route.request.querystring.token","context.identity.sourceIp","stageVariables.x"],"identityValidationExpression":"^a","name":"a"}""");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/authorizers/{id}", """{"identitySource":[]}""")).Json["identitySource"]!
            .AsArray().ShouldBeEmpty();
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/authorizers/{id}", """{"authorizerType":"JWT"}"""))
            .ShouldRefuse(400, "BadRequestException", "Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/authorizers/{id}")).ShouldBeEmpty(204);
    }

    [Theory]
    [InlineData(""" "authorizerType":"JWT","identitySource":["$request.header.A"],"jwtConfiguration":{"issuer":"https://a.example","audience":["x"]}""", "Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":["$request.header.A"],"authorizerUri":"{{HttpApiHarness.Invocation}}" """, "Invalid request identity source expression: $request.header.A")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":["route.request.header."],"authorizerUri":"{{HttpApiHarness.Invocation}}" """, "Invalid request identity source expression: route.request.header.")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":[],"authorizerUri":"{{HttpApiHarness.Invocation}}","authorizerResultTtlInSeconds":300 """, "AuthorizerResultTtlInSeconds is not supported on protocolType WEBSOCKET")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":[],"authorizerUri":"{{HttpApiHarness.Invocation}}","authorizerPayloadFormatVersion":"2.0" """, "AuthorizerPayloadFormatVersion is not supported on protocolType WEBSOCKET")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":[],"authorizerUri":"{{HttpApiHarness.Invocation}}","enableSimpleResponses":true """, "EnableSimpleResponses is not supported on protocolType WEBSOCKET")]
    [InlineData($$""" "authorizerType":"REQUEST","identitySource":[],"authorizerUri":"{{HttpApiHarness.Function}}" """, "Invalid Authorizer URI: " + HttpApiHarness.Function + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    public async Task An_authorizer_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/authorizers", $$"""{"name":"a",{{members}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_deployment_freezes_the_API_and_moves_a_stage()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateStageAsync(api, "prod");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"prod"}"""))
            .ShouldRefuse(400, "BadRequestException", "Unable to deploy API because no routes exist in this API");
        await _plane.CreateRouteAsync(api, "$default");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"nosuch"}"""))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");

        var deployed = await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"prod","description":"first"}""");

        deployed.Status.ShouldBe(201, deployed.Text);
        deployed.Text.ShouldBe(
            $$"""{"autoDeployed":false,"createdDate":"2017-11-22T19:37:13Z","deploymentId":"{{deployed.String("deploymentId")}}","deploymentStatus":"DEPLOYED","description":"first"}""");
        await _plane.CreateRouteAsync(api, "later");
        (await _plane.ServedAsync(api, "prod")).ShouldBe("$default");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/deployments/{deployed.String("deploymentId")}"))
            .ShouldRefuse(400, "BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
    }

    [Fact]
    public async Task A_stage_may_deploy_by_itself()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateStageAsync(api, "prod", ""","autoDeploy":true""");

        var route = await _plane.CreateRouteAsync(api, "a");
        (await _plane.ServedAsync(api, "prod")).ShouldBe("a");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/routes/{route}/routeresponses", """{"routeResponseKey":"$default"}""");

        (await _plane.ServedAsync(api, "prod")).ShouldBe("a");
        (await _plane.StageAsync(api, "prod")).String("lastDeploymentStatusMessage").ShouldStartWith("Successfully deployed");
    }

    [Fact]
    public async Task A_fresh_stage_has_no_deployment_and_its_logs_are_off()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CreateStageAsync(api, "tf-acc-test-123");

        created.Status.ShouldBe(201, created.Text);
        created.Text.ShouldBe(
            """{"createdDate":"2017-11-22T19:37:13Z","defaultRouteSettings":{"dataTraceEnabled":false,"detailedMetricsEnabled":false,"loggingLevel":"OFF"},"lastUpdatedDate":"2017-11-22T19:37:13Z","routeSettings":{},"stageName":"tf-acc-test-123","stageVariables":{},"tags":{}}""");
    }

    [Theory]
    [InlineData("a b", "", "Stage name only allows a-zA-Z0-9_")]
    [InlineData("$default", "", "Stage name only allows a-zA-Z0-9_")]
    [InlineData("p", ""","autoDeploy":true,"deploymentId":"abc123" """, "Deployment ID cannot be set on a stage with autoDeploy enabled")]
    [InlineData("p", $$""","accessLogSettings":{"destinationArn":"{{LogGroup}}","format":"$context.stage"}""", "Access Log format must include either $context.requestId or $context.extendedRequestId")]
    [InlineData("p", ""","defaultRouteSettings":{"loggingLevel":"INFO"}""", "CloudWatch Logs role ARN must be set in account settings to enable logging")]
    [InlineData("p", $$""","accessLogSettings":{"destinationArn":"{{LogGroup}}","format":"$context.requestId"}""", "CloudWatch Logs role ARN must be set in account settings to enable logging")]
    public async Task A_stage_that_cannot_be_is_refused(string name, string members, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CreateStageAsync(api, name, members)).ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Settings_of_a_key_that_is_no_routes_are_refused()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CreateStageAsync(api, "p", ""","routeSettings":{"nosuch":{"loggingLevel":"OFF"}}""")).ShouldRefuse(
            404, "NotFoundException", "Unable to find Route by key nosuch within the provided RouteSettings");
    }

    [Fact]
    public async Task Settings_merge_by_route_and_are_deleted_by_their_own_operations()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateRouteAsync(api, "$connect");
        await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", HttpApiHarness.Role));
        var created = await _plane.CreateStageAsync(
            api, "prod",
            $$$""","defaultRouteSettings":{"loggingLevel":"ERROR","dataTraceEnabled":true,"throttlingRateLimit":10.5},"routeSettings":{"$connect":{"loggingLevel":"INFO"}},"accessLogSettings":{"destinationArn":"{{{LogGroup}}}:*","format":"$context.requestId"}""");
        created.Status.ShouldBe(201, created.Text);
        created.Json["defaultRouteSettings"]!.ToJsonString().ShouldBe(
            """{"dataTraceEnabled":true,"detailedMetricsEnabled":false,"loggingLevel":"ERROR","throttlingRateLimit":10.5}""");

        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/stages/prod",
            """{"routeSettings":{"$connect":{"detailedMetricsEnabled":true}},"stageVariables":{"a":"1","b":"2"}}""");

        patched.Json["routeSettings"]!.ToJsonString().ShouldBe("""{"$connect":{"detailedMetricsEnabled":true,"loggingLevel":"INFO"}}""");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/prod", """{"stageVariables":{"a":""}}""")).Json["stageVariables"]!
            .ToJsonString().ShouldBe("""{"b":"2"}""");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/prod/routesettings/%24connect")).ShouldBeEmpty(204);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/prod/routesettings/%24connect")).Status.ShouldBe(404);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/prod/accesslogsettings")).ShouldBeEmpty(204);
        (await _plane.StageAsync(api, "prod")).Json["accessLogSettings"].ShouldBeNull();
    }

    [Fact]
    public async Task Access_logs_may_go_to_a_delivery_stream()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", HttpApiHarness.Role));

        (await _plane.CreateStageAsync(
            api, "p",
            ""","accessLogSettings":{"destinationArn":"arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x","format":"$context.requestId"}"""))
            .Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_client_certificate_that_a_stage_shows_stays()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var certificate = (await _plane.CallAsync("POST", "/clientcertificates", "{}")).String("clientCertificateId");

        (await _plane.CreateStageAsync(api, "p", ""","clientCertificateId":"nosuch" """)).Status.ShouldBe(404);
        (await _plane.CreateStageAsync(api, "p", $$""","clientCertificateId":"{{certificate}}" """)).String("clientCertificateId")
            .ShouldBe(certificate);

        (await _plane.CallAsync("DELETE", $"/clientcertificates/{certificate}")).Status.ShouldBe(400);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/p", """{"clientCertificateId":""}""")).Status.ShouldBe(200);
        (await _plane.CallAsync("DELETE", $"/clientcertificates/{certificate}")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_domain_has_WebSocket_APIs_or_others_and_keys_of_one_segment()
    {
        await _plane.CallAsync(
            "POST", "/v2/domainnames",
            """{"domainName":"ws.example.com","domainNameConfigurations":[{"certificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/0e1a"}]}""");
        var chat = await _plane.CreateWebSocketApiAsync();
        await _plane.CreateStageAsync(chat, "prod");
        var pets = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(pets, "prod");
        var (rest, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(rest, "\"stageName\":\"prod\"");
        const string path = "/v2/domainnames/ws.example.com/apimappings";

        (await _plane.CallAsync("POST", path, $$"""{"apiId":"{{chat}}","stage":"prod","apiMappingKey":"a/b"}"""))
            .ShouldRefuse(400, "BadRequestException", "API mapping key of a WebSocket API must not contain a slash");
        var first = await _plane.CallAsync("POST", path, $$"""{"apiId":"{{chat}}","stage":"prod","apiMappingKey":"chat"}""");
        first.Status.ShouldBe(201, first.Text);
        const string mixed = "WebSocket APIs cannot be mapped on the same domain name as HTTP or REST APIs";
        (await _plane.CallAsync("POST", path, $$"""{"apiId":"{{pets}}","stage":"prod","apiMappingKey":"pets"}"""))
            .ShouldRefuse(400, "BadRequestException", mixed);
        (await _plane.CallAsync("POST", "/domainnames/ws.example.com/basepathmappings", $$"""{"restApiId":"{{rest}}","stage":"prod","basePath":"r"}"""))
            .ShouldRefuse(400, "BadRequestException", mixed);
        (await _plane.CallAsync("PATCH", $"{path}/{first.String("apiMappingId")}", $$"""{"apiId":"{{chat}}","apiMappingKey":"a/b"}"""))
            .Status.ShouldBe(400);
        (await _plane.CallAsync("PATCH", $"{path}/{first.String("apiMappingId")}", $$"""{"apiId":"{{pets}}"}"""))
            .Status.ShouldBe(200, "the only mapping of a domain may change its kind");
        (await _plane.CallAsync("POST", path, $$"""{"apiId":"{{chat}}","stage":"prod"}"""))
            .ShouldRefuse(400, "BadRequestException", mixed);
    }

    [Fact]
    public async Task An_API_and_its_stages_have_tags()
    {
        var api = await _plane.CreateWebSocketApiAsync(""","tags":{"team":"chat"}""");
        await _plane.CreateStageAsync(api, "prod");
        foreach (var resource in new[] { $"/apis/{api}", $"/apis/{api}/stages/prod" })
        {
            var path = "/v2/tags/" + Uri.EscapeDataString("arn:aws:apigateway:us-east-1::" + resource);

            (await _plane.CallAsync("POST", path, """{"tags":{"a":"1"}}""")).Status.ShouldBe(201);
            (await _plane.CallAsync("GET", path)).Json["tags"]!["a"]!.GetValue<string>().ShouldBe("1");
            (await _plane.CallAsync("DELETE", path + "?tagKeys=a")).ShouldBeEmpty(204);
        }
    }
}
