using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Stages of HTTP APIs (http-api §3.7).</summary>
public sealed class StageTests
{
    private const string Group = "arn:aws:logs:us-east-1:000000000000:log-group:/http/pets";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_fresh_stage_shows_its_empty_maps_and_no_deployment()
    {
        var api = await _plane.CreateHttpApiAsync();

        var created = await _plane.CreateStageAsync(api, "dev");

        created.Status.ShouldBe(201);
        created.Text.ShouldBe(
            """{"createdDate":"2017-11-22T19:37:13Z","defaultRouteSettings":{"detailedMetricsEnabled":false},"lastUpdatedDate":"2017-11-22T19:37:13Z","routeSettings":{},"stageName":"dev","stageVariables":{},"tags":{}}""");
        (await _plane.StageAsync(api, "dev")).Text.ShouldBe(created.Text);
        (await _plane.CreateStageAsync(api, "dev")).ShouldRefuse(409, "ConflictException", "Stage already exists");
        (await _plane.StageAsync(api, "none")).ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
        (await _plane.CreateStageAsync(api, "$default")).Status.ShouldBe(201);
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/stages")).Json["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("$other")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ü")]
    public async Task A_name_has_letters_digits_hyphens_and_underscores(string name)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CreateStageAsync(api, name))
            .ShouldRefuse(400, "BadRequestException", "Stage name only allows a-zA-Z0-9_");
        (await _plane.CreateStageAsync(api, "Ok-1_x")).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData(""","defaultRouteSettings":{"loggingLevel":"INFO"}""", "Execution logs are not supported on protocolType HTTP")]
    [InlineData(""","defaultRouteSettings":{"dataTraceEnabled":true}""", "Execution logs are not supported on protocolType HTTP")]
    [InlineData(""","routeSettings":{"GET /a":{"loggingLevel":"ERROR"}}""", "Execution logs are not supported on protocolType HTTP")]
    [InlineData(""","defaultRouteSettings":{"throttlingBurstLimit":-1}""", "Throttling limits must be numbers that are not negative")]
    [InlineData(""","clientCertificateId":"abcdef" """, "Client certificates are not supported on protocolType HTTP")]
    [InlineData(""","stageVariables":{"a":"{x}"}""", "Stage variable value for a may only contain A-Za-z0-9-._~:/?#&=, and at most 512 characters")]
    [InlineData(""","stageVariables":{"a b":"x"}""", "Invalid stage variable name: a b")]
    [InlineData(""","accessLogSettings":{"destinationArn":"arn:aws:s3:::x","format":"$context.requestId"}""", "Invalid ARN specified in the request: arn:aws:s3:::x. It must name a CloudWatch Logs log group")]
    [InlineData(""","accessLogSettings":{"destinationArn":"arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x","format":"$context.requestId"}""", "Invalid ARN specified in the request: arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x. It must name a CloudWatch Logs log group")]
    [InlineData(""","accessLogSettings":{"destinationArn":"GROUP","format":"$context.status"}""", "Access Log format must include either $context.requestId or $context.extendedRequestId")]
    [InlineData(""","accessLogSettings":{"destinationArn":"GROUP","format":"$context.requestId\nx"}""", "Access Log format must be single line, new line character is allowed only at end of the format: $context.requestId\nx")]
    public async Task A_stage_that_cannot_be_is_refused(string members, string message)
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");

        (await _plane.CreateStageAsync(api, "dev", members.Replace("GROUP", Group, StringComparison.Ordinal)))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Fact]
    public async Task Settings_merge_by_key_and_are_deleted_by_their_own_operations()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /pets/{id}");
        await _plane.CreateStageAsync(
            api, "dev",
            $$$""","stageVariables":{"a":"1","b":"2"},"accessLogSettings":{"destinationArn":"{{{Group}}}:*","format":"$context.requestId"},"defaultRouteSettings":{"throttlingRateLimit":2000,"loggingLevel":"OFF","dataTraceEnabled":false}""");
        var path = $"/v2/apis/{api}/stages/dev";

        var patched = await _plane.CallAsync(
            "PATCH", path,
            """{"stageVariables":{"a":"","c":"3"},"routeSettings":{"GET /pets/{id}":{"throttlingBurstLimit":0}},"defaultRouteSettings":{"detailedMetricsEnabled":true},"accessLogSettings":{"format":"$context.extendedRequestId"}}""");

        patched.Status.ShouldBe(200, patched.Text);
        patched.Json["stageVariables"]!.ToJsonString().ShouldBe("""{"b":"2","c":"3"}""");
        patched.Json["accessLogSettings"]!.ToJsonString()
            .ShouldBe($$"""{"destinationArn":"{{Group}}","format":"$context.extendedRequestId"}""");
        patched.Json["defaultRouteSettings"]!.ToJsonString()
            .ShouldBe("""{"detailedMetricsEnabled":true,"throttlingRateLimit":2000.0}""");
        patched.Json["routeSettings"]!.ToJsonString().ShouldBe("""{"GET /pets/{id}":{"throttlingBurstLimit":0}}""");
        (await _plane.CallAsync("PATCH", path, """{"routeSettings":{"GET /none":{"throttlingBurstLimit":1}}}""")).ShouldRefuse(
            404, "NotFoundException", "Unable to find Route by key GET /none within the provided RouteSettings");
        (await _plane.CallAsync("DELETE", path + "/routesettings/GET%20%2Fpets%2F%7Bid%7D")).ShouldBeEmpty(204);
        (await _plane.CallAsync("DELETE", path + "/routesettings/GET%20%2Fpets%2F%7Bid%7D")).Status.ShouldBe(404);
        (await _plane.CallAsync("DELETE", path + "/accesslogsettings")).ShouldBeEmpty(204);
        var left = await _plane.StageAsync(api, "dev");
        left.Json["accessLogSettings"].ShouldBeNull();
        left.Json["routeSettings"]!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public async Task A_reset_of_the_authorizers_cache_counts_up()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(api, "$default");
        var scope = new DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region);

        for (var i = 1; i <= 2; i++)
        {
            (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/%24default/cache/authorizers")).ShouldBeEmpty(204);
            (await _plane.Store.FindAsync<StageCacheEditionV2Document>(scope, $"{api}/$default", default))!.Value
                .AuthorizerResets.ShouldBe(i);
        }

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/none/cache/authorizers")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_API_has_a_limit_of_stages()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas());
        var api = await plane.CreateHttpApiAsync();
        for (var i = 0; i < 10; i++)
        {
            (await plane.CreateStageAsync(api, $"s{i}")).Status.ShouldBe(201);
        }

        (await plane.CreateStageAsync(api, "s10")).ErrorType.ShouldBe("TooManyRequestsException");
    }
}
