using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.Exchange;

/// <summary>A "VPC endpoint": a listener or a range of addresses that the operator gave a name (security §4.5).</summary>
internal sealed class VpcEndpointPlan
{
    /// <value><c>vpce-…</c></value>
    public required string Id { get; init; }

    /// <value><c>vpc-…</c></value>
    public required string VpcId { get; init; }

    /// <summary>The endpoint's own policy; <see langword="null"/> lets everything through, as AWS's default does.</summary>
    public PolicyPlan? Policy { get; init; }

    /// <summary>The names of public APIs lead here too, and are refused (security §4.3).</summary>
    public bool HasPrivateDns { get; init; }

    /// <summary>It has a listener of its own, where nothing but APIs is served.</summary>
    public bool HasListener { get; init; }

    /// <summary>
    /// Public APIs are not served here. With a policy of the endpoint neither, because methods without a guard of their own
    /// would not ask it.
    /// </summary>
    public bool IsPublicRefused => HasPrivateDns || Policy is not null;
}
