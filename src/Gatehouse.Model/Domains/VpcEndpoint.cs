using System.Collections.Immutable;
using System.Net;

namespace Gatehouse.Model.Domains;

/// <summary>
/// A "VPC endpoint" of this server: a listener of its own, or a range of addresses on the ordinary ones, that the operator gave
/// a name (security §4.5).
/// </summary>
public sealed record VpcEndpoint
{
    /// <value><c>vpce-…</c></value>
    public required string Id { get; init; }

    /// <value><c>vpc-…</c></value>
    public required string VpcId { get; init; }

    /// <summary>Its own address and port; <see langword="null"/>: whoever comes from <see cref="Sources"/>.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The listener speaks TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>Who may connect; everyone when empty, which only a listener of its own may say.</summary>
    public ImmutableArray<IPNetwork> Sources { get; init; } = [];

    /// <summary>A policy as JSON text; <see langword="null"/> lets everything through.</summary>
    public string? Policy { get; init; }

    /// <summary>The names of public APIs lead here too, and are refused.</summary>
    public bool HasPrivateDns { get; init; } = true;
}
