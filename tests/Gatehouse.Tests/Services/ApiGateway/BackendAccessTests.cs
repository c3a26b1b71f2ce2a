using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>VPC links and client certificates (rest-control-plane §1.9, §2.15, §2.16, §3.1).</summary>
public sealed class BackendAccessTests
{
    private const string Balancer = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/nlb/50dc6c495c0c9188";

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_link_is_pending_in_the_answer_that_makes_it_and_available_after_that() // §2.16
    {
        var created = await _plane.CallAsync(
            "POST", "/vpclinks", $$$"""{"name":"orders","description":"d","targetArns":["{{{Balancer}}}"],"tags":{"a":"b"}}""");
        created.Status.ShouldBe(202);
        created.String("id").ShouldMatch("^[a-z0-9]{6}$");
        created.String("status").ShouldBe("PENDING");

        var read = await _plane.CallAsync("GET", $"/vpclinks/{created.String("id")}");

        (read.String("status"), read.String("statusMessage")).ShouldBe(("AVAILABLE", "Your vpc link is ready for use"));
        (read.String("name"), read.String("description")).ShouldBe(("orders", "d"));
        (read.Json["targetArns"]!.ToJsonString(), read.Json["tags"]!.ToJsonString()).ShouldBe(($"[\"{Balancer}\"]", """{"a":"b"}"""));
        (await _plane.CallAsync("GET", "/vpclinks")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":"","targetArns":["x"]}""", "Name cannot be empty")]
    [InlineData("""{"name":"n","targetArns":["x"]}""", "Invalid ARN. ARN is not well formed x")]
    [InlineData("""{"name":"n","targetArns":["arn:a:b:c:d:e","arn:a:b:c:d:f"]}""", "More than one target arn specified for vpc link.")]
    public async Task A_link_that_cannot_be_is_refused_in_AWSs_words(string body, string message) => // §1.9
        (await _plane.CallAsync("POST", "/vpclinks", body)).ShouldRefuse(400, "BadRequestException", message);

    [Theory]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/alb/1")]
    [InlineData("arn:aws:elasticloadbalancing:eu-west-1:000000000000:loadbalancer/net/nlb/1")]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/nlb/1")]
    public async Task A_target_that_AWS_could_not_reach_fails_the_link(string target)
    {
        var id = await CreateLinkAsync(target);

        var link = await _plane.CallAsync("GET", $"/vpclinks/{id}");

        (link.String("status"), link.String("statusMessage")).Item1.ShouldBe("FAILED");
        link.String("statusMessage").ShouldContain(target);
    }

