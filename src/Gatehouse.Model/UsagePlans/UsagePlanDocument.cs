using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UsagePlans;

/// <summary>Who may call which stages how fast and how often. Stored under its id.</summary>
public sealed record UsagePlanDocument : IDocument<UsagePlanDocument>
{
    public static string Kind => "apigateway/usageplan";

    public static JsonTypeInfo<UsagePlanDocument> TypeInfo => UsagePlanJson.Default.UsagePlanDocument;

    /// <summary>Six lower-case letters and digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required ImmutableArray<ApiStage> ApiStages { get; init; }

    public RateLimits? Throttle { get; init; }

    public QuotaSettings? Quota { get; init; }

    public string? ProductCode { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }
}

/// <summary>A stage that a plan covers.</summary>
public sealed record ApiStage
{
    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>By <c>{resourcePath}/{VERB}</c>: <c>/pets/GET</c>, and <c>//GET</c> for the root.</summary>
    public ImmutableSortedDictionary<string, RateLimits>? Throttle { get; init; }
}

/// <summary>A token bucket's two numbers.</summary>
public sealed record RateLimits
{
    /// <value>Requests that may come at once: the bucket's size. -1 is no limit.</value>
    public int BurstLimit { get; init; }

    /// <value>Requests per second: the bucket's refill. -1 is no limit.</value>
    public double RateLimit { get; init; }
}

/// <summary>
/// How many requests a key may make in a period. The offset is the day on which a period begins, which is what the
/// guide's console and the validators of other tools say; AWS's model calls it requests subtracted from the first
/// period
/// (rest-execution §17 settles the conflict).
/// </summary>
public sealed record QuotaSettings
{
    /// <value>Requests.</value>
    public int Limit { get; init; }

    /// <value>DAY: 0. WEEK: 0 (Sunday) to 6. MONTH: 0 to 27 days after the first.</value>
    public int Offset { get; init; }

    /// <value>DAY, WEEK or MONTH.</value>
    public required string Period { get; init; }
}

/// <summary>A key's membership in a plan. Stored under <c>{planId}/{keyId}</c>.</summary>
public sealed record UsagePlanKeyDocument : IDocument<UsagePlanKeyDocument>
{
    public static string Kind => "apigateway/usageplankey";

    public static JsonTypeInfo<UsagePlanKeyDocument> TypeInfo => UsagePlanJson.Default.UsagePlanKeyDocument;

    public required string PlanId { get; init; }

    public required string KeyId { get; init; }

    /// <summary>Grows with every creation: lists show the newest first.</summary>
    public required long CreationOrder { get; init; }
}

/// <summary>
/// Rewritten by every change that could break a rule between plans and keys (a key has one plan per stage at most), so
/// that two such changes which read the same plans cannot both succeed. Stored under <see cref="Id"/>.
/// </summary>
public sealed record UsagePlanEditionDocument : IDocument<UsagePlanEditionDocument>
{
    public const string Id = "usageplans";

    public static string Kind => "apigateway/usageplanedition";

    public static JsonTypeInfo<UsagePlanEditionDocument> TypeInfo => UsagePlanJson.Default.UsagePlanEditionDocument;

    /// <summary>Counts the edits, for people who read the store.</summary>
    public long Edits { get; init; }

    /// <summary>How many keys there are, so that the quota of keys needs no counting.</summary>
    public int ApiKeys { get; init; }
}
