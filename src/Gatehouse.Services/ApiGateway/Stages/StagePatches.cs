using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>
/// The PATCH table of a Stage (rest-control-plane §2.24), without the whole-map <c>/methodSettings</c> that no client
/// sends
/// and whose form is unconfirmed.
/// </summary>
internal static class StagePatches
{
    private const PatchOps Replace = PatchOps.Replace;
    private const string CanaryDeployment = "/canarySettings/deploymentId";
    private const string CanaryOverrides = "/canarySettings/stageVariableOverrides";

    public static readonly PatchTable<StageDocument> Table = new(
        PatchFamily.NamesOperation,
        new("/deploymentId", Replace | PatchOps.Copy, (stage, in m) => stage with
        {
            DeploymentId = m.Op == PatchOps.Copy ? Canary(stage, m, CanaryDeployment).DeploymentId! : m.Value,
        }),
        new("/description", Replace, (stage, in m) => stage with { Description = m.ValueOrNull }),
        new("/documentationVersion", Replace, (stage, in m) => stage with { DocumentationVersion = m.ValueOrNull }),
        new("/clientCertificateId", Replace, (stage, in m) =>
            stage with { ClientCertificateId = m.ValueOrNull }),
        new("/tracingEnabled", Replace, (stage, in m) => stage with { TracingEnabled = m.Boolean() }),
        new("/cacheClusterEnabled", Replace, (stage, in m) =>
            StageRules.WithCache(stage, m.Boolean(), stage.CacheClusterSize)),
        new("/cacheClusterSize", Replace, (stage, in m) =>
            StageRules.WithCache(stage, stage.CacheClusterEnabled, m.ValueOrNull)),
        new("/variables", Replace | PatchOps.Remove | PatchOps.Copy, PatchVariables),
        new("/variables/{key}", PatchOps.Add | Replace | PatchOps.Remove, (stage, in m) => stage with
        {
            Variables = m.IsRemove
                ? PatchMaps.Remove(stage.Variables, m.Key)
                : PatchMaps.Set(stage.Variables, m.Key, m.Value),
        }),
        new("/accessLogSettings", PatchOps.Remove, (stage, in _) => stage with { AccessLogSettings = null }),
        new("/accessLogSettings/destinationArn", PatchOps.Add | Replace, (stage, in m) => stage with
        {
            AccessLogSettings = (stage.AccessLogSettings ?? new()) with { DestinationArn = AccessLogValue(m) },
        }),
        new("/accessLogSettings/format", PatchOps.Add | Replace, (stage, in m) => stage with
        {
            AccessLogSettings = (stage.AccessLogSettings ?? new()) with { Format = AccessLogValue(m) },
        }),
        new("/canarySettings", PatchOps.Remove, (stage, in _) => stage with { CanarySettings = null }),
        new(CanaryDeployment, Replace, (stage, in m) =>
            WithCanary(stage, CanaryOf(stage) with { DeploymentId = m.Value })),
        new("/canarySettings/percentTraffic", Replace, (stage, in m) =>
            WithCanary(stage, CanaryOf(stage) with { PercentTraffic = Percent(m) })),
        new("/canarySettings/useStageCache", Replace, (stage, in m) =>
            WithCanary(stage, CanaryOf(stage) with { UseStageCache = m.Boolean() })),
        new(CanaryOverrides, Replace, (stage, in m) =>
            WithCanary(stage, CanaryOf(stage) with { StageVariableOverrides = TextMap(m) })),
        new(CanaryOverrides + "/{key}", Replace | PatchOps.Remove, PatchOverride))
    {
        Fallback = MethodSettingPatches.Apply,
    };

    /// <summary>Refused before anything is changed: copies between other places than the two of a promotion.</summary>
    public static void CheckCopies(ImmutableArray<PatchOperation> operations)
    {
        foreach (var operation in operations.Where(operation => operation.Op == "copy"))
        {
            if ((operation.Path, operation.From) is not
                (("/deploymentId", CanaryDeployment) or ("/variables", CanaryOverrides)))
            {
                throw ApiGatewayFaults.BadRequest(
                    $"Invalid copy operation with path: {operation.Path ?? "null"} "
                    + $"and from {operation.From ?? "null"}. "
                    + "Valid copy:path are [/deploymentId, /variables] and valid copy:from are "
                    + $"[{CanaryDeployment}, {CanaryOverrides}]");
            }
        }
    }

    private static StageDocument PatchVariables(StageDocument stage, in PatchMatch match)
    {
        switch (match.Op)
        {
            case PatchOps.Remove:
                return stage with { Variables = null };
            case PatchOps.Copy:
                var variables = stage.Variables;
                var overrides = Canary(stage, match, CanaryOverrides).StageVariableOverrides;
                foreach (var (name, value) in overrides ?? ImmutableSortedDictionary<string, string>.Empty)
                {
                    variables = PatchMaps.Set(variables, name, value);
                }

                return stage with { Variables = variables };
            default:
                return stage with { Variables = TextMap(match) };
        }
    }

    private static StageDocument PatchOverride(StageDocument stage, in PatchMatch match)
    {
        var canary = CanaryOf(stage);
        return WithCanary(stage, canary with
        {
            StageVariableOverrides = match.IsRemove
                ? PatchMaps.Remove(canary.StageVariableOverrides, match.Key)
                : PatchMaps.Set(canary.StageVariableOverrides, match.Key, match.Value),
        });
    }

    /// <summary>The canary that a promotion copies from.</summary>
    private static CanarySettings Canary(StageDocument stage, in PatchMatch match, string from) =>
        stage.CanarySettings is { DeploymentId: not null } canary && match.Operation.From == from
            ? canary
            : throw ApiGatewayFaults.BadRequest("Promotion not available. Canary does not exist.");

    /// <summary>A patch on a stage without canary begins one with the defaults (unconfirmed).</summary>
    private static CanarySettings CanaryOf(StageDocument stage) =>
        stage.CanarySettings ?? new CanarySettings { DeploymentId = stage.DeploymentId };

    private static StageDocument WithCanary(StageDocument stage, CanarySettings canary) =>
        stage with { CanarySettings = canary };

    private static double Percent(in PatchMatch match)
    {
        var percent = match.Double();
        StageRules.CheckPercent(percent);
        return percent;
    }

    private static string AccessLogValue(in PatchMatch match) =>
        match.ValueOrNull ?? throw ApiGatewayFaults.BadRequest("Access Log value must not be empty");

    private static ImmutableSortedDictionary<string, string>? TextMap(in PatchMatch match)
    {
        if (match.ValueOrNull is not { } text)
        {
            return null;
        }

        try
        {
            var map = JsonSerializer.Deserialize(text, RestApiJson.Default.ImmutableSortedDictionaryStringString);
            return map is null || map.IsEmpty ? null : map;
        }
        catch (JsonException)
        {
            throw match.BadValue("a JSON object");
        }
    }
}
