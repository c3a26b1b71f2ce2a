using Gatehouse.Model.RestApis;
using Shouldly;
using static Gatehouse.Tests.Services.OpenApi.ImportFixture;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary><c>x-amazon-apigateway-integration</c> (rest-control-plane §4.5, §4.8).</summary>
public sealed class ImportIntegrationTests
{
    private const string Function =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

    private static string WithIntegration(string members, string operation = "responses: {'200': {}}") =>
        $"{operation}\nx-amazon-apigateway-integration:\n{string.Join('\n', members.ReplaceLineEndings("\n").Split('\n').Select(static line => "  " + line))}";

    private static IntegrationDocument Read(string members, string operation = "responses: {'200': {}}") =>
        ImportOperation(WithIntegration(members, operation)).MethodIntegration!;

    [Fact]
    public void Every_member_lands_in_its_property()
    {
        var integration = Read(
            """
            type: http
            uri: https://backend.test/{id}
            httpMethod: post
            credentials: arn:aws:iam::000000000000:role/r
            connectionType: vpc_link
            connectionId: l1nk
            requestParameters: { integration.request.header.X: "'static'", integration.request.path.id: method.request.querystring.id }
            requestTemplates: { application/json: '$input.body', text/plain: ~ }
            passthroughBehavior: when_no_templates
            contentHandling: convert_to_binary
            timeoutInMillis: "1500"
            cacheNamespace: ns
            cacheKeyParameters: [method.request.querystring.id]
            tlsConfig: { insecureSkipVerification: true }
            responseTransferMode: buffered
            """,
            "parameters: [{in: query, name: id}]\nresponses: {'200': {}}");

        (integration.Type, integration.Uri, integration.HttpMethod).ShouldBe(("HTTP", "https://backend.test/{id}", "POST"));
        (integration.ConnectionType, integration.ConnectionId).ShouldBe(("VPC_LINK", "l1nk"));
        integration.Credentials.ShouldBe("arn:aws:iam::000000000000:role/r");
        integration.RequestParameters!.Count.ShouldBe(2);
        integration.RequestTemplates!["application/json"].ShouldBe("$input.body");
        integration.RequestTemplates["text/plain"].ShouldBeNull();
        (integration.PassthroughBehavior, integration.ContentHandling, integration.TimeoutInMillis)
            .ShouldBe(("WHEN_NO_TEMPLATES", "CONVERT_TO_BINARY", 1_500));
        (integration.CacheNamespace, integration.CacheKeyParameters.Single()).ShouldBe(("ns", "method.request.querystring.id"));
        integration.TlsConfig!.InsecureSkipVerification.ShouldBeTrue();
        integration.ResponseTransferMode.ShouldBe("BUFFERED");
    }

    [Theory] // checklist: aws_proxy with any verb stored as POST
    [InlineData("AWS_PROXY", "httpMethod: GET")]
    [InlineData("aws_proxy", "httpMethod: ANY")]
    [InlineData("Aws_Proxy", "uri2: x")]
    public void A_function_is_always_posted_to(string type, string member) =>
        Read($"type: {type}\nuri: {Function}\n{member}").HttpMethod.ShouldBe("POST");

    [Fact]
    public void A_mock_stores_neither_uri_nor_verb()
    {
        var mock = Read("type: mock\nuri: https://ignored.test/\nhttpMethod: GET");

        (mock.Uri, mock.HttpMethod, mock.ConnectionType, mock.PassthroughBehavior, mock.TimeoutInMillis)
            .ShouldBe((null, null, null, "WHEN_NO_MATCH", 29_000));
    }

    [Fact]
    public void Responses_are_kept_by_status_with_default_as_no_pattern()
    {
        var method = ImportOperation(WithIntegration(
            """
            type: mock
            responses:
              default: { statusCode: 200, responseParameters: { method.response.header.X: "'1'" }, responseTemplates: { application/json: 'ok' } }
              '4\d{2}': { statusCode: '400', contentHandling: CONVERT_TO_TEXT }
              '5xx': { statusCode: '502' }
            """,
            "responses: { '200': { headers: { X: { schema: { type: string } } } }, '400': {} }"));

        var responses = method.MethodIntegration!.IntegrationResponses!;
        responses.Keys.ShouldBe(["200", "400", "502"]);
        (responses["200"].SelectionPattern, responses["400"].SelectionPattern).ShouldBe((null, @"4\d{2}"));
        responses["200"].ResponseTemplates!["application/json"].ShouldBe("ok");
        responses["400"].ContentHandling.ShouldBe("CONVERT_TO_TEXT");
        method.MethodResponses!.Keys.ShouldBe(["200", "400", "502"]); // a status nobody declared would answer 500
    }

