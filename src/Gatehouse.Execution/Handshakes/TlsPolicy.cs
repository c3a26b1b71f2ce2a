using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;

namespace Gatehouse.Execution.Handshakes;

/// <summary>
/// A security policy: the protocols and suites of a domain's handshakes (security §9.5). Differs from AWS: TLS 1.0 and 1.1 are
/// never offered, also where a policy's name says so (RFC 8996); 3DES neither.
/// </summary>
internal sealed class TlsPolicy
{
    private const SslProtocols From12 = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly TlsCipherSuite[] Modern =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly TlsCipherSuite[] ModernFips =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384];

    private static readonly TlsCipherSuite[] ForwardGcm =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    private static readonly TlsCipherSuite[] ForwardCbc =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
    ];

    private static readonly TlsCipherSuite[] Static =
    [
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
    ];

    private static readonly TlsCipherSuite[] OldMacs =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
    ];

    private static readonly FrozenDictionary<string, TlsPolicy> ByName = new Dictionary<string, TlsPolicy>
    {
        ["TLS_1_0"] = new(From12, [.. Modern, .. ForwardGcm, .. ForwardCbc, .. Static, .. OldMacs]),
        ["TLS_1_2"] = new(From12, [.. Modern, .. ForwardGcm, .. ForwardCbc, .. Static]),
        ["SecurityPolicy_TLS13_1_3_2025_09"] = new(SslProtocols.Tls13, [.. Modern]),
        ["SecurityPolicy_TLS13_1_3_FIPS_2025_09"] = new(SslProtocols.Tls13, [.. ModernFips]),
        ["SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"] = new(From12, [.. Modern, .. ForwardGcm]),
        ["SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09"] = new(From12, [.. ModernFips, .. ForwardGcm]),
        ["SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09"] = new(From12, [.. ModernFips, .. ForwardGcm, .. ForwardCbc, .. Static]),
        ["SecurityPolicy_TLS13_1_2_PQ_2025_09"] = new(From12, [.. Modern, .. ForwardGcm, .. ForwardCbc, .. Static]),
        // Elastic Load Balancing's policy of this name has no static RSA.
        ["SecurityPolicy_TLS13_1_2_2021_06"] = new(From12, [.. Modern, .. ForwardGcm, .. ForwardCbc]),
        ["SecurityPolicy_TLS13_2025_EDGE"] = new(SslProtocols.Tls13, [.. Modern]),
        ["SecurityPolicy_TLS12_PFS_2025_EDGE"] = new(From12, [.. Modern, .. ForwardGcm]),
        ["SecurityPolicy_TLS12_2018_EDGE"] = new(From12, [.. Modern, .. ForwardGcm, .. ForwardCbc, .. Static]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private TlsPolicy(SslProtocols protocols, ImmutableArray<TlsCipherSuite> suites)
    {
        Protocols = protocols;
        // Windows takes its suites from the system alone.
        Suites = OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(suites);
    }

    /// <summary>The names of all policies.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public SslProtocols Protocols { get; }

    public CipherSuitesPolicy? Suites { get; }

    /// <summary>A name that no operation of ours stored gets the narrowest policy.</summary>
    public static TlsPolicy Of(string name) => ByName.GetValueOrDefault(name) ?? ByName["SecurityPolicy_TLS13_1_3_2025_09"];
}
