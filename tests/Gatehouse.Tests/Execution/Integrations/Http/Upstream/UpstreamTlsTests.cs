using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

/// <summary>rest-execution.md §5.9: what of a backend's certificate is always checked, and what
/// <c>insecureSkipVerification</c> leaves out.</summary>
public sealed class UpstreamTlsTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_self_signed_certificate_is_untrusted()
    {
        using var certificate = Certificate("localhost", Now.AddDays(-1), Now.AddDays(1));
        (await CallAsync(certificate, "localhost", skips: false)).ShouldBe(UpstreamFault.CertificateUntrusted);
    }

    [Fact]
    public async Task Skipping_verification_accepts_an_unknown_issuer_and_keeps_the_connection()
    {
        using var certificate = Certificate("localhost", Now.AddDays(-1), Now.AddDays(1));
        (await CallAsync(certificate, "localhost", skips: true)).ShouldBe(UpstreamFault.None);
    }

    [Fact]
    public async Task Skipping_verification_still_checks_the_name()
    {
        using var certificate = Certificate("other.example", Now.AddDays(-1), Now.AddDays(1));
        (await CallAsync(certificate, "localhost", skips: true)).ShouldBe(UpstreamFault.CertificateNameMismatch);
        (await CallAsync(certificate, "localhost", skips: false)).ShouldBe(UpstreamFault.CertificateNameMismatch);
    }

    [Fact]
    public async Task Skipping_verification_still_checks_the_dates()
    {
        using var expired = Certificate("localhost", Now.AddDays(-3), Now.AddDays(-1));
        (await CallAsync(expired, "localhost", skips: true)).ShouldBe(UpstreamFault.CertificateUntrusted);
        using var early = Certificate("localhost", Now.AddDays(1), Now.AddDays(3));
        (await CallAsync(early, "localhost", skips: true)).ShouldBe(UpstreamFault.CertificateUntrusted);
    }

    [Fact]
    public async Task The_certificate_name_may_differ_from_the_host_connected_to()
    {
        using var certificate = Certificate("api.example", Now.AddDays(-1), Now.AddDays(1));
        (await CallAsync(certificate, "localhost", skips: true, serverName: "api.example")).ShouldBe(UpstreamFault.None);
    }

    [Fact]
    public async Task A_peer_that_speaks_no_TLS_is_a_failed_handshake()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("SSH-2.0-OpenSSH_9.2\r\n");
            await connection.UntilClosedAsync();
        });
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        await using var exchange = await client.GetAsync(server.Target with { IsTls = true });
        exchange.Fault.ShouldBe(UpstreamFault.TlsFailed);
    }

    [Fact]
    public async Task A_peer_that_closes_in_the_handshake_is_a_failed_handshake()
    {
        await using var server = ScriptedServer.Start(_ => Task.CompletedTask);
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        await using var exchange = await client.GetAsync(server.Target with { IsTls = true });
        exchange.Fault.ShouldBe(UpstreamFault.TlsFailed);
    }

    [Fact]
    public async Task The_stages_client_certificate_is_presented()
    {
        using var own = Certificate("client", Now.AddDays(-1), Now.AddDays(1));
        using var certificate = Certificate("localhost", Now.AddDays(-1), Now.AddDays(1));
        await using var server = Secure(certificate, remote => remote?.GetCertHashString() == own.Thumbprint);
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        await using var exchange = await client.GetAsync(
            new UpstreamTarget(true, "localhost", server.Port, new UpstreamTlsOptions(true, null, own)));
        (await exchange.TextAsync()).ShouldBe("hello");
    }

    [Fact]
    public void Settings_with_other_certificates_are_other_targets()
    {
        using var one = Certificate("same", Now.AddDays(-1), Now.AddDays(1), serial: 7);
        using var two = Certificate("same", Now.AddDays(-1), Now.AddDays(1), serial: 7);
        new UpstreamTlsOptions(true, null, one).ShouldNotBe(new UpstreamTlsOptions(true, null, two));
        new UpstreamTlsOptions(true, null, one).ShouldBe(new UpstreamTlsOptions(true, null, one));
    }

    private static async Task<UpstreamFault> CallAsync(
        X509Certificate2 certificate, string host, bool skips, string? serverName = null)
    {
        await using var server = Secure(certificate, remote => remote is null);
        await using var client = UpstreamFixture.Client(TimeProvider.System);
        var target = new UpstreamTarget(true, host, server.Port, new UpstreamTlsOptions(skips, serverName, null));
        for (var turn = 0; turn < 3; turn++)
        {
            await using var exchange = await client.GetAsync(target);
            if (exchange.Fault != UpstreamFault.None)
            {
                return exchange.Fault;
            }

            (turn == 0 ? (await exchange.CopyAsync()).Text : await exchange.TextAsync()).ShouldBe("hello");
        }

        server.ConnectionCount.ShouldBe(1);
        return UpstreamFault.None;
    }

    private static ScriptedServer Secure(X509Certificate2 certificate, Func<X509Certificate?, bool> accepts) =>
        ScriptedServer.Start(async connection =>
        {
            var stream = new SslStream(connection.Stream);
            connection.Secure(stream);
            try
            {
                await stream.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = certificate,
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = (_, remote, _, _) => accepts(remote),
                    },
                    connection.Stop);
            }
            catch (AuthenticationException)
            {
                return;
            }

            while (await connection.TryReadRequestAsync() is not null)
            {
                await connection.SendAsync(Ok);
            }
        });

    private static X509Certificate2 Certificate(string name, DateTimeOffset from, DateTimeOffset to, byte serial = 1)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), from, to, [serial]);
        using var keyed = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null);
    }
}