    [Theory]
    [InlineData("type: soap", "Invalid integration type: soap")]
    [InlineData("uri: https://x.test/", "Invalid integration type: null")]
    [InlineData("type: aws_proxy\nuri: https://x.test/", "Invalid ARN specified in the request")]
    [InlineData("type: aws\nhttpMethod: POST\nuri: arn:aws:apigateway:us-east-1:s3:bucket", "AWS ARN for integration must contain path or action")]
    [InlineData("type: aws\nhttpMethod: GET\nuri: arn:aws:apigateway:us-east-1:s3:path/b/k", "Role ARN must be specified for AWS integrations")]
    [InlineData("type: http\nuri: https://x.test/", "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("type: http\nhttpMethod: GET\nuri: ftp://x.test/", "Invalid HTTP endpoint specified for URI")]
    [InlineData("type: http\nhttpMethod: GET\nuri: https://x.test/\ntimeoutInMillis: 49", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("type: mock\npassthroughBehavior: sometimes", "Invalid passthrough behavior specified")]
    [InlineData("type: mock\ncontentHandling: CONVERT", "Invalid contentHandling specified: CONVERT")]
    [InlineData("type: http_proxy\nhttpMethod: GET\nuri: https://x.test/\nconnectionType: TUNNEL", "Invalid connectionType specified: TUNNEL")]
    [InlineData("type: mock\nrequestParameters: { integration.request.header.X: method.request.header.undeclared }", "Invalid mapping expression specified: Validation Result")]
    [InlineData("type: aws_proxy\nuri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:s3:::f/invocations'", "Invalid function ARN or invalid uri")]
    [InlineData("type: aws_proxy\nuri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f'", "Invalid function ARN or invalid uri")]
    [InlineData("type: aws_proxy\nuri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions//invocations'", "Invalid function ARN or invalid uri")]
    public void A_refused_integration_is_told_in_AWSs_frame(string members, string reason) =>
        Refusal(Operation(WithIntegration(members))).ShouldStartWith(
            $"Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/x': {reason.Split(':')[0]}");

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f:live/invocations")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.f}/invocations")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:000000000000:function:f/response-streaming-invocations")]
    public void Functions_may_be_named_in_these_ways(string uri) => Read($"type: aws_proxy\nuri: '{uri}'").Uri.ShouldBe(uri);

    [Fact] // the text is AWS's (§4.8)
    public void Parameters_that_are_no_text_are_warned_of_and_left_out()
    {
        var (definition, warnings) = ImportWithWarnings(Operation(WithIntegration(
            "type: mock\nrequestParameters: { integration.request.header.K: true }\nrequestTemplates: { application/json: { statusCode: 200 } }")));

        warnings.ShouldBe(
        [
            "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.K' of resource '/x' and method 'GET' but got 'true'",
            "Invalid format for 'requestTemplates'. Expected type string for property 'application/json' of resource '/x' and method 'GET' but got '{\"statusCode\":200}'",
        ]);
        Method(definition, "/x", "GET").MethodIntegration!.RequestParameters!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("default: { statusCode: 200, responseParameters: { method.response.header.Y: \"'1'\" } }", "[Invalid mapping expression parameter specified: method.response.header.Y]")]
    [InlineData("default: { statusCode: 201, responseParameters: { method.response.header.X: \"'1'\" } }", "[No method response exists for method.]")]
    [InlineData("default: { statusCode: 20 }", "Invalid status code '20' of response 'default'")]
    [InlineData("default: {}", "Invalid status code 'null' of response 'default'")]
    [InlineData("default: { statusCode: 200, contentHandling: NO }", "Invalid contentHandling specified: NO")]
    public void A_refused_response_is_told_in_AWSs_frame(string response, string reason)
    {
        var refusal = Refusal(Operation(WithIntegration(
            $"type: mock\nresponses: {{ {response} }}", "responses: { '200': { headers: { X: {} } } }")));

        refusal.ShouldContain("Unable to put integration response on 'GET' for resource at path '/x': ");
        refusal.ShouldContain(reason);
    }

    [Fact]
    public void Two_patterns_for_one_status_are_warned_of()
    {
        var (definition, warnings) = ImportWithWarnings(Operation(WithIntegration(
            "type: mock\nresponses: { a: { statusCode: 200 }, b: { statusCode: 200 } }")));

        warnings.ShouldHaveSingleItem().ShouldContain("'b' replaces 'a' for 200");
        Method(definition, "/x", "GET").MethodIntegration!.IntegrationResponses!["200"].SelectionPattern.ShouldBe("b");
    }
}
