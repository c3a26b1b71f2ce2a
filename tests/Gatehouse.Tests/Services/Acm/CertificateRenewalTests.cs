using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Acm;
using Gatehouse.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Services.Acm;

/// <summary>Certificates of the house are renewed 60 days before they end (deployment-and-tools §2.3).</summary>
public sealed class CertificateRenewalTests
{
    private static readonly DocumentScope Here = new("000000000000", "us-east-1");

    private readonly InMemoryDocumentStore _store = new();
    private readonly SetTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_due_is_renewed_under_its_name_with_a_new_key_and_nothing_else_is()
    {
        var (certificate, key) = await IssueAsync();
        var renewal = new CertificateRenewal(_store, new RandomIdSource(), _time, NullLogger.Instance);

        (await renewal.RunAsync(Cancellation)).ShouldBe(0);
        _time.Now += CertificateLimits.Validity - CertificateLimits.RenewalLead - TimeSpan.FromDays(1);
        (await renewal.RunAsync(Cancellation)).ShouldBe(0);
        _time.Now += TimeSpan.FromDays(2);
        (await renewal.RunAsync(Cancellation)).ShouldBe(1);
        (await renewal.RunAsync(Cancellation)).ShouldBe(0);

        var after = (await _store.FindAsync<CertificateDocument>(Here, certificate.Id, Cancellation))!.Value;
        var afterKey = (await _store.FindAsync<CertificateKeyDocument>(Here, certificate.Id, Cancellation))!.Value;
        using var pair = X509Certificate2.CreateFromPem(after.Certificate, afterKey.PrivateKey);
        CertificateNames.Of(pair).ShouldBe(["a.example.com", "*.b.example.com"]);
        (pair.NotAfter.ToUniversalTime() > _time.Now.UtcDateTime.AddDays(390)).ShouldBeTrue();
        afterKey.PrivateKey.ShouldNotBe(key.PrivateKey);
        after.RenewedAt.ShouldBe(_time.Now);
        KeyAlgorithms.Of(pair).ShouldBe("EC_prime256v1");
    }

    [Fact]
    public async Task One_that_cannot_be_read_does_not_keep_the_others_from_it()
    {
        await _store.CommitAsync(
            new DocumentBatch(Here).Create("00", new CertificateDocument
            {
                Id = "00", Type = CertificateDocument.Issued, DomainName = "x", Certificate = "no certificate",
                CreatedAt = _time.Now, ChangedAt = _time.Now,
            }),
            Cancellation);
        await IssueAsync();
        _time.Now += TimeSpan.FromDays(350);

        (await new CertificateRenewal(_store, new RandomIdSource(), _time, NullLogger.Instance).RunAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task The_house_has_one_authority_whose_certificates_verify()
    {
        var authority = new LocalAuthority(_store, _time);
        var one = await authority.IssueAsync(["one.example.com"], "RSA_2048", Cancellation);
        var two = await authority.IssueAsync(["two.example.com"], "EC_secp384r1", Cancellation);
        one.Chain.ShouldBe(two.Chain);
        using var root = X509Certificate2.CreateFromPem(one.Chain);
        foreach (var issued in new[] { one, two })
        {
            using var leaf = X509Certificate2.CreateFromPem(issued.Certificate);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = _time.Now.UtcDateTime;
            chain.ChainPolicy.CustomTrustStore.Add(root);
            chain.Build(leaf).ShouldBeTrue();
            leaf.MatchesHostname(CertificateNames.Of(leaf)[0]).ShouldBeTrue();
        }
    }

    private async Task<(CertificateDocument Certificate, CertificateKeyDocument Key)> IssueAsync()
    {
        var issued = await new LocalAuthority(_store, _time).IssueAsync(
            ["a.example.com", "*.b.example.com"], "EC_prime256v1", Cancellation);
        var certificate = new CertificateDocument
        {
            Id = "11", Type = CertificateDocument.Issued, DomainName = "a.example.com", Certificate = issued.Certificate,
            Chain = issued.Chain, CreatedAt = _time.Now, ChangedAt = _time.Now,
        };
        var key = new CertificateKeyDocument { PrivateKey = issued.PrivateKey };
        await _store.CommitAsync(new DocumentBatch(Here).Create("11", certificate).Create("11", key), Cancellation);
        return (certificate, key);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
