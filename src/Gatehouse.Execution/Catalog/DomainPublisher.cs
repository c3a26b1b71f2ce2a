using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes the custom domains. They are few and change seldom: a change builds the table anew.
/// </summary>
internal sealed class DomainPublisher(TimeProvider time, ILogger logger) : IDocumentObserver
{
    private readonly DomainCertificates _certificates = new(logger);
    private volatile DomainTable _current = DomainTable.Empty;

    public DomainTable Current => _current;

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var domains = await store.ListAllAsync<DomainNameDocument>(cancellationToken);
        if (domains.IsEmpty)
        {
            _current = DomainTable.Empty;
            return;
        }

        await _certificates.LoadAsync(store, cancellationToken);
        var mappings = await store.ListAllAsync<BasePathMappingDocument>(cancellationToken);
        var byDomain = mappings.ToLookup(
            mapping => (mapping.Scope, mapping.Document.Id[..mapping.Document.Id.IndexOf('/', StringComparison.Ordinal)]),
            mapping => mapping.Document.Value);
        var rules = (await store.ListAllAsync<RoutingRuleDocument>(cancellationToken)).ToLookup(
            static rule => (rule.Scope, rule.Document.Id[..rule.Document.Id.IndexOf('/', StringComparison.Ordinal)]),
            static rule => rule.Document.Value);
        var endpoints = (await store.ListAllAsync<DomainNameAccessAssociationDocument>(cancellationToken))
            .Where(static one => !one.Document.Value.IsRejected)
            .ToLookup(static one => one.Document.Value.DomainNameArn, static one => one.Document.Value.AccessAssociationSource);
        var table = new Dictionary<string, DomainPlan>(StringComparer.OrdinalIgnoreCase);
        var byEndpoint = new Dictionary<string, Dictionary<string, DomainPlan>>(StringComparer.Ordinal);

        // Public ones first: they own their names.
        foreach (var (scope, domain) in domains.OrderBy(static one => one.Document.Value.IsPrivate()))
        {
            var plan = PlanOf(scope, domain, byDomain[(scope, domain.Id)], rules[(scope, domain.Id)]);
            if (!domain.Value.IsPrivate())
            {
                table.TryAdd(domain.Value.DomainName, plan);
                continue;
            }

            foreach (var endpoint in endpoints[domain.Value.DomainNameArn ?? string.Empty])
            {
                if (!byEndpoint.TryGetValue(endpoint, out var own))
                {
                    byEndpoint[endpoint] = own = new Dictionary<string, DomainPlan>(StringComparer.OrdinalIgnoreCase);
                }

                own.TryAdd(domain.Value.DomainName, plan);
            }

            // Everywhere else the name leads to nothing, and to no other plane either.
            table.TryAdd(
                domain.Value.DomainName,
                new DomainPlan([], "The private domain is not associated with the endpoint of this connection"));
        }

        _current = new DomainTable(
            table, byEndpoint.ToDictionary(
                static one => one.Key, static one => (IReadOnlyDictionary<string, DomainPlan>)one.Value));
    }

    public ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken) =>
        commit.Changes.Any(static change =>
            change.Key.Kind == DomainNameDocument.Kind || change.Key.Kind == BasePathMappingDocument.Kind
            || change.Key.Kind == RoutingRuleDocument.Kind || change.Key.Kind == DomainNameAccessAssociationDocument.Kind
            || DomainCertificates.IsOne(change.Key.Kind))
            ? LoadAsync(store, cancellationToken)
            : default;

    /// <summary>The routing mode says which of the two count (http-api §3.8).</summary>
    private DomainPlan PlanOf(
        DocumentScope scope, Versioned<DomainNameDocument> found, IEnumerable<BasePathMappingDocument> mappings,
        IEnumerable<RoutingRuleDocument> rules)
    {
        var domain = found.Value;
        return new DomainPlan(
            domain.RoutingMode == "ROUTING_RULE_ONLY"
                ? []
                : mappings.Select(static mapping => new DomainMapping(
                    mapping.BasePath == BasePathMappingDocument.None ? string.Empty : mapping.BasePath,
                    mapping.RestApiId,
                    mapping.Stage)).ToImmutableArray(),
            refusal: null,
            domain.RoutingMode is "ROUTING_RULE_ONLY" or "ROUTING_RULE_THEN_BASE_PATH_MAPPING"
                ? rules.OrderBy(static rule => rule.Priority).Select(RuleOf)
                : [])
        {
            Handshake = new HandshakePlan(
                _certificates.Find(scope, found.Id, domain),
                TlsPolicy.Of(domain.SecurityPolicy),
                domain.MutualTlsAuthentication is not null,
                _certificates.FindTruststore(scope, found.Id, domain)),
            IsStrict = domain.EndpointAccessMode == "STRICT",
            Private = domain.IsPrivate() ? PrivateRuleOf(scope, domain) : null,
        };
    }

    /// <summary>The shorthand for the domain itself stands in a policy as it was written (rest-control-plane §8.5).</summary>
    private PrivateDomainRule PrivateRuleOf(DocumentScope scope, DomainNameDocument domain)
    {
        var arn = $"arn:aws:execute-api:{scope.Region}:{scope.Account}:/domainnames/{domain.Key()}";
        _ = PolicyPlan.TryCompile(
            domain.Policy?.Replace("\"execute-api:/*\"", $"\"{arn}\"", StringComparison.Ordinal) ?? string.Empty,
            PolicyKind.Resource, out var policy, out _);
        return new PrivateDomainRule(scope.Account, scope.Region, arn, policy, time);
    }

    private static RoutingRulePlan RuleOf(RoutingRuleDocument rule) => new(
        rule.ApiId,
        rule.Stage,
        rule.StripBasePath,
        [
            .. rule.Conditions.Where(static condition => condition.Headers is { IsEmpty: false }).Select(
                static condition => condition.Headers!.Value
                    .Select(static match => HeaderGlob.Parse(match.Header, match.ValueGlob)).ToArray()),
        ],
        [
            .. rule.Conditions.Where(static condition => condition.BasePaths is { IsEmpty: false }).Select(
                static condition => condition.BasePaths!.Value.ToArray()),
        ]);
}
