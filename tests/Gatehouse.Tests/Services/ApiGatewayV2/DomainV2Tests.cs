using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Custom domains and API mappings as version 2 of the API has them (http-api §3.8, §3.9).</summary>
public sealed class DomainV2Tests
{
    private const string Certificate = "arn:aws:acm:us-east-1:000000000000:certificate/0e1a";

    private const string Configurations = $$""" "domainNameConfigurations":[{"certificateArn":"{{Certificate}}"}]""";

    private const string Mappings = "/v2/domainnames/api.example.com/apimappings";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_domain_is_regional_and_available_with_the_target_for_the_DNS()
    {
        var created = await CreateAsync();

        created.Status.ShouldBe(201, created.Text);
        created.String("apiMappingSelectionExpression").ShouldBe("$request.basepath");
        created.String("domainNameArn").ShouldBe("arn:aws:apigateway:us-east-1::/domainnames/api.example.com");
        created.String("routingMode").ShouldBe("API_MAPPING_ONLY");
        created.Json["tags"]!.ToJsonString().ShouldBe("{}");
        var configuration = created.Json["domainNameConfigurations"]![0]!;
        configuration["apiGatewayDomainName"]!.GetValue<string>()
            .ShouldMatch("^d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com$");
        configuration["hostedZoneId"]!.GetValue<string>().ShouldBe("Z1UJRXOUMOOFQ8");
        configuration["domainNameStatus"]!.GetValue<string>().ShouldBe("AVAILABLE");
        configuration["endpointType"]!.GetValue<string>().ShouldBe("REGIONAL");
        configuration["securityPolicy"]!.GetValue<string>().ShouldBe("TLS_1_2");
        (await CreateAsync()).ShouldRefuse(409, "ConflictException", "The domain name you provided already exists.");
    }

    [Fact]
    public async Task Both_versions_see_the_same_domains_and_translate_the_routing_mode()
    {
        await CreateAsync();
        (await _plane.CallAsync("GET", "/domainnames/api.example.com")).String("routingMode").ShouldBe("BASE_PATH_MAPPING_ONLY");
        await _plane.PatchAsync("/domainnames/api.example.com", ("replace", "/routingMode", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"));
        (await _plane.CallAsync("GET", "/v2/domainnames/API.example.com")).String("routingMode").ShouldBe("ROUTING_RULE_THEN_API_MAPPING");
        (await _plane.CallAsync("PATCH", "/v2/domainnames/api.example.com", """{"routingMode":"ROUTING_RULE_ONLY"}"""))
            .String("routingMode").ShouldBe("ROUTING_RULE_ONLY");
        (await _plane.CallAsync(
            "POST", "/domainnames",
            $$$"""{"domainName":"old.example.com","regionalCertificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["REGIONAL"]}}"""))
            .Status.ShouldBe(201);
        (await _plane.CallAsync("GET", "/v2/domainnames")).Json["items"]!.AsArray().Count.ShouldBe(2);
        (await _plane.CallAsync("DELETE", "/v2/domainnames/old.example.com")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", "/v2/domainnames/old.example.com")).ShouldRefuse(
            404, "NotFoundException", "The domain name resource specified in the request was not found.");
    }

    [Fact]
    public async Task Mutual_TLS_is_set_and_ended_by_an_empty_address()
    {
        await CreateAsync(",\"mutualTlsAuthentication\":{\"truststoreUri\":\"s3://bucket/key\",\"truststoreVersion\":\"1\"}");
        const string path = "/v2/domainnames/api.example.com";

        (await _plane.CallAsync("GET", path)).Json["mutualTlsAuthentication"]!.ToJsonString()
            .ShouldBe("""{"truststoreUri":"s3://bucket/key","truststoreVersion":"1"}""");
        (await _plane.CallAsync("PATCH", path, """{"mutualTlsAuthentication":{"truststoreUri":"file:///x"}}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("PATCH", path, """{"mutualTlsAuthentication":{"truststoreUri":""}}"""))
            .Json["mutualTlsAuthentication"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"domainName":"a.example.com"}""")]
    [InlineData("""{"domainName":"a b.example.com",CONF}""")]
    [InlineData("""{"domainName":"x.*.example.com",CONF}""")]
    [InlineData("""{"domainName":"a.example.com","domainNameConfigurations":[{"certificateArn":"nonsense"}]}""")]
    [InlineData("""{"domainName":"a.example.com","domainNameConfigurations":[{"certificateArn":"CERT"},{"certificateArn":"CERT"}]}""")]
    [InlineData("""{"domainName":"a.example.com","domainNameConfigurations":[{"certificateArn":"CERT","securityPolicy":"SSL_3"}]}""")]
    [InlineData("""{"domainName":"a.example.com","domainNameConfigurations":[{"certificateArn":"CERT","endpointType":"PRIVATE"}]}""")]
    public async Task A_domain_that_cannot_be_is_refused(string body)
    {
        var refused = await _plane.CallAsync(
            "POST", "/v2/domainnames",
            body.Replace("CONF", Configurations, StringComparison.Ordinal).Replace("CERT", Certificate, StringComparison.Ordinal));

        (refused.Status, refused.ErrorType).ShouldBe((400, "BadRequestException"));
    }

    [Fact]
    public async Task A_mapping_leads_paths_of_several_segments_to_a_stage_and_keeps_its_id()
    {
        await CreateAsync();
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(api, "dev");

        var created = await MapAsync(api, "dev", "orders/v1");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("apiMappingId");
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Text.ShouldBe($$"""{"apiId":"{{api}}","apiMappingId":"{{id}}","apiMappingKey":"orders/v1","stage":"dev"}""");
        (await MapAsync(api, "dev", "orders/v1"))
            .ShouldRefuse(409, "ConflictException", "ApiMapping key already exists for this domain name");
        (await MapAsync(api, "dev", "")).String("apiMappingKey").ShouldBe("");
        (await _plane.CallAsync("GET", Mappings)).Json["items"]!.AsArray().Count.ShouldBe(2);
        (await _plane.CallAsync("PATCH", $"{Mappings}/{id}", """{"apiMappingKey":"o"}"""))
            .ShouldRefuse(400, "BadRequestException", "Invalid request input. UpdateApiMapping input is missing api id.");
        var renamed = await _plane.CallAsync("PATCH", $"{Mappings}/{id}", $$"""{"apiId":"{{api}}","apiMappingKey":"o"}""");
        (renamed.String("apiMappingId"), renamed.String("apiMappingKey"), renamed.String("stage")).ShouldBe((id, "o", "dev"));
        (await _plane.CallAsync("GET", "/domainnames/api.example.com/basepathmappings/o")).String("restApiId").ShouldBe(api);
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/dev")).ShouldRefuse(
            400, "BadRequestException",
            "Deleting stage dev failed. Please remove all base path mappings related to the stage in your domains: api.example.com");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}")).Status.ShouldBe(400);
        (await _plane.CallAsync("DELETE", $"{Mappings}/{id}")).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", $"{Mappings}/{id}")).ShouldRefuse(
            404, "NotFoundException", "The api mapping resource specified in the request was not found.");
    }