    [Fact]
    public async Task Name_and_description_change_and_the_target_does_not() // §2.16
    {
        var path = $"/vpclinks/{await CreateLinkAsync()}";

        var changed = await _plane.PatchAsync(path, ("replace", "/name", "new"), ("replace", "/description", "text"));

        (changed.Status, changed.String("name"), changed.String("description")).ShouldBe((200, "new", "text"));
        (await _plane.PatchAsync(path, ("replace", "/targetArns", Balancer)))
            .ShouldRefuse(400, "BadRequestException", "Target arns are not allowed to be changed/added.");
        (await _plane.PatchAsync(path, ("replace", "/name", ""))).ShouldRefuse(400, "BadRequestException", "Name cannot be empty");
        (await _plane.PatchAsync(path, ("replace", "/status", "x"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_link_in_use_stays_also_when_only_a_deployment_uses_it() // §2.16, §1.9
    {
        var id = await CreateLinkAsync();
        var (api, root) = await _plane.CreateMockApiAsync();
        var integration = $"/restapis/{api}/resources/{root}/methods/GET/integration";
        (await _plane.CallAsync(
            "PUT", integration,
            $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://orders.internal/","connectionType":"VPC_LINK","connectionId":"{{id}}"}"""))
            .Status.ShouldBe(201);
        (await _plane.CallAsync("DELETE", $"/vpclinks/{id}")).ShouldRefuse(
            400, "BadRequestException",
            $"Cannot delete vpc link. Vpc link '{id}', is referenced in [{api}:GET:{root}:null] in format of [RESTApiId:Method:Resource:Stage].");

        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        (await _plane.CallAsync("PUT", integration, """{"type":"MOCK"}""")).Status.ShouldBe(201);
        (await _plane.CallAsync("DELETE", $"/vpclinks/{id}")).ShouldRefuse(
            400, "BadRequestException",
            $"Cannot delete vpc link. Vpc link '{id}', is referenced in [{api}:GET:{root}:dev] in format of [RESTApiId:Method:Resource:Stage].");

        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        (await _plane.CallAsync("DELETE", $"/vpclinks/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/vpclinks/{id}")).ShouldRefuse(404, "NotFoundException", "Invalid Vpc Link identifier specified");
    }

    [Fact]
    public async Task Links_and_certificates_have_a_quota() // §9
    {
        var plane = new ControlPlaneHarness(new RestApiQuotas { VpcLinks = 1, ClientCertificates = 1 });
        var body = $$"""{"name":"n","targetArns":["{{Balancer}}"]}""";
        (await plane.CallAsync("POST", "/vpclinks", body)).Status.ShouldBe(202);
        (await plane.CallAsync("POST", "/clientcertificates", "{}")).Status.ShouldBe(201);

        (await plane.CallAsync("POST", "/vpclinks", body)).Status.ShouldBe(429);
        (await plane.CallAsync("POST", "/clientcertificates", "{}")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task A_certificate_is_a_self_signed_RSA_pair_for_365_days_whose_key_never_comes_out() // §2.15, security §9.3
    {
        var made = await _plane.CallAsync("POST", "/clientcertificates", """{"description":"d","tags":{"a":"b"}}""");

        made.Status.ShouldBe(201);
        made.String("clientCertificateId").ShouldMatch("^[a-z0-9]{6}$");
        using var certificate = X509Certificate2.CreateFromPem(made.String("pemEncodedCertificate"));
        using var key = certificate.GetRSAPublicKey()!;
        (key.KeySize, certificate.Subject == certificate.Issuer, certificate.HasPrivateKey).ShouldBe((2_048, true, false));
        var lifetime = made.Json["expirationDate"]!.GetValue<double>() - made.Json["createdDate"]!.GetValue<double>();
        lifetime.ShouldBe(365 * 24 * 60 * 60);
        new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds().ShouldBe((long)made.Json["expirationDate"]!.GetValue<double>());

        var stored = await _plane.Store.FindAsync<ClientCertificateKeyDocument>(
            new DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region), made.String("clientCertificateId"), CancellationToken.None);
        using var secret = RSA.Create();
        secret.ImportFromPem(stored!.Value.PemEncodedKey);
        secret.ExportSubjectPublicKeyInfo().ShouldBe(key.ExportSubjectPublicKeyInfo());
        stored.Value.ToString().ShouldNotContain("PRIVATE");
        var read = await _plane.CallAsync("GET", $"/clientcertificates/{made.String("clientCertificateId")}");
        read.Text.ShouldBe(made.Text);
        (await _plane.CallAsync("GET", "/clientcertificates")).Text.ShouldNotContain("PRIVATE");
        _plane.Logs.Lines.ShouldAllBe(line => !line.Text.Contains("PRIVATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificates_description_changes_and_a_stage_in_use_keeps_it() // §2.15, §3.1
    {
        var id = (await _plane.CallAsync("POST", "/clientcertificates", null)).String("clientCertificateId");
        (await _plane.PatchAsync($"/clientcertificates/{id}", ("replace", "/description", "new"))).String("description").ShouldBe("new");
        (await _plane.PatchAsync($"/clientcertificates/{id}", ("replace", "/pemEncodedCertificate", "x"))).Status.ShouldBe(400);
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var stage = $"/restapis/{api}/stages/dev";

        (await _plane.PatchAsync(stage, ("replace", "/clientCertificateId", "nosuch")))
            .ShouldRefuse(404, "NotFoundException", "Invalid Client Certificate identifier specified");
        (await _plane.PatchAsync(stage, ("replace", "/clientCertificateId", id))).String("clientCertificateId").ShouldBe(id);
        (await _plane.CallAsync("DELETE", $"/clientcertificates/{id}")).ShouldRefuse(
            400, "BadRequestException", $"Cannot delete client certificate '{id}', is referenced in stage: {api}/dev");

        (await _plane.PatchAsync(stage, ("replace", "/clientCertificateId", ""))).Json.AsObject().ShouldNotContainKey("clientCertificateId");
        (await _plane.CallAsync("DELETE", $"/clientcertificates/{id}")).Status.ShouldBe(202);
        (await _plane.CallAsync("GET", $"/clientcertificates/{id}"))
            .ShouldRefuse(404, "NotFoundException", "Invalid Client Certificate identifier specified");
        (await _plane.Store.ListAllAsync<ClientCertificateKeyDocument>(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stage_cannot_take_up_a_certificate_while_it_is_deleted()
    {
        var id = (await _plane.CallAsync("POST", "/clientcertificates", null)).String("clientCertificateId");
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        // Between the deletion's look at the stages and its commit, the stage takes the certificate up.
        _plane.Store.BeforeCommit = batch =>
        {
            _plane.Store.BeforeCommit = null;
            _plane.PatchAsync($"/restapis/{api}/stages/dev", ("replace", "/clientCertificateId", id)).Result.Status.ShouldBe(200);
        };

        var deleted = await _plane.CallAsync("DELETE", $"/clientcertificates/{id}");

        deleted.Status.ShouldBeOneOf(400, 409);
        (await _plane.CallAsync("GET", $"/clientcertificates/{id}")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("vpclinks")]
    [InlineData("clientcertificates")]
    public async Task Both_can_be_tagged(string kind) // §1.13
    {
        var id = kind == "vpclinks"
            ? await CreateLinkAsync()
            : (await _plane.CallAsync("POST", "/clientcertificates", null)).String("clientCertificateId");
        var path = "/tags/" + Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/{kind}/{id}");

        (await _plane.CallAsync("PUT", path, """{"tags":{"a":"1","b":"2"}}""")).Status.ShouldBe(204);
        (await _plane.CallAsync("DELETE", path + "?tagKeys=a")).Status.ShouldBe(204);

        (await _plane.CallAsync("GET", path)).Text.ShouldBe("""{"tags":{"b":"2"}}""");
        (await _plane.CallAsync("GET", $"/{kind}/{id}")).Json["tags"]!.ToJsonString().ShouldBe("""{"b":"2"}""");
        (await _plane.CallAsync("GET", "/tags/" + Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/{kind}/nosuch"))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/vpclinks", "name")]
    [InlineData("/clientcertificates", "description")]
    public async Task Collections_are_paged(string path, string member) // §1.6
    {
        for (var i = 0; i < 3; i++)
        {
            var body = new JsonObject { [member] = $"n{i}" };
            if (member == "name")
            {
                body["targetArns"] = new JsonArray(Balancer);
            }

            (await _plane.CallAsync("POST", path, body.ToJsonString())).Status.ShouldBeOneOf(201, 202);
        }

        var first = await _plane.CallAsync("GET", path + "?limit=2");
        var second = await _plane.CallAsync("GET", $"{path}?limit=2&position={Uri.EscapeDataString(first.String("position"))}");

        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(item => item![member]!.GetValue<string>())
            .Order(StringComparer.Ordinal).ShouldBe(["n0", "n1", "n2"]);
        second.Json.AsObject().ShouldNotContainKey("position");
    }

    private async Task<string> CreateLinkAsync(string target = Balancer)
    {
        var created = await _plane.CallAsync("POST", "/vpclinks", $$"""{"name":"n","targetArns":["{{target}}"]}""");
        created.Status.ShouldBe(202, created.Text);
        return created.String("id");
    }
}
