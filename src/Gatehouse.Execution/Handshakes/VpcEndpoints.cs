using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Domains;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Execution.Handshakes;

/// <summary>
/// Tells by where a connection came in which VPC endpoint it belongs to. What a client sends says nothing about it (security
/// §4.5).
/// </summary>
public sealed class VpcEndpoints
{
    private readonly FrozenDictionary<string, (VpcEndpoint Endpoint, VpcEndpointPlan Plan)> _byId;
    private readonly ImmutableArray<(VpcEndpoint Endpoint, VpcEndpointPlan Plan)> _bySource;

    /// <exception cref="ArgumentException">A policy that cannot be understood.</exception>
    internal VpcEndpoints(ImmutableArray<VpcEndpoint> endpoints)
    {
        var all = endpoints.Select(static endpoint => (Endpoint: endpoint, Plan: Compile(endpoint))).ToList();
        _byId = all.ToFrozenDictionary(static one => one.Endpoint.Id, StringComparer.Ordinal);
        _bySource = [.. all.Where(static one => one.Endpoint.Listen is null)];
    }

    /// <summary>Connections of the ordinary listeners have to be looked at.</summary>
    public bool HasSources => !_bySource.IsEmpty;

    internal bool IsEmpty => _byId.Count == 0;

    /// <summary>Marks a connection of an endpoint's own listener.</summary>
    /// <returns><see langword="false"/> when its address may not come in: the connection is to be closed.</returns>
    public bool TryEnter(ConnectionContext connection, string id)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var (endpoint, plan) = _byId[id];
        if (!endpoint.Sources.IsEmpty && !IsWithin(endpoint, connection))
        {
            return false;
        }

        connection.Features.Set(new ReceivedConnection { Endpoint = plan });
        return true;
    }

    /// <summary>Marks a connection of an ordinary listener when its address is an endpoint's.</summary>
    public void Enter(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        foreach (var (endpoint, plan) in _bySource)
        {
            if (IsWithin(endpoint, connection))
            {
                connection.Features.Set(new ReceivedConnection { Endpoint = plan });
                return;
            }
        }
    }

    private static bool IsWithin(VpcEndpoint endpoint, ConnectionContext connection)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return endpoint.Sources.Any(range => range.Contains(plain));
    }

    private static VpcEndpointPlan Compile(VpcEndpoint endpoint)
    {
        PolicyPlan? policy = null;
        if (endpoint.Policy is { } text && !PolicyPlan.TryCompile(text, PolicyKind.Resource, out policy, out var fault))
        {
            throw new ArgumentException($"The policy of the endpoint {endpoint.Id} cannot be understood: {fault}", nameof(endpoint));
        }

        return new VpcEndpointPlan
        {
            Id = endpoint.Id,
            VpcId = endpoint.VpcId,
            Policy = policy,
            HasPrivateDns = endpoint.HasPrivateDns,
            HasListener = endpoint.Listen is not null,
        };
    }
}
