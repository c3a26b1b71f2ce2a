using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Model.Certificates;
using Microsoft.AspNetCore.Http;
using Shouldly;
using static Gatehouse.Tests.Execution.Handshakes.MadeCertificates;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>What a call must bring before its domain looks at it (security §9.1).</summary>
public sealed class DomainGateTests
{
    private readonly DomainPlan _open = new([], refusal: null);
    private readonly DomainPlan _mutual;
    private readonly DomainPlan _unread = new([], refusal: null) { Handshake = new HandshakePlan(null, TlsPolicy.Of("TLS_1_2"), true, null) };
    private readonly DomainPlan _strict = new([], refusal: null) { IsStrict = true };
    private readonly DomainTable _table;
    private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 _root = Authority("root");

    public DomainGateTests()
    {
        Truststore.TryParse(_root.ExportCertificatePem(), out var truststore).ShouldBeNull();
        _mutual = new DomainPlan([], refusal: null) { Handshake = new HandshakePlan(null, TlsPolicy.Of("TLS_1_2"), true, truststore) };
        _table = new DomainTable(new Dictionary<string, DomainPlan>
        {
            ["open.example.com"] = _open,
            ["mutual.example.com"] = _mutual,
            ["unread.example.com"] = _unread,
            ["strict.example.com"] = _strict,
        });
    }

    [Fact]
    public void An_open_domain_asks_for_nothing() => Refuse(_open, null).ShouldBeNull();

    [Fact]
    public void A_mutual_domain_believes_its_own_handshake_only()
    {
        var good = Leaf("c", _root);
        Refuse(_mutual, new ReceivedConnection { ServerName = "mutual.example.com", Shown = good }).ShouldBeNull();
        Refuse(_mutual, new ReceivedConnection { ServerName = "open.example.com", Shown = good }).ShouldNotBeNull();
        Refuse(_mutual, new ReceivedConnection { ServerName = "unknown.example.com", Shown = good }).ShouldNotBeNull();
        Refuse(_mutual, new ReceivedConnection { Shown = good }).ShouldNotBeNull();
        Refuse(_mutual, new ReceivedConnection { ServerName = "mutual.example.com" }).ShouldNotBeNull();
        Refuse(_mutual, null).ShouldNotBeNull();
        Refuse(_mutual, new ReceivedConnection { ServerName = "mutual.example.com", Shown = Leaf("c", Authority("other")) })
            .ShouldBe("Access denied. Reason: Could not find issuer for certificate");
    }

    [Fact]
    public void Without_a_truststore_nobody_comes_in() =>
        Refuse(_unread, new ReceivedConnection { ServerName = "unread.example.com", Shown = Leaf("c", _root) }).ShouldNotBeNull();

    [Fact]
    public void A_strict_domain_wants_the_name_of_the_handshake()
    {
        Refuse(_strict, new ReceivedConnection { ServerName = "STRICT.example.com" }).ShouldBeNull();
        Refuse(_strict, new ReceivedConnection { ServerName = "open.example.com" }).ShouldNotBeNull();
        Refuse(_strict, null).ShouldNotBeNull();
    }

    [Fact]
    public void A_default_address_under_STRICT_wants_the_same_name()
    {
        IsSame("api.execute-api.localhost", "api.execute-api.localhost:443").ShouldBeTrue();
        IsSame("API.execute-api.localhost", "api.execute-api.localhost").ShouldBeTrue();
        IsSame("other.execute-api.localhost", "api.execute-api.localhost").ShouldBeFalse();
        IsSame("", "api.execute-api.localhost").ShouldBeFalse();
    }

    private static bool IsSame(string serverName, string host)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new ReceivedConnection { ServerName = serverName });
        return DomainGate.IsSameName(http, host);
    }

    private string? Refuse(DomainPlan domain, ReceivedConnection? connection)
    {
        var http = new DefaultHttpContext();
        if (connection is not null)
        {
            http.Features.Set(connection);
        }

        return DomainGate.Refuse(http, domain, _table, Now, out _);
    }
}
