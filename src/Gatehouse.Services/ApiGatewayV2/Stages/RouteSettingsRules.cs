using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>Settings of routes at a stage (http-api §3.7). Rates and bursts of 0 are taken: they let nothing pass.</summary>
internal static class RouteSettingsRules
{
    public static RouteSettingsV2 Merge(RouteSettingsV2? before, JsonObject sent, bool isWebSocket)
    {
        // OFF and false are what tools send that mean nothing by it.
        if (!isWebSocket && (sent["LoggingLevel"]?.GetValue<string>() is "ERROR" or "INFO"
            || sent["DataTraceEnabled"]?.GetValue<bool>() == true))
        {
            throw ApiGatewayV2Faults.BadRequest("Execution logs are not supported on protocolType HTTP");
        }

        before ??= new RouteSettingsV2();
        var merged = before with
        {
            DetailedMetricsEnabled =
                sent["DetailedMetricsEnabled"]?.GetValue<bool>() ?? before.DetailedMetricsEnabled,
            ThrottlingBurstLimit = sent["ThrottlingBurstLimit"]?.GetValue<int>() ?? before.ThrottlingBurstLimit,
            ThrottlingRateLimit = sent["ThrottlingRateLimit"]?.GetValue<double>() ?? before.ThrottlingRateLimit,
        };
        if (isWebSocket)
        {
            merged = merged with
            {
                LoggingLevel = sent["LoggingLevel"]?.GetValue<string>() ?? before.LoggingLevel,
                DataTraceEnabled = sent["DataTraceEnabled"]?.GetValue<bool>() ?? before.DataTraceEnabled,
            };
        }

        if (merged.ThrottlingBurstLimit < 0 || !(merged.ThrottlingRateLimit is null or (>= 0 and < double.MaxValue)))
        {
            // The text is ours.
            throw ApiGatewayV2Faults.BadRequest("Throttling limits must be numbers that are not negative");
        }

        return merged;
    }

    /// <summary>By route key, which must be a route's; the status is unconfirmed.</summary>
    public static ImmutableSortedDictionary<string, RouteSettingsV2> Merge(
        ImmutableSortedDictionary<string, RouteSettingsV2> before, JsonObject sent, ISet<string> routeKeys,
        bool isWebSocket)
    {
        var result = before;
        foreach (var (key, settings) in sent)
        {
            if (!routeKeys.Contains(key))
            {
                throw NoRoute(key);
            }

            result = result.SetItem(key, Merge(before.GetValueOrDefault(key), settings as JsonObject ?? [], isWebSocket));
        }

        return result;
    }

    public static Exception NoRoute(string key) => ApiGatewayV2Faults.NotFound(
        $"Unable to find Route by key {key} within the provided RouteSettings", "RouteSettings");
}
