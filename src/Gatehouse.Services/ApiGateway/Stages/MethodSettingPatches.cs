using System.Collections.Frozen;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>
/// The paths of a stage's PATCH that begin with a method (<c>/~1pets/GET/caching/enabled</c>,
/// <c>/*/*/metrics/enabled</c>)
/// and everything that is no path of a stage at all (rest-control-plane §2.24).
/// </summary>
internal static class MethodSettingPatches
{
    /// <summary>Printed exactly so by AWS, missing separators included.</summary>
    private const string KnownPaths =
        "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, "
        + "/accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
        + "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, "
        + "/{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit"
        + "/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
        + "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, "
        + "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, "
        + "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, "
        + "/*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit "
        + "/*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, "
        + "/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, "
        + "/variables/{variable_name}, /tracingEnabled";

    private static readonly FrozenSet<string> Verbs = FrozenSet.Create(
        StringComparer.Ordinal, "*", "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    private static readonly FrozenDictionary<string, PatchAction<MethodSetting>> Settings =
        new Dictionary<string, PatchAction<MethodSetting>>
        {
            ["metrics/enabled"] = (one, in m) => one with { MetricsEnabled = m.Boolean() },
            ["logging/loglevel"] = (one, in m) => one with { LoggingLevel = m.OneOf("OFF", "ERROR", "INFO") },
            ["logging/dataTrace"] = (one, in m) => one with { DataTraceEnabled = m.Boolean() },
            ["throttling/burstLimit"] = (one, in m) => one with { ThrottlingBurstLimit = m.Integer() },
            ["throttling/rateLimit"] = (one, in m) => one with { ThrottlingRateLimit = m.Double() },
            ["caching/enabled"] = (one, in m) => one with { CachingEnabled = m.Boolean() },
            ["caching/ttlInSeconds"] = (one, in m) => one with { CacheTtlInSeconds = Ttl(m) },
            ["caching/dataEncrypted"] = (one, in m) => one with { CacheDataEncrypted = m.Boolean() },
            ["caching/requireAuthorizationForCacheControl"] = (one, in m) =>
                one with { RequireAuthorizationForCacheControl = m.Boolean() },
            ["caching/unauthorizedCacheControlHeaderStrategy"] = (one, in m) => one with
            {
                UnauthorizedCacheControlHeaderStrategy = m.OneOf(
                    "FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"),
            },
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static StageDocument Apply(StageDocument stage, PatchOps op, in PatchOperation operation)
    {
        var path = operation.Path ?? "";
        if (path.StartsWith("/accessLogSettings/", StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid accessLogSettings path. Must be one of : "
                + "[/accessLogSettings/destinationArn, /accessLogSettings/format]");
        }

        if (op == PatchOps.Remove && IsMethod(path))
        {
            return Remove(stage, path);
        }

        foreach (var (suffix, change) in Settings)
        {
            if (path.EndsWith("/" + suffix, StringComparison.Ordinal)
                && path[..^(suffix.Length + 1)] is var method
                && IsMethod(method))
            {
                return op == PatchOps.Replace
                    ? Change(stage, method[1..], change, new PatchMatch(op, "", operation))
                    : throw PatchFaults.InvalidOperation(operation);
            }
        }

        throw ApiGatewayFaults.BadRequest(
            $"Invalid method setting path: {operation.Path ?? "null"}. Must be one of: [{KnownPaths}]");
    }

    /// <summary>
    /// The key keeps the escapes of the path as it was sent, from its second character: clients look their own spelling
    /// up
    /// in the answer.
    /// </summary>
    private static StageDocument Change(
        StageDocument stage, string key, PatchAction<MethodSetting> change, in PatchMatch match)
    {
        var setting = stage.MethodSettings.GetValueOrDefault(key) ?? new MethodSetting();
        return stage with { MethodSettings = stage.MethodSettings.SetItem(key, change(setting, match)) };
    }

    private static StageDocument Remove(StageDocument stage, string path)
    {
        var key = path[1..];
        return stage.MethodSettings.ContainsKey(key)
            ? stage with { MethodSettings = stage.MethodSettings.Remove(key) }
            : throw ApiGatewayFaults.BadRequest(
                $"Cannot remove method setting {path} because there is no method setting for this method ");
    }

    /// <summary><c>/{path}/{VERB}</c>; the methods that settings name need not exist.</summary>
    private static bool IsMethod(string path)
    {
        var verb = path.LastIndexOf('/');
        return verb > 1 && path[0] == '/' && Verbs.Contains(path[(verb + 1)..]);
    }

    private static int Ttl(in PatchMatch match) =>
        match.Integer() is >= 0 and <= ApiGatewayLimits.MaxTtlInSeconds and var seconds
            ? seconds
            : throw match.BadValue($"between 0 and {ApiGatewayLimits.MaxTtlInSeconds}");
}
