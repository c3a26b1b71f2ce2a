using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2.WebSockets;

/// <summary>Integrations and integration responses of WebSocket APIs (websocket-api §1.6, §1.7, §6.1).</summary>
public sealed class WebSocketIntegrationTests
{
    private const string Queue = "arn:aws:apigateway:us-east-1:sqs:action/SendMessage";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_mock_integration_shows_every_default()
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/integrations", """{"integrationType":"MOCK"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("integrationId");
        id.ShouldMatch("^[a-z0-9]{7}$");
        created.Text.ShouldBe(
            $$$"""{"connectionType":"INTERNET","integrationId":"{{{id}}}","integrationResponseSelectionExpression":"${integration.response.statuscode}","integrationType":"MOCK","passthroughBehavior":"WHEN_NO_MATCH","payloadFormatVersion":"1.0","requestTemplates":{},"timeoutInMillis":29000}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{id}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations")).Json["items"]!.AsArray().Single()!.ToJsonString().Length.ShouldBe(created.Json.ToJsonString().Length);
    }

    [Theory]
    [InlineData(""" "integrationType":"MOCK" """, "${integration.response.statuscode}")]
    [InlineData(""" "integrationType":"HTTP","integrationMethod":"POST","integrationUri":"https://example.com" """, "${integration.response.statuscode}")]
    [InlineData($$""" "integrationType":"AWS","integrationMethod":"POST","integrationUri":"{{HttpApiHarness.Invocation}}" """, "${integration.response.body.errorMessage}")]
    [InlineData($$""" "integrationType":"AWS","integrationMethod":"POST","integrationUri":"{{Queue}}","credentialsArn":"{{HttpApiHarness.Role}}" """, "${integration.response.statuscode}")]
    [InlineData($$""" "integrationType":"AWS_PROXY","integrationMethod":"POST","integrationUri":"{{HttpApiHarness.Invocation}}" """, null)]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"http://${stageVariables.host}/x" """, null)]
    public async Task Each_type_says_what_picks_its_response(string members, string? expression)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        var created = await _plane.CallAsync("POST", $"/v2/apis/{api}/integrations", "{" + members + "}");

