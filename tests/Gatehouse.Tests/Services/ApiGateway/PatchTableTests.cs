using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>The PATCH tables of rest-control-plane §2, row by row, and the refusals of §1.11.</summary>
public sealed class PatchTableTests
{
    private const string Api = "/restapis/{api}";
    private const string Method = Api + "/resources/{root}/methods/GET";
    private const string MethodResponse = Method + "/responses/200";
    private const string Integration = Method + "/integration";
    private const string IntegrationResponse = Integration + "/responses/200";
    private const string Stage = Api + "/stages/dev";
    private const string Resource = Api + "/resources/{child}";
    private const string Validator = Api + "/requestvalidators/{validator}";

    private readonly ControlPlaneHarness _plane = new();
    private readonly Dictionary<string, string> _ids = [];

    [Theory]
    [InlineData(Api, "replace", "/name", "n", "name", "\"n\"")]
    [InlineData(Api, "add", "/description", "d", "description", "\"d\"")]
    [InlineData(Api, "replace", "/description", "d", "description", "\"d\"")]
    [InlineData(Api, "remove", "/description", null, "description", null)]
    [InlineData(Api, "replace", "/apiKeySource", "AUTHORIZER", "apiKeySource", "\"AUTHORIZER\"")]
    [InlineData(Api, "replace", "/disableExecuteApiEndpoint", "true", "disableExecuteApiEndpoint", "true")]
    [InlineData(Api, "replace", "/minimumCompressionSize", "1024", "minimumCompressionSize", "1024")]
    [InlineData(Api, "replace", "/minimumCompressionSize", null, "minimumCompressionSize", null)]
    [InlineData(Api, "replace", "/minimumCompressionSize", "", "minimumCompressionSize", null)]
    [InlineData(Api, "add", "/binaryMediaTypes/image~1png", null, "binaryMediaTypes", """["a/b","c/d","image/png"]""")]
    [InlineData(Api, "remove", "/binaryMediaTypes/a~1b", null, "binaryMediaTypes", """["c/d"]""")]
    [InlineData(Api, "replace", "/binaryMediaTypes/a~1b", "e/f", "binaryMediaTypes", """["c/d","e/f"]""")]
    [InlineData(Api, "replace", "/endpointConfiguration/types/EDGE", "REGIONAL", "endpointConfiguration", """{"types":["REGIONAL"],"ipAddressType":"ipv4"}""")]
    [InlineData(Api, "replace", "/endpointConfiguration/types/EDGE", "PRIVATE", "endpointConfiguration", """{"types":["PRIVATE"],"ipAddressType":"dualstack"}""")]
    [InlineData(Api, "replace", "/endpointConfiguration/ipAddressType", "dualstack", "endpointConfiguration", """{"types":["EDGE"],"ipAddressType":"dualstack"}""")]
    [InlineData(Api, "replace", "/policy", "", "policy", null)]
    [InlineData(Resource, "replace", "/pathPart", "b", "path", "\"/b\"")]
    [InlineData(Method, "replace", "/apiKeyRequired", "true", "apiKeyRequired", "true")]
    [InlineData(Method, "replace", "/operationName", "Get", "operationName", "\"Get\"")]
    [InlineData(Method, "replace", "/authorizationType", "aws_iam", "authorizationType", "\"AWS_IAM\"")]
    [InlineData(Method, "replace", "/authorizerId", "abc", "authorizerId", null)]
    [InlineData(Method, "add", "/authorizationScopes", "s", "authorizationScopes", """["s"]""")]
    [InlineData(Method, "remove", "/authorizationScopes", "s", "authorizationScopes", null)]
    [InlineData(Method, "add", "/requestParameters/method.request.header.b", "true", "requestParameters", """{"method.request.header.a":false,"method.request.header.b":true}""")]
    [InlineData(Method, "remove", "/requestParameters/method.request.header.a", null, "requestParameters", null)]
    [InlineData(Method, "add", "/requestModels/application~1json", "Empty", "requestModels", """{"application/json":"Empty"}""")]
    [InlineData(Method, "replace", "/requestValidatorId", "{validator}", "requestValidatorId", "\"{validator}\"")]
    [InlineData(Method, "replace", "/requestValidatorId", "", "requestValidatorId", null)]
    [InlineData(MethodResponse, "add", "/responseParameters/method.response.header.b", "true", "responseParameters", """{"method.response.header.a":false,"method.response.header.b":true}""")]
    [InlineData(MethodResponse, "remove", "/responseParameters/method.response.header.a", null, "responseParameters", null)]
    [InlineData(MethodResponse, "add", "/responseModels/text~1plain", "Empty", "responseModels", """{"text/plain":"Empty"}""")]
    [InlineData(Integration, "replace", "/timeoutInMillis", "50", "timeoutInMillis", "50")]
    [InlineData(Integration, "replace", "/passthroughBehavior", "NEVER", "passthroughBehavior", "\"NEVER\"")]
    [InlineData(Integration, "replace", "/contentHandling", "CONVERT_TO_TEXT", "contentHandling", "\"CONVERT_TO_TEXT\"")]
    [InlineData(Integration, "replace", "/credentials", "arn:aws:iam::000000000000:role/r", "credentials", "\"arn:aws:iam::000000000000:role/r\"")]
    [InlineData(Integration, "replace", "/cacheNamespace", "c", "cacheNamespace", "\"c\"")]
    [InlineData(Integration, "add", "/cacheKeyParameters/method.request.header.a", null, "cacheKeyParameters", """["method.request.header.a"]""")]
    [InlineData(Integration, "add", "/cacheKeyParameters", "method.request.header.a", "cacheKeyParameters", """["method.request.header.a"]""")]
    [InlineData(Integration, "replace", "/tlsConfig/insecureSkipVerification", "true", "tlsConfig", """{"insecureSkipVerification":true}""")]
    [InlineData(Integration, "replace", "/uri", "http://other", "uri", "\"http://other\"")]
    [InlineData(Integration, "replace", "/httpMethod", "PUT", "httpMethod", "\"PUT\"")]
    [InlineData(Integration, "add", "/requestTemplates/application~1json", null, "requestTemplates", """{"application/json":null}""")]
    [InlineData(Integration, "add", "/requestParameters/integration.request.header.a", "method.request.header.a", "requestParameters", """{"integration.request.header.a":"method.request.header.a"}""")]
    [InlineData(IntegrationResponse, "replace", "/selectionPattern", "4..", "selectionPattern", "\"4..\"")]
    [InlineData(IntegrationResponse, "replace", "/contentHandling", "CONVERT_TO_BINARY", "contentHandling", "\"CONVERT_TO_BINARY\"")]
    [InlineData(IntegrationResponse, "add", "/responseTemplates/application~1json", "{}", "responseTemplates", """{"application/json":"{}"}""")]
    [InlineData(IntegrationResponse, "add", "/responseParameters/method.response.header.a", "'x'", "responseParameters", """{"method.response.header.a":"'x'"}""")]
    [InlineData(Validator, "replace", "/name", "v", "name", "\"v\"")]
    [InlineData(Validator, "replace", "/validateRequestBody", "true", "validateRequestBody", "true")]
    [InlineData(Stage, "replace", "/description", "d", "description", "\"d\"")]
    [InlineData(Stage, "replace", "/tracingEnabled", "true", "tracingEnabled", "true")]
    [InlineData(Stage, "replace", "/cacheClusterEnabled", "true", "cacheClusterSize", "\"0.5\"")]
    [InlineData(Stage, "replace", "/variables/a", "1", "variables", """{"a":"1","color":"red"}""")]
    [InlineData(Stage, "add", "/variables/a", "1", "variables", """{"a":"1","color":"red"}""")]
    [InlineData(Stage, "remove", "/variables/color", null, "variables", null)]
    [InlineData(Stage, "replace", "/variables", "{\"x\":\"y\"}", "variables", """{"x":"y"}""")]
    [InlineData(Stage, "remove", "/variables", null, "variables", null)]
    [InlineData(Stage, "replace", "/accessLogSettings/format", "$context.requestId", "accessLogSettings", """{"format":"$context.requestId"}""")]
    [InlineData(Stage, "replace", "/canarySettings/percentTraffic", "10", "canarySettings", """{"percentTraffic":10.0,"deploymentId":"{deployment}","useStageCache":false}""")]
    [InlineData(Stage, "replace", "/canarySettings/stageVariableOverrides", "{\"a\":\"b\"}", "canarySettings", """{"percentTraffic":0.0,"deploymentId":"{deployment}","stageVariableOverrides":{"a":"b"},"useStageCache":false}""")]
    public async Task An_allowed_patch_shows_in_the_answer(
        string path, string op, string pointer, string? value, string member, string? expected)
    {
        await PrepareAsync();

        var answer = await _plane.PatchAsync(Fill(path), (op, pointer, value is null ? null : Fill(value)));

        answer.Status.ShouldBe(path == MethodResponse ? 201 : 200, answer.Text); // UpdateMethodResponse answers 201, §1.4
        answer.Json[member]?.ToJsonString().ShouldBe(expected is null ? null : Unescape(Fill(expected)));
        (await _plane.CallAsync("GET", Fill(path))).Json[member]?.ToJsonString().ShouldBe(answer.Json[member]?.ToJsonString());
    }

