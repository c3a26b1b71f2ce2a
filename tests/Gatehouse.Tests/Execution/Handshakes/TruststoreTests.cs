using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Shouldly;
using static Gatehouse.Tests.Execution.Handshakes.MadeCertificates;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>Who is believed under mutual TLS (security §9.1, §9.2).</summary>
public sealed class TruststoreTests
{
    private const string NoIssuer = "Could not find issuer for certificate";
    private const string Insecure = "Client cert using an insecure Signature Algorithm";

    private static readonly X509Certificate2 Root = Authority("root");

    [Fact]
    public void A_certificate_of_the_bundles_authority_is_good()
    {
        Of(Root).Refuse(Leaf("c", Root), Now).ShouldBeNull();
        Of(Root).Refuse(Leaf("c", Root, usage: null), Now).ShouldBeNull();
        Of(Root).Refuse(Leaf("c", Root, keyBits: 2_048), Now).ShouldBeNull();
    }

    [Fact]
    public void Dates_are_checked_at_the_time_that_is_given()
    {
        var leaf = Leaf("c", Root, from: Now.AddDays(-1), to: Now.AddDays(1));
        Of(Root).Refuse(leaf, Now).ShouldBeNull();
        Of(Root).Refuse(leaf, Now.AddDays(2)).ShouldBe("certificate has expired or is not yet valid");
        Of(Root).Refuse(leaf, Now.AddDays(-2)).ShouldBe("certificate has expired or is not yet valid");
    }

    [Fact]
    public void Strangers_and_impostors_find_no_issuer()
    {
        Of(Root).Refuse(Leaf("c", Authority("other")), Now).ShouldBe(NoIssuer);

        // The right name and another key.
        Of(Root).Refuse(Leaf("c", Authority("root")), Now).ShouldNotBeNull();
    }

    [Fact]
    public void A_self_signed_certificate_is_believed_only_when_it_stands_in_the_bundle()
    {
        var own = Leaf("self", issuer: null);
        Of(Root).Refuse(own, Now).ShouldBe("self signed certificate");
        Of(Root, own).Refuse(own, Now).ShouldBeNull();
        Of(Root, own).Refuse(Leaf("self", issuer: null), Now).ShouldBe("self signed certificate");
        Of(Root, own).Refuse(Leaf("c", own), Now).ShouldNotBeNull("a leaf is no authority");
    }

    [Fact]
    public void Weak_keys_and_signatures_are_refused_along_the_whole_chain()
    {
        var rsa = Authority("rsa", keyBits: 2_048);
        Of(rsa).Refuse(Leaf("c", rsa, keyBits: 1_024), Now).ShouldBe(Insecure);
        Of(rsa).Refuse(Leaf("c", rsa, digest: "SHA1"), Now).ShouldBe(Insecure);
        Of(rsa).Refuse(Leaf("c", rsa, keyBits: 224), Now).ShouldBe(Insecure);
        Of(rsa).Refuse(Leaf("c", rsa, padding: RSASignaturePadding.Pss), Now).ShouldBeNull();
        Of(rsa).Refuse(Leaf("c", rsa, digest: "SHA1", padding: RSASignaturePadding.Pss), Now).ShouldBe(Insecure);
        var weak = Authority("weak", rsa, keyBits: 1_024);
        Of(rsa, weak).Refuse(Leaf("c", weak), Now).ShouldNotBeNull();
        var weakRoot = Authority("weak root", keyBits: 1_024);
        Of(weakRoot).Refuse(Leaf("c", weakRoot), Now).ShouldNotBeNull();
    }

    [Fact]
    public void A_certificate_for_servers_is_no_clients() =>
        Of(Root).Refuse(Leaf("c", Root, usage: ServerUse), Now).ShouldBe("unsupported certificate purpose");

    [Fact]
    public void Four_authorities_are_a_chain_and_five_are_too_many()
    {
        var all = new List<X509Certificate2> { Root };
        for (var i = 1; i <= 4; i++)
        {
            all.Add(Authority($"middle {i}", all[^1]));
        }

        Of([.. all]).Refuse(Leaf("c", all[3]), Now).ShouldBeNull();
        Of([.. all]).Refuse(Leaf("c", all[4]), Now).ShouldBe("certificate chain too long");
    }

    [Fact]
    public void Intermediate_and_root_must_both_stand_in_the_bundle()
    {
        var middle = Authority("middle", Root);
        var leaf = Leaf("c", middle);
        Of(Root, middle).Refuse(leaf, Now).ShouldBeNull();
        Of(Root).Refuse(leaf, Now).ShouldBe(NoIssuer);
        Of(middle).Refuse(leaf, Now).ShouldBe(NoIssuer);
    }

    [Fact]
    public void A_bundle_holds_certificates_and_nothing_else()
    {
        Truststore.TryParse("", out _).ShouldNotBeNull();
        Truststore.TryParse("no certificate", out _).ShouldNotBeNull();
        Truststore.TryParse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", out _).ShouldNotBeNull();
        var key = Root.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        Truststore.TryParse(Root.ExportCertificatePem() + "\n" + key, out _)!.ShouldContain("private key");
        var many = string.Concat(Enumerable.Repeat(Root.ExportCertificatePem() + "\n", CertificateLimits.TruststoreCertificates + 1));
        Truststore.TryParse(many, out _)!.ShouldContain("1 to 1000");
    }

    [Fact]
    public void A_subject_has_one_issuer()
    {
        var one = Authority("twice", Root);
        var other = Authority("twice", Authority("other"));
        Truststore.TryParse(Pem(Root, one, other), out _).ShouldBe(
            $"The certificate subject {other.Subject} conflicts with an existing certificate from a different issuer.");
        Truststore.TryParse(Pem(Root, one, one), out _).ShouldBeNull();
    }

    [Fact]
    public void Warnings_name_what_will_not_count()
    {
        Of(Root).Warnings(Now).ShouldBeEmpty();
        var warnings = Of(Root, Leaf("late", Root, to: Now.AddDays(1)), Authority("thin", keyBits: 1_024)).Warnings(Now.AddDays(2));
        warnings.Length.ShouldBe(2);
        warnings.ShouldContain(one => one.Contains("CN=late", StringComparison.Ordinal) && one.Contains("expired on", StringComparison.Ordinal));
        warnings.ShouldContain(one => one.Contains("CN=thin", StringComparison.Ordinal) && one.Contains("too weak", StringComparison.Ordinal));
    }

    private static Truststore Of(params X509Certificate2[] certificates)
    {
        Truststore.TryParse(Pem(certificates), out var truststore).ShouldBeNull();
        return truststore!;
    }

    private static string Pem(params X509Certificate2[] certificates) =>
        string.Join('\n', certificates.Select(static one => one.ExportCertificatePem()));
}
