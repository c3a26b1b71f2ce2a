using System.Net;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Requests to a custom domain (rest-execution §1.1, §1.2).</summary>
public sealed class CustomDomainTests
{
    private const string Certificate = "arn:aws:acm:us-east-1:000000000000:certificate/0e1a";

    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"mapped","version":"1"},"paths":{"/ping":{"get":{"responses":{"200":{"description":"ok"}},
          "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\": 200}"},
            "responses":{"default":{"statusCode":"200"}}}}},
         "/where":{"get":{"responses":{"200":{"description":"ok"}},
          "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\": 200}"},
            "responses":{"default":{"statusCode":"200","responseTemplates":{"application/json":"$context.stage $context.path $context.resourcePath $context.domainName $context.domainPrefix"}}}}}}}}
        """;

    [Fact]
    public async Task A_domain_leads_to_its_mappings_and_to_nothing_else()
    {
        await using var server = await ServerProcess.ServeAsync();
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        var api = await server.DeployAsync(Definition, "dev");
        await PostAsync(server, "/domainnames", $$$"""{"domainName":"api.example.com","regionalCertificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["REGIONAL"]}}""");
        const string mappings = "/domainnames/api.example.com/basepathmappings";
        await PostAsync(server, mappings, $$"""{"basePath":"v1","restApiId":"{{api}}","stage":"dev"}""");
        await PostAsync(server, mappings, $$"""{"basePath":"open","restApiId":"{{api}}"}""");

        (await GetAsync(client, "/v1/where")).ShouldBe((200, "dev /v1/where /where api.example.com api"));
        (await GetAsync(client, "/open/dev/where")).ShouldBe((200, "dev /open/dev/where /where api.example.com api"));
        (await GetAsync(client, "/open/none/where")).ShouldBe((403, """{"message":"Forbidden"}"""));
        (await GetAsync(client, "/where")).ShouldBe((403, """{"message":"Forbidden"}"""));
        (await GetAsync(client, $"/_aws/execute-api/{api}/dev/where")).Status.ShouldBe(403);
        (await GetAsync(client, "/ping")).ShouldBe((200, "healthy"));
        (await GetAsync(client, "/sping")).Status.ShouldBe(200);
        (await GetAsync(client, "/v1/none")).ShouldBe((403, """{"message":"Missing Authentication Token"}"""));

        // The catch-all takes what no other mapping takes, and the default host can be closed without closing the domain.
        await PostAsync(server, mappings, $$"""{"restApiId":"{{api}}","stage":"dev"}""");
        (await GetAsync(client, "/where")).ShouldBe((200, "dev /where /where api.example.com api"));
    }

    [Fact]
    public async Task A_closed_default_host_leaves_the_domain_open()
    {
        await using var server = await ServerProcess.ServeAsync();
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        var api = await server.DeployAsync(
            Definition.Replace("\"paths\"", "\"x-amazon-apigateway-endpoint-configuration\":{\"disableExecuteApiEndpoint\":true},\"paths\"", StringComparison.Ordinal),
            "dev");
        await PostAsync(server, "/domainnames", $$$"""{"domainName":"api.example.com","regionalCertificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["REGIONAL"]}}""");
        await PostAsync(server, "/domainnames/api.example.com/basepathmappings", $$"""{"restApiId":"{{api}}","stage":"dev"}""");

        (await GetAsync(client, "/where", $"{api}.execute-api.localhost")).Status.ShouldBe(403);
        (await GetAsync(client, "/dev/where", $"{api}.execute-api.localhost")).ShouldBe((403, """{"message":"Forbidden"}"""));
        (await GetAsync(client, "/where")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_domain_with_mutual_TLS_is_closed_without_TLS()
    {
        await using var server = await ServerProcess.ServeAsync();
        using var key = System.Security.Cryptography.ECDsa.Create();
        using var root = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=root", key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        Directory.CreateDirectory(Path.Combine(server.DataFolder, "truststores", "bucket"));
        await File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "truststores", "bucket", "key"), root.ExportCertificatePem(),
            TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        var api = await server.DeployAsync(Definition, "dev");
        await PostAsync(server, "/domainnames", $$$"""{"domainName":"api.example.com","regionalCertificateArn":"{{{Certificate}}}","endpointConfiguration":{"types":["REGIONAL"]},"mutualTlsAuthentication":{"truststoreUri":"s3://bucket/key"}}""");
        await PostAsync(server, "/domainnames/api.example.com/basepathmappings", $$"""{"restApiId":"{{api}}","stage":"dev"}""");

        (await GetAsync(client, "/where")).ShouldBe((403, """{"message":"Forbidden"}"""));
    }

    private static async Task<(int Status, string Body)> GetAsync(
        HttpClient client, string path, string host = "api.example.com")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task PostAsync(ServerProcess server, string path, string body)
    {
        var (status, json, _) = await server.ControlAsync(HttpMethod.Post, path, body);
        status.ShouldBe(HttpStatusCode.Created, json?.ToJsonString());
    }
}
