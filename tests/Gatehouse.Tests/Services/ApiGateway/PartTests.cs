using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>Account, tags, models, validators, authorizers, gateway responses and imports (rest-control-plane §1.13, §2, §3.8).</summary>
public sealed class PartTests
{
    private const string Uri =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task The_account_has_AWSs_defaults_and_its_role_is_set_and_cleared()
    {
        const string defaults = """{"throttleSettings":{"burstLimit":5000,"rateLimit":10000.0},"features":["UsagePlans"],"apiKeyVersion":"4"}""";
        (await _plane.CallAsync("GET", "/account")).Text.ShouldBe(defaults);

        var role = await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/r"));

        role.String("cloudwatchRoleArn").ShouldBe("arn:aws:iam::000000000000:role/r");
        (await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", ""))).Text.ShouldBe(defaults);
        (await _plane.PatchAsync("/account", ("remove", "/features", "UsagePlans")))
            .ShouldRefuse(400, "BadRequestException", "Usage Plans cannot be disabled once enabled");
        (await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", "me"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Tags_are_added_overwritten_and_removed_on_APIs_and_stages()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        foreach (var arn in new[] { $"arn:aws:apigateway:us-east-1::/restapis/{api}", $"arn:aws:apigateway:us-east-1::/restapis/{api}/stages/dev" })
        {
            var path = "/tags/" + System.Uri.EscapeDataString(arn);
            (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{}}""");
            var tagged = await _plane.CallAsync("PUT", path, """{"tags":{"a":"1","b":"2"}}""");
            (tagged.Status, tagged.Text).ShouldBe((204, ""));
            await _plane.CallAsync("PUT", path, """{"tags":{"b":"3","c":"4"}}""");
            (await _plane.CallAsync("DELETE", path + "?tagKeys=a&tagKeys=c")).Status.ShouldBe(204);
            (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"b":"3"}}""");
            (await _plane.CallAsync("PUT", path, """{"tags":{"aws:x":"1"}}""")).Status.ShouldBe(400);
            (await _plane.CallAsync("DELETE", path)).ShouldRefuse(
                400, "ValidationException",
                "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
        }

        (await _plane.CallAsync("GET", $"/restapis/{api}")).Json["tags"]!.ToJsonString().ShouldBe("""{"b":"3"}""");
        (await _plane.CallAsync("GET", "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fnosuchapi0")).Status.ShouldBe(404);
        (await _plane.CallAsync("GET", "/tags/nonsense")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"name":"","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 400, "Model name must be non-empty")]
    [InlineData("""{"name":"a b","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 400, "Model name must be alphanumeric: a b")]
    [InlineData("""{"name":"Error","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 409, "Model name already exists for this REST API")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{}"}""", 400, "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{"}""", 400, "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. The schema is not valid JSON.]")]
    public async Task A_bad_model_is_refused(string body, int status, string message)
    {
        var (api, _) = await _plane.CreateApiAsync();

        var answer = await _plane.CallAsync("POST", $"/restapis/{api}/models", body);

        (answer.Status, answer.Message).ShouldBe((status, message));
    }

    [Fact]
    public async Task A_model_in_use_stays_and_Empty_may_be_named_after_it_is_gone()
    {
        var (api, root) = await _plane.CreateApiAsync();
        await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"NONE","requestModels":{"a/b":"Error"}}""");

        (await _plane.CallAsync("DELETE", $"/restapis/{api}/models/Error"))
            .ShouldRefuse(409, "ConflictException", "Cannot delete model 'Error', is referenced in method request: //GET");
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/models/Empty")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/restapis/{api}/models/Empty"))
            .ShouldRefuse(404, "NotFoundException", "Invalid model name specified: Empty");
        (await _plane.PatchAsync(
            $"/restapis/{api}/resources/{root}/methods/GET", ("replace", "/requestModels/a~1b", "Empty"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_validator_lives_and_is_kept_while_it_is_used()
    {
        var (api, root) = await _plane.CreateApiAsync();
        (await _plane.CallAsync("POST", "/restapis/nosuchapi0/requestvalidators", """{"name":"v"}"""))
            .ShouldRefuse(400, "BadRequestException", "Invalid REST API identifier specified");
        var created = await _plane.CallAsync("POST", $"/restapis/{api}/requestvalidators", """{"name":"v","validateRequestBody":true}""");
        var id = created.String("id");
        created.Text.ShouldBe($$"""{"id":"{{id}}","name":"v","validateRequestBody":true,"validateRequestParameters":false}""");
        await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{root}/methods/GET", $$"""{"authorizationType":"NONE","requestValidatorId":"{{id}}"}""");

        (await _plane.CallAsync("DELETE", $"/restapis/{api}/requestvalidators/{id}")).Status.ShouldBe(409);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/resources/{root}/methods/GET")).Status.ShouldBe(204);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/requestvalidators/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/restapis/{api}/requestvalidators/{id}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Request Validator identifier specified");
    }

    [Fact]
    public async Task An_authorizer_is_checked_filled_and_kept_while_it_is_used()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var test = await _plane.CreateResourceAsync(api, root, "test");
        var path = $"/restapis/{api}/authorizers";
        var body = $$"""{"name":"a","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.Authorization"}""";
        (await _plane.CallAsync("POST", "/restapis/nosuchapi0/authorizers", body)).ShouldRefuse(
            409, "ConflictException", "Unable to complete operation due to concurrent modification. Please try again later.");
        (await _plane.CallAsync("POST", path, """{"name":"a","type":"TOKEN","authorizerUri":"x","identitySource":"method.request.header.A"}"""))
            .ShouldRefuse(
                400, "BadRequestException",
                "Invalid Authorizer URI: x. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.");

        var created = await _plane.CallAsync("POST", path, body);

        var id = created.String("id");
        (created.String("authType"), created.Json["authorizerResultTtlInSeconds"]!.GetValue<int>()).ShouldBe(("custom", 300));
        (await _plane.CallAsync("POST", path, body)).ShouldRefuse(
            400, "BadRequestException", "Authorizer name must be unique. Authorizer a already exists in this RestApi.");
        await _plane.CallAsync(
            "PUT", $"/restapis/{api}/resources/{test}/methods/GET", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{id}}"}""");
        (await _plane.CallAsync("DELETE", $"{path}/{id}")).ShouldRefuse(
            409, "ConflictException", "Cannot delete authorizer 'a', is referenced in method: GET//test");
    }

    [Fact]
    public async Task A_Cognito_authorizer_changes_its_providers_by_value()
    {
        var (api, _) = await _plane.CreateApiAsync();
        const string first = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/one";
        const string second = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/two";
        var created = await _plane.CallAsync(
            "POST", $"/restapis/{api}/authorizers",
            $$"""{"name":"c","type":"COGNITO_USER_POOLS","providerARNs":["{{first}}"],"identitySource":"method.request.header.A"}""");

        var answer = await _plane.PatchAsync(
            $"/restapis/{api}/authorizers/{created.String("id")}", ("add", "/providerARNs", second), ("remove", "/providerARNs", first));

        created.String("authType").ShouldBe("cognito_user_pools");
        answer.Json["providerARNs"]!.ToJsonString().ShouldBe($"[\"{second}\"]");
    }

    [Fact]
    public async Task Gateway_responses_are_21_inherit_and_revert()
    {
        var (api, _) = await _plane.CreateApiAsync();
        var path = $"/restapis/{api}/gatewayresponses";
        var all = (await _plane.CallAsync("GET", path + "?limit=1")).Json["item"]!.AsArray();
        all.Count.ShouldBe(21);
        all.Select(one => one!["responseType"]!.GetValue<string>()).Take(2).ShouldBe(["REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND"]);
        JsonNode.DeepEquals((await _plane.CallAsync("GET", path + "/ACCESS_DENIED")).Json, JsonNode.Parse(
            """
            {"responseType":"ACCESS_DENIED","statusCode":"403","responseParameters":{},
             "responseTemplates":{"application/json":"{\"message\":$context.error.messageString}"},"defaultResponse":true}
            """)).ShouldBeTrue();
        (await _plane.CallAsync("GET", path + "/DEFAULT_4XX")).Json["statusCode"].ShouldBeNull();

        var put = await _plane.CallAsync(
            "PUT", path + "/DEFAULT_4XX", """{"statusCode":"499","responseParameters":{"gatewayresponse.header.a":"'1'"}}""");

        (put.Status, put.Json["defaultResponse"]!.GetValue<bool>()).ShouldBe((201, false));
        var inherited = (await _plane.CallAsync("GET", path + "/ACCESS_DENIED")).Json;
        (inherited["statusCode"]!.GetValue<string>(), inherited["defaultResponse"]!.GetValue<bool>()).ShouldBe(("499", true));
        (await _plane.PatchAsync(path + "/DEFAULT_4XX", ("replace", "/responseParameters/gatewayresponse.header.b", "'1'")))
            .ShouldRefuse(404, "NotFoundException", "Invalid parameter name specified");
        (await _plane.PatchAsync(path + "/DEFAULT_4XX", ("add", "/statusCode", "400")))
            .ShouldRefuse(400, "BadRequestException", "Invalid patch path /statusCode");
        (await _plane.PatchAsync(path + "/DEFAULT_4XX", ("add", "/responseParameters/gatewayresponse.header.b", "")))
            .ShouldRefuse(400, "BadRequestException", "Invalid null or empty value in responseParameters");
        (await _plane.PatchAsync(path + "/THROTTLED", ("replace", "/statusCode", "430"))).Json["defaultResponse"]!
            .GetValue<bool>().ShouldBeFalse();
        (await _plane.CallAsync("DELETE", path + "/DEFAULT_4XX")).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", path + "/DEFAULT_4XX"))
            .ShouldRefuse(404, "NotFoundException", "Gateway response type not defined on api");
        (await _plane.CallAsync("GET", path + "/NONSENSE")).ErrorType.ShouldBe("ValidationException");
    }

    [Fact]
    public async Task An_import_creates_no_default_models_and_a_put_merges_or_overwrites()
    {
        const string definition = """
            {"openapi":"3.0.1","info":{"title":"imported","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"ok"}},
             "x-amazon-apigateway-integration":{"type":"mock"}}}}}
            """;
        var imported = await _plane.CallAsync("POST", "/restapis?mode=import&failonwarnings=false", definition);
        imported.Status.ShouldBe(201, imported.Text);
        var id = imported.String("id");
        imported.Json["endpointConfiguration"]!.ToJsonString().ShouldBe("""{"types":["EDGE"],"ipAddressType":"ipv4"}""");
        (await _plane.CallAsync("GET", $"/restapis/{id}/models")).Text.ShouldBe("""{"item":[]}""");
        await _plane.DeployAsync(id, "\"stageName\":\"dev\"");

        var merged = await _plane.CallAsync("PUT", $"/restapis/{id}?mode=merge", definition.Replace("/a", "/b").Replace("imported", "second"));

        (merged.Status, merged.String("name")).ShouldBe((200, "second"));
        merged.Json["tags"]!.ToJsonString().ShouldBe("{}");
        (await PathsAsync(id)).ShouldBe(["/", "/a", "/b"]);
        var kept = await ResourceIdAsync(id, "/b");
        await _plane.CallAsync("PUT", $"/restapis/{id}?mode=overwrite", definition.Replace("/a", "/b"));
        (await PathsAsync(id)).ShouldBe(["/", "/b"]);
        (await ResourceIdAsync(id, "/b")).ShouldBe(kept);
        (await _plane.CallAsync("GET", $"/restapis/{id}/stages/dev")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("not: [an api")]
    [InlineData("")]
    [InlineData("{}")]
    public async Task An_import_of_nonsense_stores_nothing(string body)
    {
        var answer = await _plane.CallAsync("POST", "/restapis?mode=import", body);

        answer.Status.ShouldBe(400);
        _plane.Store.Count.ShouldBe(0);
    }

    private async Task<List<string>> PathsAsync(string api) =>
        [.. (await ResourcesAsync(api)).Select(one => one!["path"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private async Task<string> ResourceIdAsync(string api, string path) =>
        (await ResourcesAsync(api)).Single(one => one!["path"]!.GetValue<string>() == path)!["id"]!.GetValue<string>();

    private async Task<JsonArray> ResourcesAsync(string api) =>
        (await _plane.CallAsync("GET", $"/restapis/{api}/resources")).Json["item"]!.AsArray();
}
