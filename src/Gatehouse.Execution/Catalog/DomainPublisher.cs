using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes the custom domains. They are few and change seldom: a change builds the table anew.
/// </summary>
internal sealed class DomainPublisher : IDocumentObserver
{
    private volatile DomainTable _current = DomainTable.Empty;

    public DomainTable Current => _current;

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var domains = await store.ListAllAsync<DomainNameDocument>(cancellationToken);
        var mappings = await store.ListAllAsync<BasePathMappingDocument>(cancellationToken);
        var byDomain = mappings.ToLookup(
            mapping => (mapping.Scope, mapping.Document.Id[..mapping.Document.Id.IndexOf('/', StringComparison.Ordinal)]),
            mapping => mapping.Document.Value);
        var rules = (await store.ListAllAsync<RoutingRuleDocument>(cancellationToken)).ToLookup(
            static rule => (rule.Scope, rule.Document.Id[..rule.Document.Id.IndexOf('/', StringComparison.Ordinal)]),
            static rule => rule.Document.Value);
        var table = new Dictionary<string, DomainPlan>(StringComparer.OrdinalIgnoreCase);
        foreach (var (scope, domain) in domains)
        {
            // Private names are not unique; the first keeps the name, and all of them refuse.
            table.TryAdd(
                domain.Value.DomainName,
                PlanOf(domain.Value, byDomain[(scope, domain.Id)], rules[(scope, domain.Id)]));
        }

        _current = table.Count == 0 ? DomainTable.Empty : new DomainTable(table);
    }

    public ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken) =>
        commit.Changes.Any(static change =>
            change.Key.Kind == DomainNameDocument.Kind || change.Key.Kind == BasePathMappingDocument.Kind
            || change.Key.Kind == RoutingRuleDocument.Kind)
            ? LoadAsync(store, cancellationToken)
            : default;

    /// <summary>The routing mode says which of the two count (http-api §3.8).</summary>
    private static DomainPlan PlanOf(
        DomainNameDocument domain, IEnumerable<BasePathMappingDocument> mappings,
        IEnumerable<RoutingRuleDocument> rules) => new(
        domain.RoutingMode == "ROUTING_RULE_ONLY"
            ? []
            : mappings.Select(static mapping => new DomainMapping(
                mapping.BasePath == BasePathMappingDocument.None ? string.Empty : mapping.BasePath,
                mapping.RestApiId,
                mapping.Stage)).ToImmutableArray(),
        RefusalOf(domain),
        domain.RoutingMode is "ROUTING_RULE_ONLY" or "ROUTING_RULE_THEN_BASE_PATH_MAPPING"
            ? rules.OrderBy(static rule => rule.Priority).Select(RuleOf)
            : []);

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

    /// <summary>Fail closed: what would guard a domain and is not built refuses its calls.</summary>
    private static string? RefusalOf(DomainNameDocument domain) =>
        domain.IsPrivate() ? "Private custom domains are not built yet"
        : domain.MutualTlsAuthentication is not null ? "Mutual TLS of custom domains is not built yet"
        : null;
}
