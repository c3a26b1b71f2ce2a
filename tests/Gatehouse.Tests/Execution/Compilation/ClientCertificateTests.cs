using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.ClientCertificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Gatehouse.Tests.Execution.Compilation;

/// <summary>rest-execution §5.9, security §9.3: the stage's certificate toward backends that ask for one.</summary>
public sealed class ClientCertificateTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("HTTP")]
    public async Task A_backend_that_demands_a_certificate_sees_the_stages(string type)
    {
        await using var backend = await StartBackendAsync();
        await using var harness = await StartAsync(type, backend, "cert01");
        var thumbprint = await AddCertificateAsync(harness, "cert01");

        var answer = await harness.GetAsync("/prod/x");

        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, thumbprint));
    }

    [Fact]
    public async Task Another_certificate_of_the_stage_means_another_connection() // rotation, security §9.3
    {
        await using var backend = await StartBackendAsync();
        await using var harness = await StartAsync("HTTP_PROXY", backend, "cert01");
        var first = await AddCertificateAsync(harness, "cert01");
        var second = await AddCertificateAsync(harness, "cert02");
        (await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe(first);

        await harness.DeployAsync(Api("HTTP_PROXY", backend), stage => stage with { ClientCertificateId = "cert02" });

        (await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe(second);
    }

    [Fact]
    public async Task A_stage_whose_certificate_does_not_exist_calls_no_TLS_backend()
    {
        await using var backend = await StartBackendAsync();
        await using var harness = await StartAsync("HTTP_PROXY", backend, "cert01");

        (await harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        harness.Records.Records[0].Detail
            .ShouldBe("Execution failed due to configuration error: the client certificate cert01 of the stage does not exist");

        await AddCertificateAsync(harness, "cert01"); // the stage is compiled again by itself
        (await harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_certificate_the_handshake_fails_and_the_client_hears_of_a_network_error() // §5.9, TLS failure
    {
        await using var backend = await StartBackendAsync();
        await using var harness = await StartAsync("HTTP_PROXY", backend, certificate: null);

        var answer = await harness.GetAsync("/prod/x");

        (answer.StatusCode, await answer.Content.ReadAsStringAsync())
            .ShouldBe((HttpStatusCode.GatewayTimeout, "{\"message\": \"Network error communicating with endpoint\"}"));
    }

    [Fact]
    public async Task Behind_a_VPC_link_SNI_and_the_certificates_name_are_those_of_the_URI() // §5.9
    {
        const string balancer = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/1";
        await using var backend = await StartBackendAsync(name: "orders.internal");
        var map = new ExternalServiceMap
        {
            Targets = new Dictionary<string, NetworkTarget> { [balancer] = new("127.0.0.1", PortOf(backend)) }
                .ToFrozenDictionary(StringComparer.Ordinal),
        };
        var api = new ApiBuilder().Method("/x", "GET", Integration("HTTP_PROXY", "https://orders.internal/") with
        {
            ConnectionType = "VPC_LINK", ConnectionId = "l1nk01",
        });
        await using var harness = await ExecutionHarness.StartAsync(
            api, stage => stage with { ClientCertificateId = "cert01" }, d => d with { ExternalServices = map });
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Create("l1nk01", new VpcLinkDocument
            {
                Id = "l1nk01", Name = "n", TargetArns = [balancer], Status = VpcLinkDocument.Available, StatusMessage = "",
            }),
            CancellationToken.None);
        var thumbprint = await AddCertificateAsync(harness, "cert01");

        (await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync()).ShouldBe(thumbprint);
    }

    private static async Task<string> AddCertificateAsync(ExecutionHarness harness, string id)
    {
        var pair = CertificatePair.Make(Now, TimeSpan.FromDays(365));
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Create(id, new ClientCertificateDocument
                {
                    ClientCertificateId = id, PemEncodedCertificate = pair.Certificate, CreatedDate = 1, ExpirationDate = 2,
                })
                .Create(id, new ClientCertificateKeyDocument { PemEncodedKey = pair.Key }),
            CancellationToken.None);
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return certificate.Thumbprint;
    }

    private static Task<ExecutionHarness> StartAsync(string type, WebApplication backend, string? certificate) =>
        ExecutionHarness.StartAsync(Api(type, backend), stage => stage with { ClientCertificateId = certificate });

    private static ApiBuilder Api(string type, WebApplication backend) =>
        new ApiBuilder().Method("/x", "GET", Integration(type, $"https://localhost:{PortOf(backend)}/"));

    private static IntegrationDocument Integration(string type, string uri) => new()
    {
        Type = type,
        Uri = uri,
        HttpMethod = "GET",
        TlsConfig = new TlsConfig { InsecureSkipVerification = true }, // the backend's own issuer is unknown
        IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
    };

    private static int PortOf(WebApplication backend) => new Uri(backend.Urls.First()).Port;

    /// <summary>Answers the thumbprint of what it is shown, and lets nobody in who shows nothing.</summary>
    private static async Task<WebApplication> StartBackendAsync(string name = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var own = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = own;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        var server = builder.Build();
        server.Run(context => context.Response.WriteAsync(context.Connection.ClientCertificate!.Thumbprint));
        await server.StartAsync();
        return server;
    }
}
