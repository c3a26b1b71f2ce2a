using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGatewayV2.DomainNames;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

/// <summary>What a routing rule may be (http-api §3.11). The texts are ours: the sheet names the rules, not the words.</summary>
internal static class RoutingRuleRules
{
    private const int MaxPriority = 1_000_000;

    private const int MaxConditions = 3;

    private const int MaxHeaderConditions = 2;

    /// <value>Alternatives of one condition. Ours: AWS states none, and every list has a bound.</value>
    private const int MaxAlternatives = 64;

    private const int MaxTextLength = 300;

    public static void Check(RoutingRuleDocument rule)
    {
        if (rule.Priority is < 1 or > MaxPriority)
        {
            throw ApiGatewayV2Faults.BadRequest($"Priority must be between 1 and {MaxPriority}");
        }

        var conditions = rule.Conditions;
        if (conditions.Length > MaxConditions
            || conditions.Count(static one => one.Headers is not null) > MaxHeaderConditions
            || conditions.Count(static one => one.BasePaths is not null) > 1)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"A routing rule can have at most {MaxHeaderConditions} MatchHeaders conditions and one MatchBasePaths "
                + "condition");
        }

        foreach (var condition in conditions)
        {
            Check(condition);
        }
    }

    /// <summary>The target is a REST API: an HTTP API is refused, and so is a domain that has both kinds.</summary>
    public static async ValueTask CheckTargetAsync(
        ApiV2Store store, DocumentScope scope, string domainKey, RoutingRuleDocument rule,
        CancellationToken cancellationToken)
    {
        if (await store.Documents.FindAsync<ApiV2Document>(scope, rule.ApiId, cancellationToken) is not null)
        {
            throw ApiGatewayV2Faults.BadRequest("Routing rules can only invoke REST APIs");
        }

        if (await store.Documents.FindAsync<RestApiDocument>(scope, rule.ApiId, cancellationToken) is null)
        {
            throw ApiGatewayV2Faults.NoApi(scope.Account, rule.ApiId);
        }

        if (await store.Documents.FindAsync<StageDocument>(scope, $"{rule.ApiId}/{rule.Stage}", cancellationToken) is null)
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid stage identifier specified");
        }

        foreach (var mapping in await DomainNameV2Store.MappingsAsync(store, scope, domainKey, cancellationToken))
        {
            if (await store.Documents.FindAsync<ApiV2Document>(scope, mapping.Value.RestApiId, cancellationToken)
                is not null)
            {
                throw ApiGatewayV2Faults.BadRequest(
                    "Routing rules are not supported for a domain name that is mapped to HTTP APIs");
            }
        }
    }

    public static void CheckPriority(
        ImmutableArray<Versioned<RoutingRuleDocument>> rules, RoutingRuleDocument rule)
    {
        if (rules.Any(other =>
            other.Value.RoutingRuleId != rule.RoutingRuleId && other.Value.Priority == rule.Priority))
        {
            throw ApiGatewayV2Faults.Conflict(
                $"A routing rule with priority {rule.Priority} already exists for this domain name");
        }
    }

    private static void Check(RoutingCondition condition)
    {
        var alternatives = condition.Headers?.Length ?? condition.BasePaths?.Length ?? 0;
        if (condition.Headers is null == condition.BasePaths is null || alternatives is 0 or > MaxAlternatives)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"A condition must have either MatchHeaders or MatchBasePaths with 1 to {MaxAlternatives} alternatives");
        }

        foreach (var match in condition.Headers ?? [])
        {
            var value = match.ValueGlob.AsSpan();
            var inner = value.Length <= 2 ? default : value[1..^1];
            if (match.Header.Length is 0 or > MaxTextLength || value.IsEmpty || value.Length > MaxTextLength
                || inner.Contains('*'))
            {
                throw ApiGatewayV2Faults.BadRequest(
                    $"Invalid header match: {match.Header}. A * is allowed at the beginning and the end of a value only");
            }
        }

        foreach (var path in condition.BasePaths ?? [])
        {
            if (path.Length is 0 or > MaxTextLength || path.StartsWith('/') || path.EndsWith('/'))
            {
                throw ApiGatewayV2Faults.BadRequest($"Invalid base path: {path}");
            }
        }
    }
}
