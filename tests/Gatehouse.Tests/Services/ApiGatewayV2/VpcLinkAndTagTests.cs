using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>VPC links of version 2, tags, and what HTTP APIs refuse as a whole (http-api §3.10, §3.12, §2).</summary>
public sealed class VpcLinkAndTagTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_link_is_pending_when_it_is_made_and_ready_at_the_next_look()
    {
        var created = await _plane.CallAsync("POST", "/v2/vpclinks", """{"name":"l","subnetIds":["subnet-1","subnet-2"]}""");

        created.Status.ShouldBe(201, created.Text);
        created.String("vpcLinkStatus").ShouldBe("PENDING");
        created.String("vpcLinkStatusMessage").ShouldBe("VPC link is provisioning ENIs");
        var id = created.String("vpcLinkId");
        var read = await _plane.CallAsync("GET", $"/v2/vpclinks/{id}");
        read.Text.ShouldBe(
            $$"""{"createdDate":"2017-11-22T19:37:13Z","name":"l","securityGroupIds":[],"subnetIds":["subnet-1","subnet-2"],"tags":{},"vpcLinkId":"{{id}}","vpcLinkStatus":"AVAILABLE","vpcLinkStatusMessage":"VPC link is ready to route traffic","vpcLinkVersion":"V2"}""");
        (await _plane.CallAsync("PATCH", $"/v2/vpclinks/{id}", """{"name":"m","subnetIds":["x"]}""")).Json["subnetIds"]!
            .AsArray().Count.ShouldBe(2);
        (await _plane.CallAsync("GET", "/v2/vpclinks")).Json["items"]![0]!["name"]!.GetValue<string>().ShouldBe("m");
        (await _plane.CallAsync("GET", "/vpclinks")).Text.ShouldBe("""{"item":[]}""");
        (await _plane.CallAsync("DELETE", $"/v2/vpclinks/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/v2/vpclinks/{id}"))
            .ShouldRefuse(404, "NotFoundException", $"Invalid VpcLink identifier specified {id}");
        (await _plane.CallAsync("POST", "/v2/vpclinks", """{"name":"l","subnetIds":[]}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_account_has_a_limit_of_links()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { VpcLinks = 1 });
        const string body = """{"name":"l","subnetIds":["subnet-1"]}""";
        await plane.CallAsync("POST", "/v2/vpclinks", body);

        (await plane.CallAsync("POST", "/v2/vpclinks", body)).ErrorType.ShouldBe("TooManyRequestsException");
    }

    [Fact]
    public async Task Everything_that_can_be_tagged_is_tagged_merged_and_untagged()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(api, "$default");
        var link = (await _plane.CallAsync("POST", "/v2/vpclinks", """{"name":"l","subnetIds":["s"]}""")).String("vpcLinkId");
        await _plane.CallAsync(
            "POST", "/v2/domainnames",
            """{"domainName":"api.example.com","domainNameConfigurations":[{"certificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/0e1a"}]}""");
        foreach (var resource in new[] { $"/apis/{api}", $"/apis/{api}/stages/$default", $"/vpclinks/{link}", "/domainnames/api.example.com" })
        {
            var arn = "arn:aws:apigateway:us-east-1::" + resource;
            var path = "/v2/tags/" + Uri.EscapeDataString(arn);

            (await _plane.CallAsync("POST", path, """{"tags":{"a":"1","b":"2"}}""")).Status.ShouldBe(201);
            (await _plane.CallAsync("POST", path, """{"tags":{"b":"3"}}""")).Status.ShouldBe(201);
            (await _plane.CallAsync("DELETE", path + "?tagKeys=a&tagKeys=none")).ShouldBeEmpty(204);
            (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"b":"3"}}""");
            (await _plane.CallAsync("GET", "/v2/tags/" + arn.Replace("$", "%24", StringComparison.Ordinal))).Text
                .ShouldBe("""{"tags":{"b":"3"}}""");
        }

        (await _plane.CallAsync("GET", $"/v2/apis/{api}")).Json["tags"]!.ToJsonString().ShouldBe("""{"b":"3"}""");
    }

    [Fact]
    public async Task Too_many_tags_and_AWSs_own_are_refused_and_so_is_what_has_none()
    {
        var api = await _plane.CreateHttpApiAsync();
        var path = "/v2/tags/" + Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/apis/{api}");
        var many = string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"k{i}\":\"v\""));

        (await _plane.CallAsync("POST", path, $$$"""{"tags":{{{{many}}}}}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("POST", path, """{"tags":{"aws:x":"y"}}""")).Status.ShouldBe(400);
        foreach (var arn in new[] { "nonsense", "arn:aws:apigateway:us-east-1::/apis", "arn:aws:apigateway:eu-west-1::/apis/x", "arn:aws:s3:::x" })
        {
            (await _plane.CallAsync("GET", "/v2/tags/" + Uri.EscapeDataString(arn))).Status.ShouldBe(400, arn);
        }

        (await _plane.CallAsync("GET", "/v2/tags/" + Uri.EscapeDataString("arn:aws:apigateway:us-east-1::/apis/nosuchapi0")))
            .Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("POST", "/models", """{"name":"m","schema":"{}"}""", "Models")]
    [InlineData("GET", "/models", null, "Models")]
    [InlineData("GET", "/models/abcdef", null, "Models")]
    [InlineData("PATCH", "/models/abcdef", "{}", "Models")]
    [InlineData("DELETE", "/models/abcdef", null, "Models")]
    [InlineData("GET", "/models/abcdef/template", null, "Models")]
    [InlineData("POST", "/routes/abcdefg/routeresponses", """{"routeResponseKey":"$default"}""", "Route responses")]
    [InlineData("GET", "/routes/abcdefg/routeresponses", null, "Route responses")]
    [InlineData("GET", "/routes/abcdefg/routeresponses/abcdef", null, "Route responses")]
    [InlineData("PATCH", "/routes/abcdefg/routeresponses/abcdef", "{}", "Route responses")]
    [InlineData("DELETE", "/routes/abcdefg/routeresponses/abcdef", null, "Route responses")]
    [InlineData("POST", "/integrations/abcdefg/integrationresponses", """{"integrationResponseKey":"$default"}""", "Integration responses")]
    [InlineData("GET", "/integrations/abcdefg/integrationresponses", null, "Integration responses")]
    [InlineData("GET", "/integrations/abcdefg/integrationresponses/abcdef", null, "Integration responses")]
    [InlineData("PATCH", "/integrations/abcdefg/integrationresponses/abcdef", "{}", "Integration responses")]
    [InlineData("DELETE", "/integrations/abcdefg/integrationresponses/abcdef", null, "Integration responses")]
    public async Task Parts_of_WebSocket_APIs_are_refused_on_an_HTTP_API_and_missing_without_one(
        string method, string path, string? body, string what)
    {
        var api = await _plane.CreateHttpApiAsync();

        (await _plane.CallAsync(method, $"/v2/apis/{api}{path}", body))
            .ShouldRefuse(400, "BadRequestException", $"{what} are not supported on protocolType HTTP");
        (await _plane.CallAsync(method, $"/v2/apis/nosuchapi0{path}", body)).Status.ShouldBe(404);
    }
}
