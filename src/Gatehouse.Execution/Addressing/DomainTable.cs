using System.Collections.Frozen;
using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Addressing;

/// <summary>
/// The custom domains in force, by name in any case. <c>*.example.com</c> stands for every name that is one label longer
/// and has no domain of its own. Private ones are found through the endpoints that are associated with them.
/// </summary>
internal sealed class DomainTable(
    IReadOnlyDictionary<string, DomainPlan> domains,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, DomainPlan>>? byEndpoint = null)
{
    public static readonly DomainTable Empty = new(new Dictionary<string, DomainPlan>());

    private readonly DomainNames _public = new(domains);

    private readonly FrozenDictionary<string, DomainNames> _private =
        (byEndpoint ?? new Dictionary<string, IReadOnlyDictionary<string, DomainPlan>>()).ToFrozenDictionary(
            static one => one.Key, static one => new DomainNames(one.Value), StringComparer.Ordinal);

    public bool IsEmpty { get; } = domains.Count == 0;

    /// <param name="host">The Host header, with or without a port.</param>
    public DomainPlan? Find(ReadOnlySpan<char> host) => _public.Find(host);

    /// <param name="host">The Host header, with or without a port.</param>
    /// <param name="endpoint">The endpoint that the call came through.</param>
    public DomainPlan? Find(ReadOnlySpan<char> host, VpcEndpointPlan? endpoint) =>
        endpoint is not null && _private.TryGetValue(endpoint.Id, out var own) && own.Find(host) is { } found
            ? found
            : _public.Find(host);

    private sealed class DomainNames(IReadOnlyDictionary<string, DomainPlan> domains)
    {
        private readonly FrozenDictionary<string, DomainPlan>.AlternateLookup<ReadOnlySpan<char>> _byName = domains
            .Where(static domain => !domain.Key.StartsWith('*'))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

        /// <summary>By what follows the star's dot.</summary>
        private readonly FrozenDictionary<string, DomainPlan>.AlternateLookup<ReadOnlySpan<char>> _byParent = domains
            .Where(static domain => domain.Key.StartsWith('*'))
            .ToFrozenDictionary(
                static domain => domain.Key[2..], static domain => domain.Value, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

        public DomainPlan? Find(ReadOnlySpan<char> host)
        {
            var colon = host.IndexOf(':');
            var name = colon < 0 ? host : host[..colon];
            if (_byName.TryGetValue(name, out var domain))
            {
                return domain;
            }

            var dot = name.IndexOf('.');
            return dot > 0 && _byParent.TryGetValue(name[(dot + 1)..], out domain) ? domain : null;
        }
    }
}