        created.Status.ShouldBe(201, created.Text);
        created.Json["integrationResponseSelectionExpression"]?.GetValue<string>().ShouldBe(expression);
        created.Json.AsObject().ContainsKey("integrationResponseSelectionExpression").ShouldBe(expression is not null);
    }

    [Theory]
    [InlineData(""" "integrationType":"MOCK","timeoutInMillis":49 """, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData(""" "integrationType":"MOCK","timeoutInMillis":29001 """, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData(""" "integrationType":"MOCK","payloadFormatVersion":"2.0" """, "Unsupported PayloadFormatVersion: 2.0")]
    [InlineData(""" "integrationType":"HTTP","integrationMethod":"GET","integrationUri":"https://a.example","connectionType":"VPC_LINK" """, "ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK")]
    [InlineData(""" "integrationType":"HTTP","integrationMethod":"GET","integrationUri":"https://a.example","connectionType":"VPC_LINK","connectionId":"nosuch" """, "Invalid VpcLink identifier specified nosuch")]
    [InlineData(""" "integrationType":"MOCK","connectionType":"VPC_LINK","connectionId":"x" """, "ConnectionType VPC_LINK is only supported for integrations of type HTTP and HTTP_PROXY")]
    [InlineData(""" "integrationType":"HTTP","integrationMethod":"GET","integrationUri":"ftp://a.example" """, "Invalid HTTP endpoint specified for URI")]
    [InlineData(""" "integrationType":"HTTP","integrationUri":"https://a.example" """, "Enumeration value for HttpMethod must be non-empty")]
    [InlineData(""" "integrationType":"AWS_PROXY","integrationMethod":"POST","integrationUri":"https://a.example" """, "Invalid ARN specified in the request")]
    [InlineData($$""" "integrationType":"AWS_PROXY","integrationMethod":"POST","integrationUri":"{{Queue}}" """, "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData($$""" "integrationType":"AWS","integrationMethod":"POST","integrationUri":"{{Queue}}" """, "Role ARN must be specified for AWS integrations")]
    [InlineData(""" "integrationType":"MOCK","credentialsArn":"me" """, "Invalid ARN specified in the request")]
    [InlineData(""" "integrationType":"MOCK","integrationSubtype":"SQS-SendMessage" """, "Integration subtypes are not supported on protocolType WEBSOCKET")]
    [InlineData(""" "integrationType":"MOCK","responseParameters":{"200":{"overwrite:statuscode":"204"}}""", "Response parameters of integrations are not supported on protocolType WEBSOCKET")]
    [InlineData(""" "integrationType":"MOCK","tlsConfig":{"serverNameToVerify":"a"}""", "TlsConfig is not supported on protocolType WEBSOCKET")]
    [InlineData(""" "integrationType":"MOCK","templateSelectionExpression":"${integration.response.statuscode}" """, "Invalid templateSelectionExpression")]
    [InlineData(""" "integrationType":"MOCK","requestParameters":{"integration.request.body.x":"'a'"}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: integration.request.body.x]")]
    [InlineData(""" "integrationType":"MOCK","requestParameters":{"integration.request.header.x":"method.request.header.x"}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.x]")]
    [InlineData(""" "integrationType":"MOCK","requestParameters":{"integration.request.header.x y":"'a'"}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: integration.request.header.x y]")]
    public async Task An_integration_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/integrations", "{" + members + "}"))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Theory]
    [InlineData("route.request.querystring.token")]
    [InlineData("route.request.header.X-Room")]
    [InlineData("route.request.multivaluequerystring.a")]
    [InlineData("route.request.multivalueheader.a")]
    [InlineData("route.request.body.room.id")]
    [InlineData("route.request.body")]
    [InlineData("stageVariables.a")]
    [InlineData("context.connectionId")]
    [InlineData("'0'")]
    public async Task These_are_sources_of_parameters(string source)
    {
        var api = await _plane.CreateWebSocketApiAsync();

        await _plane.CreateMockAsync(
            api, $$""" "integrationType":"MOCK","requestParameters":{"integration.request.header.a":"{{source}}"}""");
    }

    [Fact]
    public async Task Links_of_version_1_are_taken_and_held_and_those_of_version_2_are_not()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var first = (await _plane.CallAsync(
            "POST", "/vpclinks",
            """{"name":"l","targetArns":["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/b"]}""")).String("id");
        var second = (await _plane.CallAsync("POST", "/v2/vpclinks", """{"name":"l","subnetIds":["s"]}""")).String("vpcLinkId");
        const string members = """ "integrationType":"HTTP_PROXY","integrationMethod":"POST","integrationUri":"http://a.example","connectionType":"VPC_LINK" """;

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/integrations", $$"""{{{members}},"connectionId":"{{second}}"}"""))
            .ShouldRefuse(400, "BadRequestException", $"Invalid VpcLink identifier specified {second}");
        var id = await _plane.CreateMockAsync(api, $"{members},\"connectionId\":\"{first}\"");
        await _plane.CreateMockAsync(api, members + ",\"connectionId\":\"${stageVariables.link}\"");

        var held = await _plane.CallAsync("DELETE", $"/vpclinks/{first}");
        (held.Status, held.ErrorType).ShouldBe((400, "BadRequestException"));
        held.Message.ShouldContain($"{api}:POST:{id}:null");
        await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{id}");
        (await _plane.CallAsync("DELETE", $"/vpclinks/{first}")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_patch_merges_the_maps_and_an_empty_text_takes_a_key_out()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var id = await _plane.CreateMockAsync(
            api,
            """
            "integrationType":"MOCK","description":"d","templateSelectionExpression":"${request.body.kind}","contentHandlingStrategy":"CONVERT_TO_TEXT",
            "requestTemplates":{"a":"1","b":"2"},"requestParameters":{"integration.request.header.a":"'1'","integration.request.header.b":"'2'"}
            """);

        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/integrations/{id}",
            """{"requestTemplates":{"a":"","c":"3"},"requestParameters":{"integration.request.header.b":"","integration.request.path.c":"context.stage"},"passthroughBehavior":"NEVER","templateSelectionExpression":"\\$default","timeoutInMillis":50,"description":""}""");

        patched.Text.ShouldBe(
            $$$"""{"connectionType":"INTERNET","contentHandlingStrategy":"CONVERT_TO_TEXT","integrationId":"{{{id}}}","integrationResponseSelectionExpression":"${integration.response.statuscode}","integrationType":"MOCK","passthroughBehavior":"NEVER","payloadFormatVersion":"1.0","requestParameters":{"integration.request.header.a":"'1'","integration.request.path.c":"context.stage"},"requestTemplates":{"b":"2","c":"3"},"templateSelectionExpression":"\\$default","timeoutInMillis":50}""");
        var retyped = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/integrations/{id}",
            """{"integrationType":"HTTP_PROXY","integrationMethod":"POST","integrationUri":"https://example.com"}""");
        retyped.Status.ShouldBe(200, retyped.Text);
        retyped.Json["integrationResponseSelectionExpression"].ShouldBeNull();
    }

    [Fact]
    public async Task An_integration_that_a_route_targets_stays_and_takes_its_responses_when_it_goes()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var before = _plane.Store.Count;
        var id = await _plane.CreateMockAsync(api);
        var route = await _plane.CreateRouteAsync(api, "a", $",\"target\":\"integrations/{id}\"");
        await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations/{id}/integrationresponses", """{"integrationResponseKey":"$default"}""");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{id}")).ShouldRefuse(
            409, "ConflictException",
            $"Cannot delete Integration because it is referenced by the following Routes with Ids: [{route}]");
        await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{route}");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{id}")).ShouldBeEmpty(204);

        _plane.Store.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("$default")]
    [InlineData("/200/")]
    [InlineData("/2\\d\\d/")]
    [InlineData("/.*Error.*/")]
    public async Task A_key_of_an_integration_response_comes_back_as_it_was_sent(string key)
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var path = $"/v2/apis/{api}/integrations/{await _plane.CreateMockAsync(api)}/integrationresponses";
        var body = $$"""{"integrationResponseKey":"{{key.Replace("\\", "\\\\", StringComparison.Ordinal)}}"}""";

        var created = await _plane.CallAsync("POST", path, body);

        created.Status.ShouldBe(201, created.Text);
        created.String("integrationResponseKey").ShouldBe(key);
        created.String("integrationResponseId").ShouldMatch("^[a-z0-9]{6}$");
        (await _plane.CallAsync("GET", $"{path}/{created.String("integrationResponseId")}")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("POST", path, body)).ShouldRefuse(
            409, "ConflictException", $"IntegrationResponse with key {key} already exists for this Integration");
    }

    [Fact]
    public async Task An_integration_response_is_created_listed_changed_and_deleted()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var path = $"/v2/apis/{api}/integrations/{await _plane.CreateMockAsync(api)}/integrationresponses";

        var created = await _plane.CallAsync(
            "POST", path,
            """{"integrationResponseKey":"/200/","templateSelectionExpression":"${integration.response.statuscode}","responseTemplates":{"200":"a"},"responseParameters":{"route.response.header.x":"integration.response.header.y"},"contentHandlingStrategy":"CONVERT_TO_TEXT"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("integrationResponseId");
        created.Text.ShouldBe(
            $$$"""{"contentHandlingStrategy":"CONVERT_TO_TEXT","integrationResponseId":"{{{id}}}","integrationResponseKey":"/200/","responseParameters":{"route.response.header.x":"integration.response.header.y"},"responseTemplates":{"200":"a"},"templateSelectionExpression":"${integration.response.statuscode}"}""");
        (await _plane.CallAsync("GET", path)).Json["items"]!.AsArray().Single()!.ToJsonString().Length.ShouldBe(created.Json.ToJsonString().Length);
        (await _plane.CallAsync("PATCH", $"{path}/{id}", """{"integrationResponseKey":"$default","responseTemplates":{"200":"","b":"c"},"responseParameters":{"route.response.header.x":""},"contentHandlingStrategy":"CONVERT_TO_BINARY","templateSelectionExpression":""}"""))
            .Text.ShouldBe($$$"""{"contentHandlingStrategy":"CONVERT_TO_BINARY","integrationResponseId":"{{{id}}}","integrationResponseKey":"$default","responseTemplates":{"b":"c"}}""");
        (await _plane.CallAsync("DELETE", $"{path}/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"{path}/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid IntegrationResponse identifier specified {id}");
    }

    [Theory]
    [InlineData(""" "integrationResponseKey":"200" """, "Invalid integrationResponseKey specified: 200. Must be $default or a pattern between slashes")]
    [InlineData(""" "integrationResponseKey":"//" """, "Invalid integrationResponseKey specified: //. Must be $default or a pattern between slashes")]
    [InlineData(""" "integrationResponseKey":"$default","templateSelectionExpression":"$context.stage" """, "Invalid templateSelectionExpression")]
    [InlineData(""" "integrationResponseKey":"$default","responseParameters":{"x":"'a'"}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: x]")]
    public async Task An_integration_response_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var integration = await _plane.CreateMockAsync(api);

        (await _plane.CallAsync("POST", $"/v2/apis/{api}/integrations/{integration}/integrationresponses", "{" + members + "}"))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_refused()
    {
        var api = await _plane.CreateWebSocketApiAsync();
        var integration = await _plane.CreateMockAsync(api);

        var answer = await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations/{integration}/integrationresponses", """{"integrationResponseKey":"/(/"}""");

        (answer.Status, answer.ErrorType).ShouldBe((400, "BadRequestException"), answer.Text);
    }
}
