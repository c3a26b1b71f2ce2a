using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.Usage;

/// <summary>
/// Usage as the contract's <c>Usage</c>: one <c>[used, remaining]</c> per day (rest-control-plane §2.14).
/// </summary>
internal static class UsageShape
{
    private const string DateFormat = "yyyy-MM-dd";

    public static JsonObject Write(
        string planId, DateOnly first, DateOnly last, IEnumerable<KeyValuePair<string, JsonNode?>> keys) => new()
    {
        ["usagePlanId"] = planId,
        ["startDate"] = first.ToString(DateFormat, CultureInfo.InvariantCulture),
        ["endDate"] = last.ToString(DateFormat, CultureInfo.InvariantCulture),
        ["items"] = new JsonObject(keys),
    };

    /// <summary>
    /// One pair for each day, those to come included. Remaining is what the day's period leaves at the day's end;
    /// without
    /// a quota it is 0 (unconfirmed).
    /// </summary>
    public static JsonArray Days(QuotaSettings? quota, UsageHistory? history, DateOnly first, DateOnly last)
    {
        var used = history?.Days ?? ImmutableSortedDictionary<DateOnly, long>.Empty;
        var days = new JsonArray();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            days.Add((JsonNode)new JsonArray(
                used.GetValueOrDefault(day), quota is null ? 0 : Remaining(quota, history, day)));
        }

        return days;
    }

    public static long Remaining(QuotaSettings quota, UsageHistory? history, DateOnly day)
    {
        var start = QuotaPeriod.StartOf(quota, day);
        var granted = history?.Grants.LastOrDefault(grant => grant.PeriodStart == start.DayNumber)?.Requests ?? 0;
        return Math.Max(0, quota.Limit + granted - UsedIn(history, start, day));
    }

    public static long UsedIn(UsageHistory? history, DateOnly first, DateOnly last) =>
        history?.Days.Where(one => one.Key >= first && one.Key <= last).Sum(one => one.Value) ?? 0;

    /// <summary>The texts are unconfirmed.</summary>
    public static (DateOnly First, DateOnly Last) ReadRange(string start, string end)
    {
        var first = ReadDate(start);
        var last = ReadDate(end);
        if (last < first)
        {
            throw ApiGatewayFaults.BadRequest("Invalid date range specified: endDate must not be before startDate");
        }

        return last.DayNumber - first.DayNumber < UsagePlanLimits.MaxUsageDays
            ? (first, last)
            : throw ApiGatewayFaults.BadRequest(
                $"Invalid date range specified: at most {UsagePlanLimits.MaxUsageDays} days are allowed");
    }

    private static DateOnly ReadDate(string text) => DateOnly.TryParseExact(
        text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw ApiGatewayFaults.BadRequest($"Invalid date specified: {text}. Dates must be in the form yyyy-MM-dd");
}
