using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Patching;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>The PATCH table of a plan (rest-control-plane §2.12).</summary>
internal static class UsagePlanPatches
{
    private const PatchOps Set = PatchOps.Add | PatchOps.Replace;
    private const string StagesPrefix = "/apiStages/";
    private const string Throttle = "/throttle";
    private const string RateSuffix = "/rateLimit";
    private const string BurstSuffix = "/burstLimit";

    /// <summary>As a refusal lists them; the list is unconfirmed.</summary>
    private static readonly string[] StagePaths =
    [
        "/apiStages/{apiId:stageName}/throttle",
        "/apiStages/{apiId:stageName}/throttle/{resourcePath}/{httpMethod}",
        "/apiStages/{apiId:stageName}/throttle/{resourcePath}/{httpMethod}/rateLimit",
        "/apiStages/{apiId:stageName}/throttle/{resourcePath}/{httpMethod}/burstLimit",
    ];

    public static readonly PatchTable<UsagePlanDocument> Table = new(
        PatchFamily.ListsPaths,
        new("/name", PatchOps.Replace, (plan, in m) => plan with { Name = m.Value }),
        new("/description", PatchOps.Replace, (plan, in m) => plan with { Description = m.ValueOrNull }),
        new("/productCode", Set | PatchOps.Remove, (plan, in m) => plan with { ProductCode = m.ValueOrNull }),
        new("/apiStages", PatchOps.Add | PatchOps.Remove, PatchStage),
        new("/throttle", PatchOps.Remove, (plan, in _) => plan with { Throttle = null }),
        new("/throttle/rateLimit", Set, (plan, in m) =>
            plan with { Throttle = (plan.Throttle ?? new RateLimits()) with { RateLimit = m.Double() } }),
        new("/throttle/burstLimit", Set, (plan, in m) =>
            plan with { Throttle = (plan.Throttle ?? new RateLimits()) with { BurstLimit = m.Integer() } }),
        new("/quota", PatchOps.Remove, (plan, in _) => plan with { Quota = null }),
        new("/quota/limit", Set, (plan, in m) => plan with { Quota = QuotaOf(plan) with { Limit = m.Integer() } }),
        new("/quota/offset", Set, (plan, in m) => plan with { Quota = QuotaOf(plan) with { Offset = m.Integer() } }),
        new("/quota/period", Set, (plan, in m) => plan with
        {
            Quota = QuotaOf(plan) with { Period = m.OneOf(QuotaPeriod.Day, QuotaPeriod.Week, QuotaPeriod.Month) },
        }))
    {
        Fallback = PatchMethods,
    };

    public static bool IsSame(ApiStage one, ApiStage other) => one.ApiId == other.ApiId && one.Stage == other.Stage;

    /// <summary>Without a period, the whole plan is refused at the end.</summary>
    private static QuotaSettings QuotaOf(UsagePlanDocument plan) => plan.Quota ?? new QuotaSettings { Period = "" };

    private static UsagePlanDocument PatchStage(UsagePlanDocument plan, in PatchMatch match)
    {
        var (apiId, name) = Split(match.Value);
        var stage = new ApiStage { ApiId = apiId, Stage = name };
        var known = plan.ApiStages.FirstOrDefault(one => IsSame(one, stage));
        if (match.IsRemove)
        {
            return known is null
                ? throw UsagePlanFaults.InvalidStage(apiId, name, plan.Id)
                : plan with { ApiStages = plan.ApiStages.Remove(known) };
        }

        // One that is there already stays as it is, its methods' throttles included (unconfirmed).
        return known is null ? plan with { ApiStages = plan.ApiStages.Add(stage) } : plan;
    }

    /// <summary><c>/apiStages/{apiId}:{stage}/throttle[/{path}/{VERB}[/rateLimit|/burstLimit]]</c>.</summary>
    private static UsagePlanDocument PatchMethods(UsagePlanDocument plan, PatchOps op, in PatchOperation operation)
    {
        var path = operation.Path ?? "";
        var end = path.IndexOf(Throttle, Math.Min(StagesPrefix.Length, path.Length), StringComparison.Ordinal);
        if (!path.StartsWith(StagesPrefix, StringComparison.Ordinal) || end < 0)
        {
            throw Refusal(operation, op);
        }

        var (apiId, name) = Split(PatchPointer.Unescape(path[StagesPrefix.Length..end]));
        var index = plan.ApiStages.IndexOf(new ApiStage { ApiId = apiId, Stage = name }, 0, SameStage.Instance);
        if (index < 0)
        {
            throw UsagePlanFaults.InvalidStage(apiId, name, plan.Id);
        }

        var stage = plan.ApiStages[index];
        var methods = Change(stage.Throttle, op, path[(end + Throttle.Length)..], operation);
        return plan with { ApiStages = plan.ApiStages.SetItem(index, stage with { Throttle = methods }) };
    }

