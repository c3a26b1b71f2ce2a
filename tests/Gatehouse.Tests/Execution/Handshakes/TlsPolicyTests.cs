using System.Security.Authentication;
using Gatehouse.Execution.Handshakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>Security policies (security §9.5).</summary>
public sealed class TlsPolicyTests
{
    [Fact]
    public void Every_policy_of_the_contract_is_known()
    {
        string[] names =
        [
            "TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
            "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_PQ_2025_09", "SecurityPolicy_TLS13_1_2_2021_06",
            "SecurityPolicy_TLS13_2025_EDGE", "SecurityPolicy_TLS12_PFS_2025_EDGE", "SecurityPolicy_TLS12_2018_EDGE",
        ];
        TlsPolicy.Names.Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_policy_offers_what_is_older_than_TLS_1_2_or_3DES()
    {
        foreach (var policy in TlsPolicy.Names.Select(TlsPolicy.Of))
        {
            (policy.Protocols & ~(SslProtocols.Tls12 | SslProtocols.Tls13)).ShouldBe(SslProtocols.None);
            if (!OperatingSystem.IsWindows())
            {
                policy.Suites!.AllowedCipherSuites
                    .ShouldNotContain(static suite => suite.ToString().Contains("3DES", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_name_that_nobody_knows_gets_the_narrowest() =>
        TlsPolicy.Of("SecurityPolicy_OF_TOMORROW").Protocols.ShouldBe(SslProtocols.Tls13);
}
