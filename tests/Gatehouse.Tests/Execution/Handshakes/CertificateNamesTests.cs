using Gatehouse.Model.Certificates;
using Shouldly;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>Which domains a certificate covers (security §9.6: the name, or a wildcard one level deep).</summary>
public sealed class CertificateNamesTests
{
    [Theory]
    [InlineData("a.example.com", "a.example.com", true)]
    [InlineData("A.example.com", "a.EXAMPLE.com", true)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "*.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("a.example.com", "*.example.com", false)]
    [InlineData("*", "com", false)]
    [InlineData("*.com", "example.org", false)]
    public void A_star_is_one_whole_label(string name, string domain, bool covers) =>
        CertificateNames.Covers(name, domain).ShouldBe(covers);
}
