using Gatehouse.Execution.Exchange;
using Gatehouse.Model.Certificates;
using Shouldly;
using static Gatehouse.Tests.Execution.Handshakes.MadeCertificates;

namespace Gatehouse.Tests.Execution.Exchange;

/// <summary>A client's certificate as contexts and events name it (security §9.1).</summary>
public sealed class ClientCertificateTests
{
    [Fact]
    public void Names_serial_and_dates_have_the_forms_of_events()
    {
        using var made = Leaf(
            "c", Authority("root"), from: new DateTimeOffset(2026, 5, 5, 9, 36, 4, TimeSpan.Zero),
            to: new DateTimeOffset(2026, 11, 28, 12, 30, 2, TimeSpan.Zero));
        var shown = new ClientCertificate(made);

        shown.SubjectName.ShouldBe("CN=c,O=Example,C=US");
        shown.IssuerName.ShouldBe("CN=root,O=Example,C=US");
        shown.SerialNumber.ShouldMatch("^[0-9a-f]{2}(:[0-9a-f]{2})+$");
        shown.SerialNumber.Replace(":", "", StringComparison.Ordinal).TrimStart('0')
            .ShouldBe(made.SerialNumber.TrimStart('0').ToLowerInvariant());
        shown.SerialNumber.ShouldNotStartWith("00:", Case.Sensitive);
        shown.NotBefore.ShouldBe("May  5 09:36:04 2026 GMT");
        shown.NotAfter.ShouldBe("Nov 28 12:30:02 2026 GMT");
        shown.Pem.ShouldStartWith("-----BEGIN CERTIFICATE-----\n");
    }

    [Theory]
    [InlineData("CN=\"a,b\"", "CN=a\\,b")]
    [InlineData("CN=\"a+b=c;d\"", "CN=a\\+b=c\\;d")]
    [InlineData("CN=\"#a\"", "CN=\\#a")]
    public void What_separates_is_escaped(string subject, string shown)
    {
        using var made = Leaf(subject, issuer: null);
        new ClientCertificate(made).SubjectName.ShouldBe(shown);
    }

    [Fact]
    public void A_connection_is_judged_once_for_each_edition_of_the_truststore()
    {
        using var root = Authority("root");
        using var leaf = Leaf("c", root, to: Now.AddHours(1));
        Truststore.TryParse(root.ExportCertificatePem(), out var first).ShouldBeNull();
        Truststore.TryParse(root.ExportCertificatePem(), out var second).ShouldBeNull();
        var connection = new ReceivedConnection { Shown = leaf };

        connection.Verify(first!, Now, out var refusal).ShouldNotBeNull();
        refusal.ShouldBeNull();
        connection.Verify(first!, Now.AddDays(1), out refusal);
        refusal.ShouldBeNull("a connection that began well goes on");
        connection.Verify(second!, Now.AddDays(1), out refusal);
        refusal.ShouldNotBeNull();
        new ReceivedConnection().Verify(first!, Now, out refusal);
        refusal.ShouldNotBeNull();
    }
}
