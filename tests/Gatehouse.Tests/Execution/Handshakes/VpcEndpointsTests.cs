using System.Net;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Model.Domains;
using Microsoft.AspNetCore.Connections;
using Shouldly;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>Where a connection came in, not what it says, makes it an endpoint's (security §4.5).</summary>
public sealed class VpcEndpointsTests
{
    private readonly VpcEndpoints _endpoints = new(
    [
        new VpcEndpoint { Id = "vpce-range", VpcId = "vpc-1", Sources = [IPNetwork.Parse("10.1.0.0/16")] },
        new VpcEndpoint
        {
            Id = "vpce-own", VpcId = "vpc-2", Listen = new IPEndPoint(IPAddress.Loopback, 0), Sources = [IPNetwork.Parse("192.0.2.0/24")],
        },
    ]);

    [Theory]
    [InlineData("10.1.2.3", "vpce-range")]
    [InlineData("::ffff:10.1.2.3", "vpce-range")]
    [InlineData("10.2.0.1", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("2001:db8::1", null)]
    public void On_an_ordinary_listener_the_address_decides(string address, string? endpoint)
    {
        var connection = From(address);
        _endpoints.Enter(connection);
        connection.Features.Get<ReceivedConnection>()?.Endpoint?.Id.ShouldBe(endpoint);
        (connection.Features.Get<ReceivedConnection>() is null).ShouldBe(endpoint is null);
    }

    [Fact]
    public void On_its_own_listener_only_its_sources_come_in()
    {
        var connection = From("192.0.2.7");
        _endpoints.TryEnter(connection, "vpce-own").ShouldBeTrue();
        connection.Features.Get<ReceivedConnection>()!.Endpoint!.VpcId.ShouldBe("vpc-2");
        _endpoints.TryEnter(From("10.1.2.3"), "vpce-own").ShouldBeFalse();
    }

    [Fact]
    public void A_policy_that_cannot_be_understood_is_no_policy() =>
        Should.Throw<ArgumentException>(() => new VpcEndpoints([new VpcEndpoint { Id = "vpce-x", VpcId = "vpc-x", Policy = "{}" }]));

    private static DefaultConnectionContext From(string address) =>
        new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1234) };
}
