using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UsagePlans;

/// <summary>
/// What one key used of one plan in a calendar month. Stored under <c>{planId}/{yyyy-MM}/{keyId}</c>, so that a plan's
/// month is one range.
/// </summary>
public sealed record UsageDocument : IDocument<UsageDocument>
{
    public static string Kind => "apigateway/usage";

    public static JsonTypeInfo<UsageDocument> TypeInfo => UsagePlanJson.Default.UsageDocument;

    /// <summary>Requests by day of the month, <c>01</c> to <c>31</c>, UTC.</summary>
    public required ImmutableSortedDictionary<string, long> Days { get; init; }

    /// <summary>What UpdateUsage granted in this month, if it did.</summary>
    public UsageGrant? Grant { get; init; }
}

/// <summary>What UpdateUsage added to (or took from) a period's limit.</summary>
/// <param name="PeriodStart">The period's first day, as a day number (<see cref="DateOnly.DayNumber"/>).</param>
/// <param name="Requests">May be negative.</param>
public sealed record UsageGrant(int PeriodStart, long Requests);
