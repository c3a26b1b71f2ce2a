using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>rest-control-plane §1.9, §2.17, §2.24, §3.3.</summary>
public sealed class DeploymentAndStageTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_deployment_needs_a_method_and_every_method_an_integration()
    {
        var (api, root) = await _plane.CreateApiAsync();

        (await Deploy(api)).ShouldRefuse(400, "BadRequestException", "The REST API doesn't contain any methods");
        await _plane.CallAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"NONE"}""");
        (await Deploy(api)).ShouldRefuse(400, "BadRequestException", "No integration defined for method");
        await _plane.CallAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", """{"type":"MOCK"}""");
        await _plane.PatchAsync($"/restapis/{api}", ("replace", "/endpointConfiguration/types/EDGE", "PRIVATE"));
        (await Deploy(api)).ShouldRefuse(
            400, "BadRequestException", "Private REST API doesn't have a resource policy attached to it");
        (await Deploy("nosuchapi0")).ShouldRefuse(
            404, "NotFoundException", "Invalid API identifier specified 000000000000:nosuchapi0");
    }

    [Fact]
    public async Task A_deployment_answers_itself_only_and_creates_the_stage()
    {
        var (api, _) = await _plane.CreateMockApiAsync();

        var deployed = await Deploy(api, """
            "stageName":"dev","description":"d","stageDescription":"s","variables":{"color":"red"},"tracingEnabled":true
            """);

        var id = deployed.String("id");
        deployed.Text.ShouldBe($$"""{"id":"{{id}}","description":"d","createdDate":1511379433}""");
        var stage = await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev");
        JsonNode.DeepEquals(stage.Json, JsonNode.Parse($$"""
            {"deploymentId":"{{id}}","stageName":"dev","description":"s","cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE",
             "methodSettings":{},"variables":{"color":"red"},"tracingEnabled":true,"createdDate":1511379433,"lastUpdatedDate":1511379433}
            """)).ShouldBeTrue(stage.Text);
    }

    [Fact]
    public async Task A_snapshot_keeps_what_was_deployed_and_a_second_deployment_repoints_the_stage()
    {
        var (api, root) = await _plane.CreateMockApiAsync();
        var first = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        _plane.Clock.Now += TimeSpan.FromMinutes(1);
        await _plane.PatchAsync($"/restapis/{api}/resources/{root}/methods/GET", ("replace", "/apiKeyRequired", "true"));
        var second = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var stage = (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).Json;
        stage["deploymentId"]!.GetValue<string>().ShouldBe(second);
        (stage["createdDate"]!.GetValue<long>(), stage["lastUpdatedDate"]!.GetValue<long>()).ShouldBe((1511379433, 1511379493));
        foreach (var (id, required) in new[] { (first, "false"), (second, "true") })
        {
            (await _plane.CallAsync("GET", $"/restapis/{api}/deployments/{id}?embed=apisummary")).Json["apiSummary"]!
                .ToJsonString().ShouldBe("""{"/":{"GET":{"authorizationType":"NONE","apiKeyRequired":REQUIRED}}}""".Replace("REQUIRED", required));
        }

        var list = (await _plane.CallAsync("GET", $"/restapis/{api}/deployments?limit=1")).Json;
        list["item"]![0]!["id"]!.GetValue<string>().ShouldBe(second); // newest first
        list["position"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_deployment_in_use_stays_and_a_free_one_goes_with_its_snapshot()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        var first = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var second = await _plane.DeployAsync(api, "\"stageName\":\"dev\",\"canarySettings\":{\"percentTraffic\":10}");

        foreach (var used in new[] { first, second })
        {
            (await _plane.CallAsync("DELETE", $"/restapis/{api}/deployments/{used}")).ShouldRefuse(
                400, "BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
        }

        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev")).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/deployments/{first}")).Status.ShouldBe(202);
        (await _plane.Store.FindAsync<DeploymentSnapshotDocument>(
            new DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region), $"{api}/{first}", CancellationToken.None))
            .ShouldBeNull();
        (await _plane.CallAsync("GET", $"/restapis/{api}/deployments/{first}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Deployment identifier specified");
    }

    [Fact]
    public async Task A_canary_needs_a_stage_moves_its_own_pointer_and_ends_with_the_next_plain_deployment()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        (await Deploy(api, "\"canarySettings\":{}")).ShouldRefuse(
            400, "BadRequestException",
            "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null");
        (await Deploy(api, "\"stageName\":\"x\",\"canarySettings\":{}")).ShouldRefuse(
            400, "BadRequestException",
            "Invalid deployment content specified.Stage x must already be created before making a canary release deployment");
        var first = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var canary = await _plane.DeployAsync(
            api, "\"stageName\":\"dev\",\"canarySettings\":{\"percentTraffic\":10.5,\"stageVariableOverrides\":{\"a\":\"b\"}}");

        var stage = (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).Json;
        stage["deploymentId"]!.GetValue<string>().ShouldBe(first);
        stage["canarySettings"]!.ToJsonString().ShouldBe(
            $$$"""{"percentTraffic":10.5,"deploymentId":"{{{canary}}}","stageVariableOverrides":{"a":"b"},"useStageCache":false}""");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).Json["canarySettings"].ShouldBeNull();
    }

    [Fact]
    public async Task A_promotion_copies_the_canary_and_keeps_it_until_it_is_removed()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\",\"variables\":{\"color\":\"red\",\"size\":\"1\"}");
        var path = $"/restapis/{api}/stages/dev";
        const string promotion = """
            {"patchOperations":[
              {"op":"replace","path":"/canarySettings/percentTraffic","value":"0.0"},
              {"op":"copy","from":"/canarySettings/stageVariableOverrides","path":"/variables"},
              {"op":"copy","from":"/canarySettings/deploymentId","path":"/deploymentId"}]}
            """;
        (await _plane.CallAsync("PATCH", path, """{"patchOperations":[{"op":"copy","from":"/canarySettings/deploymentId","path":"/deploymentId"}]}"""))
            .ShouldRefuse(400, "BadRequestException", "Promotion not available. Canary does not exist.");
        var canary = await _plane.DeployAsync(
            api, "\"stageName\":\"dev\",\"canarySettings\":{\"percentTraffic\":50,\"stageVariableOverrides\":{\"color\":\"blue\"}}");

        var stage = await _plane.CallAsync("PATCH", path, promotion);

        stage.String("deploymentId").ShouldBe(canary);
        stage.Json["variables"]!.ToJsonString().ShouldBe("""{"color":"blue","size":"1"}""");
        stage.Json["canarySettings"]!["percentTraffic"]!.ToJsonString().ShouldBe("0.0");
        (await _plane.PatchAsync(path, ("remove", "/canarySettings", null))).Json["canarySettings"].ShouldBeNull();
    }

    [Theory]
    [InlineData("/*/*", "*/*")]
    [InlineData("/~1pets/GET", "~1pets/GET")]
    [InlineData("/~1/GET", "~1/GET")]
    [InlineData("/pets/GET", "pets/GET")]
    [InlineData("/~1pets~1{id}/ANY", "~1pets~1{id}/ANY")]
    public async Task A_method_setting_is_filled_with_defaults_and_keeps_the_spelling_of_its_path(string path, string key)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var stage = $"/restapis/{api}/stages/dev";

        var answer = await _plane.PatchAsync(stage, ("replace", path + "/throttling/rateLimit", "100"));

        JsonNode.DeepEquals(answer.Json["methodSettings"], JsonNode.Parse("""
            {"KEY":{"metricsEnabled":false,"dataTraceEnabled":false,"throttlingBurstLimit":5000,"throttlingRateLimit":100.0,
             "cachingEnabled":false,"cacheTtlInSeconds":300,"cacheDataEncrypted":false,"requireAuthorizationForCacheControl":true,
             "unauthorizedCacheControlHeaderStrategy":"SUCCEED_WITH_RESPONSE_HEADER"}}
            """.Replace("KEY", key))).ShouldBeTrue(answer.Text);
        answer.Text.ShouldContain("\"throttlingRateLimit\":100.0");
        (await _plane.PatchAsync(stage, ("remove", path, null))).Json["methodSettings"]!.ToJsonString().ShouldBe("{}");
    }

    [Theory]
    [InlineData("metrics/enabled", "true", "metricsEnabled", "true")]
    [InlineData("logging/dataTrace", "true", "dataTraceEnabled", "true")]
    [InlineData("logging/loglevel", "OFF", "loggingLevel", "\"OFF\"")]
    [InlineData("throttling/burstLimit", "-1", "throttlingBurstLimit", "-1")]
    [InlineData("throttling/rateLimit", "-1", "throttlingRateLimit", "-1.0")]
    [InlineData("caching/enabled", "true", "cachingEnabled", "true")]
    [InlineData("caching/ttlInSeconds", "3600", "cacheTtlInSeconds", "3600")]
    [InlineData("caching/dataEncrypted", "true", "cacheDataEncrypted", "true")]
    [InlineData("caching/requireAuthorizationForCacheControl", "false", "requireAuthorizationForCacheControl", "false")]
    [InlineData("caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403", "unauthorizedCacheControlHeaderStrategy", "\"FAIL_WITH_403\"")]
    public async Task Every_setting_is_patched_by_its_suffix(string suffix, string value, string member, string expected)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var answer = await _plane.PatchAsync($"/restapis/{api}/stages/dev", ("replace", "/*/*/" + suffix, value));

        answer.Json["methodSettings"]!["*/*"]![member]!.ToJsonString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/*/*/nonsense")]
    [InlineData("/metrics/enabled")]
    [InlineData("/pets/FETCH/metrics/enabled")]
    public async Task An_unknown_stage_path_is_told_with_AWSs_irregular_list(string path)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var answer = await _plane.PatchAsync($"/restapis/{api}/stages/dev", ("replace", path, "true"));

        answer.ShouldRefuse(400, "BadRequestException", $"Invalid method setting path: {path}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{{resourcePath}}/{{httpMethod}}/metrics/enabled, /{{resourcePath}}/{{httpMethod}}/logging/dataTrace, /{{resourcePath}}/{{httpMethod}}/logging/loglevel, /{{resourcePath}}/{{httpMethod}}/throttling/burstLimit/{{resourcePath}}/{{httpMethod}}/throttling/rateLimit/{{resourcePath}}/{{httpMethod}}/caching/ttlInSeconds, /{{resourcePath}}/{{httpMethod}}/caching/enabled, /{{resourcePath}}/{{httpMethod}}/caching/dataEncrypted, /{{resourcePath}}/{{httpMethod}}/caching/requireAuthorizationForCacheControl, /{{resourcePath}}/{{httpMethod}}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{{variable_name}}, /tracingEnabled]");
    }

    [Fact]
    public async Task Logging_needs_the_accounts_role_first()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var log = ("replace", "/*/*/logging/loglevel", "INFO");

        (await _plane.PatchAsync($"/restapis/{api}/stages/dev", log)).ShouldRefuse(
            400, "BadRequestException", "CloudWatch Logs role ARN must be set in account settings to enable logging");
        await _plane.PatchAsync("/account", ("replace", "/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/logs"));
        (await _plane.PatchAsync($"/restapis/{api}/stages/dev", log)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Access_logs_are_set_and_removed_as_a_whole()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var path = $"/restapis/{api}/stages/dev";

        (await _plane.PatchAsync(path, ("replace", "/accessLogSettings/format", "")))
            .ShouldRefuse(400, "BadRequestException", "Access Log value must not be empty");
        await _plane.PatchAsync(path, ("replace", "/accessLogSettings/format", "$context.requestId"));
        (await _plane.PatchAsync(path, ("remove", "/accessLogSettings", null))).Json["accessLogSettings"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"stageName":"dev","deploymentId":"{id}"}""", 409, "Stage already exists")]
    [InlineData("""{"stageName":"new","deploymentId":"nosuch"}""", 400, "Deployment id does not exist")]
    [InlineData("""{"stageName":"a b","deploymentId":"{id}"}""", 400, "Stage name only allows a-zA-Z0-9_")]
    [InlineData("""{"stageName":"new","deploymentId":"{id}","variables":{"a-b":"1"}}""", 400, "Invalid stage variable name: a-b")]
    public async Task A_bad_stage_is_refused(string body, int status, string message)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        var id = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        var answer = await _plane.CallAsync("POST", $"/restapis/{api}/stages", body.Replace("{id}", id));

        (answer.Status, answer.Message).ShouldBe((status, message));
    }

    [Fact]
    public async Task A_stage_with_a_cluster_has_the_smallest_size_and_a_list_filters_by_deployment()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        var first = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var second = await _plane.DeployAsync(api);

        var stage = await _plane.CallAsync(
            "POST", $"/restapis/{api}/stages", """{"stageName":"v-1","deploymentId":"?","cacheClusterEnabled":true,"canarySettings":{"percentTraffic":1}}""".Replace("?", second));

        (stage.String("cacheClusterSize"), stage.String("cacheClusterStatus")).ShouldBe(("0.5", "AVAILABLE"));
        stage.Json["canarySettings"]!["deploymentId"]!.GetValue<string>().ShouldBe(second);
        var all = (await _plane.CallAsync("GET", $"/restapis/{api}/stages")).Json;
        all["item"]!.AsArray().Count.ShouldBe(2);
        all["position"].ShouldBeNull();
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages?deploymentId={first}")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/none"))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
    }

    private Task<Answer> Deploy(string api, string members = "") =>
        _plane.CallAsync("POST", $"/restapis/{api}/deployments", "{" + members + "}");
}
