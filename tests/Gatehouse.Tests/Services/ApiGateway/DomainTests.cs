using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>Custom domains, base path mappings and access associations (rest-control-plane §2.21 to §2.23, §8).</summary>
public sealed class DomainTests
{
    private const string Certificate = "arn:aws:acm:us-east-1:000000000000:certificate/0e1a";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_regional_domain_has_AWSs_defaults_and_a_target()
    {
        var created = await CreateAsync("API.example.com");

        created.Status.ShouldBe(201);
        created.String("domainName").ShouldBe("api.example.com");
        created.String("regionalDomainName")!.ShouldMatch("^d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com$");
        created.String("regionalHostedZoneId").ShouldBe("Z1UJRXOUMOOFQ8");
        created.String("domainNameStatus").ShouldBe("AVAILABLE");
        created.String("securityPolicy").ShouldBe("TLS_1_2");
        created.String("routingMode").ShouldBe("BASE_PATH_MAPPING_ONLY");
        (await _plane.CallAsync("GET", "/domainnames/api.example.com")).Text.ShouldBe(created.Text);
        (await _plane.CallAsync("GET", "/domainnames")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("GET", "/domainnames?resourceOwner=OTHER_ACCOUNTS")).Json["item"]!.AsArray().ShouldBeEmpty();
        (await CreateAsync("api.example.com")).ShouldRefuse(
            400, "BadRequestException", "The domain name you provided already exists.");
        (await _plane.CallAsync("DELETE", "/domainnames/api.example.com")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", "/domainnames/api.example.com"))
            .ShouldRefuse(404, "NotFoundException", "Invalid domain name identifier specified");
    }

    [Fact]
    public async Task An_edge_domain_is_the_default_and_needs_a_certificate_of_us_east_1()
    {
        var created = await _plane.CallAsync(
            "POST", "/domainnames", $$"""{"domainName":"edge.example.com","certificateArn":"{{Certificate}}"}""");

        created.String("distributionHostedZoneId").ShouldBe("Z2FDTNDATAQYW2");
        created.Json["endpointConfiguration"]!["types"]!.ToJsonString().ShouldBe("""["EDGE"]""");
        const string elsewhere = "arn:aws:acm:eu-west-1:000000000000:certificate/0e1a";
        (await _plane.CallAsync("POST", "/domainnames", $$"""{"domainName":"b.example.com","certificateArn":"{{elsewhere}}"}"""))
            .ShouldRefuse(400, "BadRequestException", $"Invalid certificate ARN: {elsewhere}. Certificate must be in 'us-east-1'.");
        (await _plane.CallAsync(
            "POST", "/domainnames",
            """{"domainName":"b.example.com","certificateArn":"arn:aws:acm:us-east-1:111111111111:certificate/0e1a"}"""))
            .ShouldRefuse(400, "BadRequestException", "Cross-account certificate references are not allowed.");
    }

    [Theory]
    [InlineData("""{"domainName":""}""")]
    [InlineData("""{"domainName":"localhost","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]}}""")]
    [InlineData("""{"domainName":"a b.example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]}}""")]
    [InlineData("""{"domainName":"a..example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]}}""")]
    [InlineData("""{"domainName":"a.example.com","endpointConfiguration":{"types":["REGIONAL"]}}""")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"nonsense","endpointConfiguration":{"types":["REGIONAL"]}}""")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"SecurityPolicy_TLS13_2025_EDGE","endpointAccessMode":"BASIC"}""")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"SecurityPolicy_TLS13_1_3_2025_09"}""")]
    [InlineData("""{"domainName":"a.example.com","certificateArn":"CERT","mutualTlsAuthentication":{"truststoreUri":"s3://b/k"}}""")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]},"mutualTlsAuthentication":{"truststoreUri":"file:///etc/passwd"}}""")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"CERT","endpointConfiguration":{"types":["REGIONAL"]},"policy":"{}"}""")]
    [InlineData("""{"domainName":"a.example.com","certificateBody":"no","certificatePrivateKey":"no"}""")]
    public async Task A_domain_that_cannot_be_is_refused(string body)
    {
        (await _plane.CallAsync("POST", "/domainnames", body.Replace("CERT", Certificate, StringComparison.Ordinal)))
            .Status.ShouldBe(400);

        (await _plane.CallAsync("GET", "/domainnames")).Text.ShouldBe("""{"item":[]}""");
    }

    [Fact]
    public async Task An_uploaded_certificate_is_taken_and_its_key_is_never_shown()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=up.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var body = new JsonObject
        {
            ["domainName"] = "up.example.com",
            ["certificateName"] = "mine",
            ["certificateBody"] = certificate.ExportCertificatePem(),
            ["certificatePrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        };

        var created = await _plane.CallAsync("POST", "/domainnames", body.ToJsonString());

        created.Status.ShouldBe(201);
        created.String("certificateName").ShouldBe("mine");
        created.Text.ShouldNotContain("BEGIN");
    }

    [Fact]
    public async Task A_migration_adds_the_new_type_and_then_takes_the_old_one_off()
    {
        await CreateAsync("api.example.com");
        const string path = "/domainnames/api.example.com";

        var both = await _plane.PatchAsync(
            path, ("add", "/endpointConfiguration/types", "EDGE"), ("add", "/certificateArn", Certificate));

        both.String("distributionDomainName")!.ShouldEndWith(".cloudfront.net");
        both.String("regionalDomainName").ShouldNotBeNull();
        (await _plane.PatchAsync(
            path, ("remove", "/endpointConfiguration/types", "REGIONAL"), ("add", "/endpointConfiguration/types", "REGIONAL")))
            .Status.ShouldBe(400);
        var edge = await _plane.PatchAsync(path, ("remove", "/endpointConfiguration/types", "REGIONAL"));
        edge.Json["endpointConfiguration"]!["types"]!.ToJsonString().ShouldBe("""["EDGE"]""");
        edge.Json["regionalDomainName"].ShouldBeNull();
        (await _plane.PatchAsync(path, ("remove", "/endpointConfiguration/types", "EDGE"))).Status.ShouldBe(400);
        (await _plane.PatchAsync(path, ("replace", "/nothing", "x"))).Message.ShouldStartWith(
            "Invalid patch path  '/nothing' specified for op 'replace'. Must be one of: [/certificateName, /certificateArn");
    }

    [Fact]
    public async Task A_mapping_leads_to_a_stage_and_keeps_API_and_stage_from_being_deleted()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await CreateAsync("api.example.com");
        const string mappings = "/domainnames/api.example.com/basepathmappings";

        var created = await _plane.CallAsync("POST", mappings, $$"""{"basePath":"v1","restApiId":"{{api}}","stage":"dev"}""");

        (created.Status, created.Text).ShouldBe((201, $$"""{"basePath":"v1","restApiId":"{{api}}","stage":"dev"}"""));
        (await _plane.CallAsync("POST", mappings, $$"""{"basePath":"v1","restApiId":"{{api}}"}"""))
            .ShouldRefuse(409, "ConflictException", "Base path already exists for this domain name");
        (await _plane.CallAsync("POST", mappings, $$"""{"restApiId":"{{api}}"}""")).Text
            .ShouldBe($$"""{"basePath":"(none)","restApiId":"{{api}}"}""");
        (await _plane.CallAsync("GET", mappings)).Json["item"]!.AsArray().Count.ShouldBe(2);
        (await _plane.CallAsync("GET", mappings + "/(none)")).Status.ShouldBe(200);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}")).ShouldRefuse(
            400, "BadRequestException",
            $"Deleting RestApi {api} failed. Please remove all base path mappings related to the RestApi in your domains: api.example.com");
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev")).ShouldRefuse(
            400, "BadRequestException",
            "Deleting stage dev failed. Please remove all base path mappings related to the stage in your domains: api.example.com");
        (await _plane.PatchAsync(mappings + "/v1", ("replace", "/basepath", "v2"))).String("basePath").ShouldBe("v2");
        (await _plane.PatchAsync(mappings + "/v2", ("replace", "/basePath", "(none)"))).Status.ShouldBe(409);
        (await _plane.PatchAsync(mappings + "/v2", ("replace", "/stage", "none")))
            .ShouldRefuse(400, "BadRequestException", "Invalid stage identifier specified");
        (await _plane.CallAsync("DELETE", mappings + "/v2")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", mappings + "/v2"))
            .ShouldRefuse(404, "NotFoundException", "Invalid base path mapping identifier specified");
        (await _plane.CallAsync("DELETE", "/domainnames/api.example.com")).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}")).Status.ShouldBe(202);
    }

    [Theory]
    [InlineData("""{"basePath":"a/b","restApiId":"API"}""", 400, "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.")]
    [InlineData("""{"basePath":"a","restApiId":"nosuchapi0"}""", 400, "Invalid REST API identifier specified")]
    [InlineData("""{"basePath":"a","restApiId":"API","stage":"none"}""", 400, "Invalid stage identifier specified")]
    public async Task A_mapping_that_leads_nowhere_is_refused(string body, int status, string message)
    {
        var (api, _) = await _plane.CreateApiAsync();
        await CreateAsync("api.example.com");

        var answer = await _plane.CallAsync(
            "POST", "/domainnames/api.example.com/basepathmappings", body.Replace("API\"", api + "\"", StringComparison.Ordinal));

        (answer.Status, answer.Message).ShouldBe((status, message));
    }

    [Fact]
    public async Task A_private_domain_is_found_by_its_id_and_associated_with_an_endpoint()
    {
        var created = await _plane.CallAsync(
            "POST", "/domainnames",
            $$$"""{"domainName":"in.example.com","certificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["PRIVATE"]}}""");
        var id = created.String("domainNameId")!;
        var arn = created.String("domainNameArn")!;
        arn.ShouldBe($"arn:aws:apigateway:us-east-1:000000000000:/domainnames/in.example.com+{id}");
        (await _plane.CallAsync("GET", "/domainnames/in.example.com")).Status.ShouldBe(404);
        (await _plane.CallAsync("GET", $"/domainnames/in.example.com?domainNameId={id}")).Text.ShouldBe(created.Text);

        var association = await _plane.CallAsync(
            "POST", "/domainnameaccessassociations",
            $$"""{"domainNameArn":"{{arn}}","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1a"}""");

        association.Status.ShouldBe(201);
        var own = association.String("domainNameAccessAssociationArn")!;
        own.ShouldBe($"arn:aws:apigateway:us-east-1:000000000000:/domainnameaccessassociations/domainname/in.example.com+{id}/vpcesource/vpce-1a");
        (await _plane.CallAsync("GET", "/domainnameaccessassociations")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("DELETE", $"/domainnames/in.example.com?domainNameId={id}")).Status.ShouldBe(400);
        (await _plane.CallAsync(
            "POST",
            $"/rejectdomainnameaccessassociations?domainNameAccessAssociationArn={Uri.EscapeDataString(own)}&domainNameArn={Uri.EscapeDataString(arn)}"))
            .Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", "/domainnameaccessassociations/" + Uri.EscapeDataString(own))).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", $"/domainnames/in.example.com?domainNameId={id}")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_domain_is_tagged()
    {
        await CreateAsync("api.example.com");
        var path = "/tags/" + Uri.EscapeDataString("arn:aws:apigateway:us-east-1::/domainnames/api.example.com");

        (await _plane.CallAsync("PUT", path, """{"tags":{"a":"1"}}""")).Status.ShouldBe(204);

        (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"a":"1"}}""");
        (await _plane.CallAsync("GET", "/domainnames/api.example.com")).Json["tags"]!.ToJsonString().ShouldBe("""{"a":"1"}""");
    }

    private Task<Answer> CreateAsync(string name) => _plane.CallAsync(
        "POST", "/domainnames",
        $$$"""{"domainName":"{{{name}}}","regionalCertificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["REGIONAL"]}}""");
}
