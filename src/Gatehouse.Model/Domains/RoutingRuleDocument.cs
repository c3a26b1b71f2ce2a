using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Domains;

/// <summary>
/// Leads calls of a custom domain to a REST API by headers and base paths (http-api §3.11). Stored under
/// <c>{domain key}/{routingRuleId}</c>.
/// </summary>
public sealed record RoutingRuleDocument : IDocument<RoutingRuleDocument>
{
    public static string Kind => "apigateway/routingrule";

    public static JsonTypeInfo<RoutingRuleDocument> TypeInfo => DomainJson.Default.RoutingRuleDocument;

    public required string RoutingRuleId { get; init; }

    public required string RoutingRuleArn { get; init; }

    /// <value>1 to 1,000,000, its own within the domain; the lowest is tried first.</value>
    public required int Priority { get; init; }

    /// <summary>All must hold; none at all takes every call.</summary>
    public required ImmutableArray<RoutingCondition> Conditions { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>The matched base path is cut off before the API sees the path.</summary>
    public required bool StripBasePath { get; init; }
}

/// <summary>Exactly one of the two: any of its alternatives must match.</summary>
public sealed record RoutingCondition
{
    public ImmutableArray<HeaderMatch>? Headers { get; init; }

    /// <summary>Without slashes around them; case counts.</summary>
    public ImmutableArray<string>? BasePaths { get; init; }
}

/// <summary>A header of the call.</summary>
public sealed record HeaderMatch
{
    /// <summary>In any case.</summary>
    public required string Header { get; init; }

    /// <summary>The whole value; <c>*</c> at the beginning, the end or both stands for anything.</summary>
    public required string ValueGlob { get; init; }
}