    [Theory]
    [InlineData(Api, "replace", "/binaryMediaTypes", "Invalid patch path /binaryMediaTypes")]
    [InlineData(Api, "add", "/minimumCompressionSize", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData(Api, "copy", "/name", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'")]
    [InlineData(Api, "replace", "/tags/x", "Invalid patch path /tags/x")]
    [InlineData(Api, "replace", "/endpointConfiguration/types/EDGE", "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE")]
    [InlineData(Api, "replace", "/endpointConfiguration/ipAddressType", "ipAddressType must be either ipv4 or dualstack.")]
    [InlineData(Resource, "replace", "/nope", "Invalid patch path  '/nope' specified for op 'replace'. Must be one of: [/parentId, /pathPart]")]
    [InlineData(Resource, "add", "/pathPart", "Invalid patch path  '/pathPart' specified for op 'add'. Please choose supported operations")]
    [InlineData(Validator, "replace", "/id", "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]")]
    [InlineData(Validator, "remove", "/name", "Invalid patch path  '/name' specified for op 'remove'. Please choose supported operations")]
    [InlineData(Method, "replace", "/nope", "Invalid patch path /nope")]
    [InlineData(Method, "add", "/operationName", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData(MethodResponse, "replace", "/statusCode", "Invalid patch path /statusCode")]
    [InlineData(Stage, "add", "/canarySettings/percentTraffic", "Invalid add operation with path: /canarySettings/percentTraffic")]
    [InlineData(Stage, "replace", "/accessLogSettings/nope", "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]")]
    [InlineData(Stage, "remove", "/*/*", "Cannot remove method setting /*/* because there is no method setting for this method ")]
    [InlineData(Stage, "replace", "/deploymentId", "Deployment id does not exist")]
    [InlineData(Stage, "copy", "/deploymentId", "Invalid copy operation with path: /deploymentId and from null. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]")]
    public async Task A_refused_patch_is_told_in_its_familys_words(string path, string op, string pointer, string message)
    {
        await PrepareAsync();

        (await _plane.PatchAsync(Fill(path), (op, pointer, "zz"))).ShouldRefuse(400, "BadRequestException", message);
    }

    [Theory]
    [InlineData(Api)]
    [InlineData(Stage)]
    [InlineData(Method)]
    public async Task An_unheard_of_op_is_a_constraint_violation_with_AWSs_order(string path)
    {
        await PrepareAsync();
        var operation = path switch { Api => "updateRestApi", Stage => "updateStage", _ => "updateMethod" };

        (await _plane.PatchAsync(Fill(path), ("swap", "/name", "x"))).ShouldRefuse(
            400, "ValidationException",
            $"1 validation error detected: Value 'swap' at '{operation}Input.patchOperations.1.member.op' failed to satisfy "
            + "constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]");
    }

    [Theory]
    [InlineData("replace", "/responseParameters/method.response.header.nope", "Invalid parameter name specified")]
    [InlineData("remove", "/responseParameters/method.response.header.nope", "Invalid parameter name specified")]
    [InlineData("remove", "/responseModels/a~1b", "Content-Type specified was not found")]
    public async Task A_missing_key_of_a_method_response_is_not_found(string op, string pointer, string message)
    {
        await PrepareAsync();

        (await _plane.PatchAsync(Fill(MethodResponse), (op, pointer, "true"))).ShouldRefuse(404, "NotFoundException", message);
    }

    private async Task PrepareAsync()
    {
        var (api, root) = await _plane.CreateApiAsync(""","binaryMediaTypes":["a/b","c/d"]""");
        _ids["{api}"] = api;
        _ids["{root}"] = root;
        _ids["{child}"] = await _plane.CreateResourceAsync(api, root, "a");
        _ids["{validator}"] = (await Post($"{Api}/requestvalidators", """{"name":"all"}""")).String("id");
        await Put(Method, """{"authorizationType":"NONE","requestParameters":{"method.request.header.a":false}}""");
        await Put(MethodResponse, """{"responseParameters":{"method.response.header.a":false}}""");
        await Put(Integration, """{"type":"HTTP","integrationHttpMethod":"x","httpMethod":"GET","uri":"http://backend"}""");
        await Put(IntegrationResponse, "{}");
        _ids["{deployment}"] = await _plane.DeployAsync(api, """
            "stageName":"dev","variables":{"color":"red"}
            """);
    }

    private async Task<Answer> Post(string path, string body)
    {
        var answer = await _plane.CallAsync("POST", Fill(path), body);
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }

    private async Task Put(string path, string body)
    {
        var answer = await _plane.CallAsync("PUT", Fill(path), body);
        answer.Status.ShouldBe(201, answer.Text);
    }

    private string Fill(string text) => _ids.Aggregate(
        text, (filled, id) => filled.Replace(id.Key, id.Value, StringComparison.Ordinal));

    private static string Unescape(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString();
}