    [Fact]
    public async Task A_mapping_of_version_1_has_an_id_in_version_2_and_may_lead_to_a_REST_API()
    {
        await CreateAsync();
        var (rest, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(rest, "\"stageName\":\"dev\"");
        await _plane.CallAsync(
            "POST", "/domainnames/api.example.com/basepathmappings", $$"""{"basePath":"a","restApiId":"{{rest}}","stage":"dev"}""");

        var seen = (await _plane.CallAsync("GET", Mappings)).Json["items"]![0]!;

        seen["apiMappingKey"]!.GetValue<string>().ShouldBe("a");
        (await _plane.CallAsync("GET", $"{Mappings}/{seen["apiMappingId"]}")).Status.ShouldBe(200);
        (await MapAsync(rest, "dev", "b/c")).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("/a", 400)]
    [InlineData("a/", 400)]
    [InlineData("a//b", 400)]
    [InlineData("a b", 400)]
    [InlineData("ä", 400)]
    [InlineData("a$-_.+!*'()", 201)]
    public async Task A_key_has_segments_of_known_characters(string key, int status)
    {
        await CreateAsync();
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateStageAsync(api, "dev");

        (await MapAsync(api, "dev", key)).Status.ShouldBe(status);
        (await MapAsync(api, "dev", new string('k', 301))).Status.ShouldBe(400);
        (await MapAsync(api, "dev", new string('k', 300))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_mapping_to_nowhere_is_refused_and_keys_of_several_segments_are_counted()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas { MultiLevelMappingsPerDomain = 1 });
        await plane.CallAsync("POST", "/v2/domainnames", $$"""{"domainName":"api.example.com",{{Configurations}}}""");
        var api = await plane.CreateHttpApiAsync();
        await plane.CreateStageAsync(api, "dev");

        Task<Answer> Map(string id, string stage, string key) => plane.CallAsync(
            "POST", Mappings, $$"""{"apiId":"{{id}}","stage":"{{stage}}","apiMappingKey":"{{key}}"}""");

        (await Map("nosuchapi0", "dev", "x"))
            .ShouldRefuse(404, "NotFoundException", "Invalid API identifier specified 000000000000:nosuchapi0");
        (await Map(api, "none", "x")).ShouldRefuse(400, "BadRequestException", "Invalid stage identifier specified");
        (await Map(api, "dev", "a/b")).Status.ShouldBe(201);
        (await Map(api, "dev", "c")).Status.ShouldBe(201);
        (await Map(api, "dev", "a/c")).ErrorType.ShouldBe("TooManyRequestsException");
    }

    private Task<Answer> CreateAsync(string members = "") => _plane.CallAsync(
        "POST", "/v2/domainnames", $$"""{"domainName":"api.example.com",{{Configurations}}{{members}}}""");

    private Task<Answer> MapAsync(string api, string stage, string key) => _plane.CallAsync(
        "POST", Mappings, $$"""{"apiId":"{{api}}","stage":"{{stage}}","apiMappingKey":"{{key}}"}""");
}