    private static ImmutableSortedDictionary<string, RateLimits>? Change(
        ImmutableSortedDictionary<string, RateLimits>? methods, PatchOps op, string rest, in PatchOperation operation)
    {
        if (rest.Length == 0)
        {
            return op switch
            {
                PatchOps.Remove => null,
                PatchOps.Add or PatchOps.Replace => UsagePlanRules.ReadMethods(Parse(operation.Value)),
                _ => throw Refusal(operation, op),
            };
        }

        var match = new PatchMatch(op, "", operation);
        var isRate = rest.EndsWith(RateSuffix, StringComparison.Ordinal);
        if (!isRate && !rest.EndsWith(BurstSuffix, StringComparison.Ordinal))
        {
            return op == PatchOps.Remove
                ? PatchMaps.Remove(methods, MethodOf(rest, operation))
                : throw Refusal(operation, op);
        }

        if ((op & Set) == PatchOps.None)
        {
            throw Refusal(operation, op);
        }

        var method = MethodOf(rest[..^(isRate ? RateSuffix : BurstSuffix).Length], operation);
        var rates = methods?.GetValueOrDefault(method) ?? new RateLimits();
        return PatchMaps.Set(
            methods, method,
            isRate ? rates with { RateLimit = match.Double() } : rates with { BurstLimit = match.Integer() });
    }

    /// <summary>
    /// <c>/~1pets/GET</c> is the method <c>/pets/GET</c>, and <c>/~1/GET</c> the root's <c>//GET</c>; clients also
    /// write
    /// the path as it is.
    /// </summary>
    private static string MethodOf(string rest, in PatchOperation operation)
    {
        var verb = rest.LastIndexOf('/');
        if (rest[0] != '/' || verb < 1)
        {
            throw Refusal(operation, PatchOpsText.Parse(operation.Op));
        }

        var path = PatchPointer.Unescape(rest[1..verb]);
        return (path.StartsWith('/') ? path : "/" + path) + rest[verb..];
    }

    private static JsonNode? Parse(string? text)
    {
        try
        {
            // Contract types hold for the map's numbers too: what is no number throws below.
            return string.IsNullOrEmpty(text)
                ? null
                : Normalise(JsonNode.Parse(text) as JsonObject ?? throw Malformed());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed();
        }
    }

    private static JsonObject Normalise(JsonObject map)
    {
        var read = new JsonObject();
        foreach (var (method, rates) in map)
        {
            read[method] = new JsonObject
            {
                ["burstLimit"] = (int)(rates?["burstLimit"]?.GetValue<double>() ?? 0),
                ["rateLimit"] = rates?["rateLimit"]?.GetValue<double>() ?? 0,
            };
        }

        return read;
    }

    private static (string ApiId, string Stage) Split(string value) =>
        value.Split(':') is [{ Length: > 0 } apiId, { Length: > 0 } stage]
            ? (apiId, stage)
            : throw UsagePlanFaults.MalformedStage();

    /// <summary>The text is unconfirmed.</summary>
    private static Exception Malformed() => ApiGatewayFaults.BadRequest("Invalid throttle settings specified");

    private static Exception Refusal(in PatchOperation operation, PatchOps op) => PatchFaults.NotOneOf(
        operation, Table.Rules.Where(rule => rule.Ops.HasFlag(op)).Select(rule => rule.Path).Concat(StagePaths));

    private sealed class SameStage : IEqualityComparer<ApiStage>
    {
        public static readonly SameStage Instance = new();

        public bool Equals(ApiStage? x, ApiStage? y) => x is not null && y is not null && IsSame(x, y);

        public int GetHashCode(ApiStage stage) => HashCode.Combine(stage.ApiId, stage.Stage);
    }
}
