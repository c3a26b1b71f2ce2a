using System.Net;
using Gatehouse.Execution.Authorizers.Jwt;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>Where keys may be fetched from: security §11.3.</summary>
public sealed class EgressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", true, true)]
    [InlineData("10.1.2.3", true, true)] // issuers stand in private networks
    [InlineData("192.168.0.1", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.9.9.9", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("169.254.170.2", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]  // the same address behind NAT64
    [InlineData("2002:a9fe:a9fe::1", false, false)]   // and behind 6to4
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    public void An_address_is_judged_by_what_is_reached_in_the_end(string text, bool remote, bool local)
    {
        var address = IPAddress.Parse(text);
        EgressRules.AllowsRemote(address).ShouldBe(remote);
        EgressRules.AllowsLocal(address).ShouldBe(local);
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://localhost.", true)]
    [InlineData("http://keys.localhost", true)]
    [InlineData("http://127.1", true)]
    [InlineData("http://0x7f.1", true)]
    [InlineData("http://[::1]", true)]
    [InlineData("http://[::ffff:127.0.0.1]", true)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://10.0.0.1", false)]
    public void This_machine_is_meant_only_where_it_is_named_in_whatever_spelling(string url, bool isNamed)
    {
        IssuerUrl.TryParse(url, out var parsed).ShouldBeTrue();
        parsed!.IsThisMachine.ShouldBe(isNamed);
    }

    [Theory]
    [InlineData("https://a.example", "https://b.example/keys", true)]
    [InlineData("https://a.example", "http://b.example/keys", false)]
    [InlineData("http://a.example", "http://127.0.0.1/keys", false)]
    [InlineData("http://127.0.0.1:9", "http://localhost:9/keys", true)]
    [InlineData("http://a.example", "https://b.example/keys", true)]
    public void An_issuer_leads_neither_to_plain_text_nor_into_this_machine(string issuer, string keys, bool mayLead)
    {
        IssuerUrl.TryParse(issuer, out var from).ShouldBeTrue();
        IssuerUrl.TryParse(keys, out var to).ShouldBeTrue();
        from!.MayLeadTo(to!).ShouldBe(mayLead);
    }
}
