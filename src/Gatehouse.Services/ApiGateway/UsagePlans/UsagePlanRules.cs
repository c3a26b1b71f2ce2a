using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>
/// What a plan may hold (rest-control-plane §2.12). The texts are unconfirmed but for those of the quota.
/// </summary>
internal static class UsagePlanRules
{
    /// <summary>-1, as stages have it; AWS says nothing of it for plans.</summary>
    private const int NoLimit = -1;

    private const int LastWeekOffset = 6;
    private const int LastMonthOffset = 27;

    private static readonly FrozenSet<string> Verbs = FrozenSet.Create(
        StringComparer.Ordinal, "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    /// <summary>Checks the whole plan, as it would be stored.</summary>
    public static UsagePlanDocument Check(UsagePlanDocument plan)
    {
        if (string.IsNullOrWhiteSpace(plan.Name))
        {
            throw ApiGatewayFaults.BadRequest("Usage Plan name cannot be empty");
        }

        CheckRates(plan.Throttle);
        CheckQuota(plan.Quota);
        foreach (var stage in plan.ApiStages)
        {
            CheckMethods(stage.Throttle);
        }

        return plan;
    }

    /// <summary>The stages of a CreateUsagePlan, in order; one that is named twice counts once.</summary>
    public static ImmutableArray<ApiStage> ReadStages(JsonNode? member) => member is JsonArray list
        ?
        [
            .. list.OfType<JsonObject>().Select(ReadStage).DistinctBy(stage => (stage.ApiId, stage.Stage)),
        ]
        : [];

    /// <summary>A missing one of the two numbers is 0, and a bucket of 0 lets nothing through.</summary>
    public static RateLimits? ReadRates(JsonNode? member) => member is JsonObject rates
        ? new RateLimits
        {
            BurstLimit = rates["burstLimit"]?.GetValue<int>() ?? 0,
            RateLimit = rates["rateLimit"]?.GetValue<double>() ?? 0,
        }
        : null;

    public static QuotaSettings? ReadQuota(JsonNode? member) => member is JsonObject quota
        ? new QuotaSettings
        {
            Limit = quota["limit"]?.GetValue<int>() ?? 0,
            Offset = quota["offset"]?.GetValue<int>() ?? 0,
            Period = quota["period"]?.GetValue<string>() ?? "",
        }
        : null;

    /// <summary>The map of a stage's methods. An empty one is none.</summary>
    public static ImmutableSortedDictionary<string, RateLimits>? ReadMethods(JsonNode? member)
    {
        if (member is not JsonObject { Count: > 0 } methods)
        {
            return null;
        }

        var read = ImmutableSortedDictionary.CreateBuilder<string, RateLimits>(StringComparer.Ordinal);
        foreach (var (method, rates) in methods)
        {
            read[method] = ReadRates(rates) ?? throw ApiGatewayFaults.BadRequest(
                $"Invalid throttle settings specified for method {method}");
        }

        return read.ToImmutable();
    }

    private static ApiStage ReadStage(JsonObject stage) => new()
    {
        ApiId = ReadName(stage["apiId"]),
        Stage = ReadName(stage["stage"]),
        Throttle = ReadMethods(stage["throttle"]),
    };

    private static string ReadName(JsonNode? member) => member?.GetValue<string>() is { Length: > 0 } name
        ? name
        : throw UsagePlanFaults.MalformedStage();

    private static void CheckRates(RateLimits? rates)
    {
        if (rates is null)
        {
            return;
        }

        if (rates.BurstLimit < NoLimit)
        {
            throw ApiGatewayFaults.BadRequest("Usage Plan throttle burstLimit must not be negative");
        }

        if (!double.IsFinite(rates.RateLimit) || (rates.RateLimit < 0 && !rates.RateLimit.Equals(NoLimit)))
        {
            throw ApiGatewayFaults.BadRequest("Usage Plan throttle rateLimit must not be negative");
        }
    }

    private static void CheckQuota(QuotaSettings? quota)
    {
        if (quota is null)
        {
            return;
        }

        if (quota.Limit < 0)
        {
            throw ApiGatewayFaults.BadRequest("Usage Plan quota limit must not be negative");
        }

        switch (quota.Period)
        {
            case QuotaPeriod.Day when quota.Offset != 0:
                throw ApiGatewayFaults.BadRequest("Usage Plan quota offset must be zero in the DAY period");
            case QuotaPeriod.Week when quota.Offset is < 0 or > LastWeekOffset:
                throw ApiGatewayFaults.BadRequest(
                    "Usage Plan quota offset must be between zero and six inclusive in the WEEK period");
            case QuotaPeriod.Month when quota.Offset is < 0 or > LastMonthOffset:
                throw ApiGatewayFaults.BadRequest(
                    "Usage Plan quota offset must be between zero and 27 inclusive in the MONTH period");
            case QuotaPeriod.Day or QuotaPeriod.Week or QuotaPeriod.Month:
                return;
            default:
                throw ApiGatewayFaults.BadRequest("Usage Plan quota period must be one of: [DAY, WEEK, MONTH]");
        }
    }

    private static void CheckMethods(ImmutableSortedDictionary<string, RateLimits>? methods)
    {
        if (methods is null)
        {
            return;
        }

        if (methods.Count > UsagePlanLimits.MethodThrottlesPerStage)
        {
            throw ApiGatewayFaults.BadRequest(
                $"A Usage Plan can have at most {UsagePlanLimits.MethodThrottlesPerStage} method throttles per API "
                + "Stage");
        }

        foreach (var (method, rates) in methods)
        {
            var verb = method.LastIndexOf('/');
            if (verb < 1 || method[0] != '/' || !Verbs.Contains(method[(verb + 1)..]))
            {
                throw ApiGatewayFaults.BadRequest($"Invalid method specified: {method}");
            }

            CheckRates(rates);
        }
    }
}
