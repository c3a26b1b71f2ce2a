using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Integrations of HTTP APIs: their kinds, subtypes and parameter mappings (http-api §3.4, §9, §11).</summary>
public sealed class IntegrationTests
{
    private const string Url = """ "integrationType":"HTTP_PROXY","integrationMethod":"GET","integrationUri":"https://example.com" """;

    private readonly ControlPlaneHarness _plane = new();

    [Theory]
    [InlineData(HttpApiHarness.Function)]
    [InlineData(HttpApiHarness.Invocation)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:pets:live")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}")]
    public async Task A_function_has_AWSs_defaults_and_its_address_is_given_back_as_it_came(string uri)
    {
        var api = await _plane.CreateHttpApiAsync();

        var created = await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations",
            $$"""{"integrationType":"AWS_PROXY","integrationUri":"{{uri}}","payloadFormatVersion":"2.0"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("integrationId");
        id.ShouldMatch("^[a-z0-9]{7}$");
        created.Text.ShouldBe(
            $$$"""{"connectionType":"INTERNET","integrationId":"{{{id}}}","integrationMethod":"POST","integrationType":"AWS_PROXY","integrationUri":"{{{uri}}}","payloadFormatVersion":"2.0","timeoutInMillis":30000}""");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{id}")).Text.ShouldBe(created.Text);
    }

    [Theory]
    [InlineData(""" "integrationType":"MOCK" """, "Integration type MOCK is not supported on protocolType HTTP. Must be one of [AWS_PROXY, HTTP_PROXY]")]
    [InlineData(""" "integrationType":"AWS" """, "Integration type AWS is not supported on protocolType HTTP. Must be one of [AWS_PROXY, HTTP_PROXY]")]
    [InlineData(""" "integrationType":"HTTP" """, "Integration type HTTP is not supported on protocolType HTTP. Must be one of [AWS_PROXY, HTTP_PROXY]")]
    [InlineData(""" "integrationType":"AWS_PROXY","integrationUri":"https://example.com" """, "Invalid Function Uri")]
    [InlineData(""" "integrationType":"AWS_PROXY" """, "Invalid Function Uri")]
    [InlineData(""" "integrationType":"AWS_PROXY","integrationUri":"FN","payloadFormatVersion":"3.0" """, "Unsupported PayloadFormatVersion: 3.0")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"example.com" """, "Invalid HTTP endpoint specified for URI")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"https://" """, "Invalid HTTP endpoint specified for URI")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"file:///etc/passwd" """, "Invalid HTTP endpoint specified for URI")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationUri":"https://example.com" """, "Invalid IntegrationMethod specified. HTTP_PROXY integrations must have one of [ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]")]
    [InlineData(Url + ""","payloadFormatVersion":"2.0" """, "Unsupported PayloadFormatVersion: 2.0")]
    [InlineData(Url + ""","timeoutInMillis":49""", "Timeout should be between 50 ms and 30000 ms")]
    [InlineData(Url + ""","timeoutInMillis":30001""", "Timeout should be between 50 ms and 30000 ms")]
    [InlineData(Url + ""","connectionType":"VPC_LINK" """, "ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK")]
    [InlineData(Url + ""","tlsConfig":{"serverNameToVerify":"x"}""", "TlsConfig is only supported for private integrations")]
    [InlineData(Url + ""","integrationSubtype":"SQS-SendMessage" """, "IntegrationSubtype is only supported for integrations of type AWS_PROXY")]
    [InlineData(Url + ""","requestTemplates":{"application/json":"x"}""", "Mapping templates are not supported on protocolType HTTP")]
    [InlineData(Url + ""","passthroughBehavior":"NEVER" """, "Passthrough behavior is not supported on protocolType HTTP")]
    [InlineData(Url + ""","contentHandlingStrategy":"CONVERT_TO_TEXT" """, "Content handling is not supported on protocolType HTTP")]
    [InlineData(Url + ""","credentialsArn":"nonsense" """, "Invalid ARN specified in the request")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","connectionType":"VPC_LINK","connectionId":"abcdef","integrationUri":"https://example.com" """, "Invalid integrationUri specified: private integrations take the ARN of a load balancer listener or of a Cloud Map service")]
    [InlineData(""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","connectionType":"VPC_LINK","connectionId":"abcdef","integrationUri":"arn:aws:servicediscovery:us-east-1:000000000000:service/srv-1" """, "Invalid VpcLink identifier specified abcdef")]
    public async Task An_integration_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations", "{" + members.Replace("FN", HttpApiHarness.Function, StringComparison.Ordinal) + "}"))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task A_role_of_another_account_is_denied()
    {
        var api = await _plane.CreateHttpApiAsync();

        var refused = await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations",
            $$"""{{{Url}},"credentialsArn":"arn:aws:iam::111111111111:role/x"}""");

        (refused.Status, refused.ErrorType).ShouldBe((403, "AccessDeniedException"));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(30_000)]
    public async Task The_ends_of_the_timeout_are_taken(int timeout)
    {
        var api = await _plane.CreateHttpApiAsync();

        await _plane.CreateHttpIntegrationAsync(api, $$"""{{Url}},"timeoutInMillis":{{timeout}}""");
    }

    [Fact]
    public async Task A_private_integration_leads_through_a_link_with_TLS()
    {
        var api = await _plane.CreateHttpApiAsync();
        var link = (await _plane.CallAsync("POST", "/v2/vpclinks", """{"name":"l","subnetIds":["subnet-1"]}""")).String("vpcLinkId");

        var id = await _plane.CreateHttpIntegrationAsync(
            api,
            $$$""" "integrationType":"HTTP_PROXY","integrationMethod":"ANY","connectionType":"VPC_LINK","connectionId":"{{{link}}}","integrationUri":"arn:aws:servicediscovery:us-east-1:000000000000:service/srv-1?stage=x","tlsConfig":{"serverNameToVerify":"a.example"}""");

        (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{id}")).Json["tlsConfig"]!.ToJsonString()
            .ShouldBe("""{"serverNameToVerify":"a.example"}""");
    }

    [Theory]
    [InlineData("EventBridge-PutEvents", """{"Detail":"$request.body","DetailType":"t","Source":"s","Region":"eu-west-1"}""")]
    [InlineData("SQS-SendMessage", """{"QueueUrl":"u","MessageBody":"$request.body.x","MessageAttributes":"{\"k\":{\"DataType\":\"String\",\"StringValue\":\"${request.header.k}\"}}"}""")]
    [InlineData("SQS-ReceiveMessage", """{"QueueUrl":"u","WaitTimeSeconds":"1"}""")]
    [InlineData("SQS-DeleteMessage", """{"QueueUrl":"u","ReceiptHandle":"$request.querystring.h"}""")]
    [InlineData("SQS-PurgeQueue", """{"QueueUrl":"u"}""")]
    [InlineData("AppConfig-GetConfiguration", """{"Application":"a","Environment":"e","Configuration":"c","ClientId":"i"}""")]
    [InlineData("Kinesis-PutRecord", """{"StreamName":"s","Data":"$request.body","PartitionKey":"$context.requestId"}""")]
    [InlineData("StepFunctions-StartExecution", """{"StateMachineArn":"$stageVariables.arn","Input":"$request.body"}""")]
    [InlineData("StepFunctions-StartSyncExecution", """{"StateMachineArn":"a","TraceHeader":"t"}""")]
    [InlineData("StepFunctions-StopExecution", """{"ExecutionArn":"$request.path.arn","Cause":"c"}""")]
    public async Task Every_subtype_is_taken_with_its_parameters_and_refused_without_or_beyond_them(string subtype, string parameters)
    {
        var api = await _plane.CreateHttpApiAsync();
        var head = $$""" "integrationType":"AWS_PROXY","integrationSubtype":"{{subtype}}","credentialsArn":"{{HttpApiHarness.Role}}" """;
        var id = await _plane.CreateHttpIntegrationAsync(api, $$"""{{head}},"requestParameters":{{parameters}}""");
        var stored = await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{id}");
        stored.Json["integrationMethod"].ShouldBeNull();
        stored.String("payloadFormatVersion").ShouldBe("1.0");
        var path = $"/v2/apis/{api}/integrations";

        (await _plane.CallAsync("POST", path, "{" + head + "}")).Message.ShouldStartWith("Missing required parameter ");
        (await _plane.CallAsync("POST", path, $$"""{{{head}},"requestParameters":{{parameters.Insert(1, "\"Nothing\":\"x\",")}}}"""))
            .ShouldRefuse(400, "BadRequestException", $"Invalid parameter Nothing for IntegrationSubtype {subtype}");
        (await _plane.CallAsync("POST", path, $$"""{"integrationType":"AWS_PROXY","integrationSubtype":"{{subtype}}","requestParameters":{{parameters}}}"""))
            .Message.ShouldStartWith("CredentialsArn must be specified");
        (await _plane.CallAsync("POST", path, $$"""{{{head}},"payloadFormatVersion":"2.0","requestParameters":{{parameters}}}"""))
            .ShouldRefuse(400, "BadRequestException", "Unsupported PayloadFormatVersion: 2.0");
        (await _plane.CallAsync("POST", path, $$"""{{{head}},"integrationUri":"x","requestParameters":{{parameters}}}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("POST", path, $$"""{"integrationType":"AWS_PROXY","integrationSubtype":"{{subtype}}x","credentialsArn":"{{HttpApiHarness.Role}}"}"""))
            .ShouldRefuse(400, "BadRequestException", $"Invalid IntegrationSubtype specified: {subtype}x");
    }

    [Theory]
    [InlineData("append:header.x", "$request.header.y")]
    [InlineData("overwrite:header.Host", "literal $5")]
    [InlineData("remove:header.x", "")]
    [InlineData("remove:header.y", "''")]
    [InlineData("append:querystring.x", "a ${request.path.id} b ${stageVariables.v}")]
    [InlineData("overwrite:querystring.x", "$context.authorizer.claims.sub")]
    [InlineData("remove:querystring.x", "\\\"\\\"")]
    [InlineData("overwrite:path", "$request.path")]
    [InlineData("overwrite:header.x-forwarded-port", "$request.body.a[0].b")]
    public async Task These_request_mappings_are_taken(string key, string value)
    {
        var api = await _plane.CreateHttpApiAsync();

        await _plane.CreateHttpIntegrationAsync(api, $$$"""{{{Url}}},"requestParameters":{"{{{key}}}":"{{{value}}}"}""");
    }

    [Theory]
    [InlineData("append:path", "x")]
    [InlineData("remove:path", "x")]
    [InlineData("overwrite:body", "x")]
    [InlineData("header.x", "x")]
    [InlineData("replace:header.x", "x")]
    [InlineData("append:header.", "x")]
    [InlineData("append:header.a b", "x")]
    [InlineData("append:header.x", "")]
    [InlineData("append:header.x", "$request.cookie.y")]
    [InlineData("append:header.x", "$response.header.y")]
    [InlineData("append:header.x", "${request.header.y")]
    [InlineData("append:header.x", "$request.body..x")]
    [InlineData("append:header.x", "$request.body.a[?(@.b)]")]
    [InlineData("append:header.Authorization", "x")]
    [InlineData("overwrite:header.X-Amz-Date", "x")]
    [InlineData("remove:header.via", "")]
    [InlineData("append:header.x", "$request.header.connection")]
    [InlineData("append:header.x", "a ${request.header.access-control-request-method}")]
    public async Task These_request_mappings_are_refused(string key, string value)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations", $$$"""{{{{Url}}},"requestParameters":{"{{{key}}}":"{{{value}}}"}}""")).Status
            .ShouldBe(400);
    }

    [Theory]
    [InlineData("200", "append:header.x", "$response.header.y", true)]
    [InlineData("599", "overwrite:statuscode", "403", true)]
    [InlineData("500", "overwrite:statuscode", "$response.body.status", true)]
    [InlineData("500", "remove:header.x", "", true)]
    [InlineData("199", "append:header.x", "y", false)]
    [InlineData("600", "append:header.x", "y", false)]
    [InlineData("2xx", "append:header.x", "y", false)]
    [InlineData("200", "overwrite:statuscode", "199", false)]
    [InlineData("200", "append:statuscode", "200", false)]
    [InlineData("200", "overwrite:querystring.x", "y", false)]
    [InlineData("200", "overwrite:path", "/", false)]
    [InlineData("200", "append:header.x", "$request.header.y", false)]
    [InlineData("200", "append:header.apigw-requestid", "y", false)]
    [InlineData("200", "append:header.x", "$response.header.apigw-requestid", false)]
    public async Task Response_mappings_stand_under_a_status_and_write_headers_or_the_status(
        string status, string key, string value, bool isTaken)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/integrations",
            $$$$"""{{{{{Url}}}},"responseParameters":{"{{{{status}}}}":{"{{{{key}}}}":"{{{{value}}}}"}}}""")).Status
            .ShouldBe(isTaken ? 201 : 400);
    }

    [Fact]
    public async Task A_patch_merges_the_maps_and_takes_out_what_it_empties()
    {
        var api = await _plane.CreateHttpApiAsync();
        var id = await _plane.CreateHttpIntegrationAsync(
            api,
            Url + ""","description":"d","requestParameters":{"append:header.a":"1","append:header.b":"2"},"responseParameters":{"200":{"append:header.a":"1"},"500":{"append:header.a":"1"}}""");

        var patched = await _plane.CallAsync(
            "PATCH", $"/v2/apis/{api}/integrations/{id}",
            """{"timeoutInMillis":100,"requestParameters":{"append:header.a":"","append:header.c":"3"},"responseParameters":{"200":{},"404":{"append:header.n":"1"}}}""");

        patched.Status.ShouldBe(200, patched.Text);
        patched.String("description").ShouldBe("d");
        patched.Json["timeoutInMillis"]!.GetValue<int>().ShouldBe(100);
        patched.Json["requestParameters"]!.ToJsonString().ShouldBe("""{"append:header.b":"2","append:header.c":"3"}""");
        patched.Json["responseParameters"]!.ToJsonString().ShouldBe(
            """{"404":{"append:header.n":"1"},"500":{"append:header.a":"1"}}""");
    }

    [Fact]
    public async Task An_integration_that_routes_target_stays()
    {
        var api = await _plane.CreateHttpApiAsync();
        var id = await _plane.CreateHttpIntegrationAsync(api);
        var one = await _plane.CreateRouteAsync(api, "GET /a", $$""","target":"integrations/{{id}}" """);
        var two = await _plane.CreateRouteAsync(api, "GET /b", $$""","target":"integrations/{{id}}" """);
        var both = string.Join(", ", new[] { one, two }.Order(StringComparer.Ordinal));

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{id}")).ShouldRefuse(
            409, "ConflictException",
            $"Cannot delete Integration because it is referenced by the following Routes with Ids: [{both}]");
        await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{one}");
        await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{two}");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/integrations/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/integrations/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid Integration identifier specified {id}");
    }

    [Fact]
    public async Task An_API_has_a_limit_of_integrations()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { IntegrationsPerApi = 1 });
        var api = await plane.CreateHttpApiAsync();
        await plane.CreateHttpIntegrationAsync(api);

        (await plane.CallAsync("POST", $"/v2/apis/{api}/integrations", "{" + Url + "}")).ErrorType.ShouldBe("TooManyRequestsException");
    }
}
