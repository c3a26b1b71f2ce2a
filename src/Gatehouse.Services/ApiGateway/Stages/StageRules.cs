using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>What a stage may be called and hold (rest-control-plane §2.24).</summary>
internal static class StageRules
{
    private const string ValuePunctuation = "-._~:/?#&=,";

    private static readonly string[] CacheSizes = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

    public static void CheckName(string name)
    {
        // Hyphens are accepted today although the text does not say so (§1.9).
        if (name.Length is 0 or > ApiGatewayLimits.StageNameLength
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw ApiGatewayFaults.BadRequest("Stage name only allows a-zA-Z0-9_");
        }
    }

    /// <summary>The texts are ours; the rule is AWS's.</summary>
    public static void CheckVariables(ImmutableSortedDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return;
        }

        if (variables.Count > ApiGatewayLimits.VariablesPerStage)
        {
            throw ApiGatewayFaults.BadRequest(
                $"A stage can have at most {ApiGatewayLimits.VariablesPerStage} stage variables");
        }

        foreach (var (name, value) in variables)
        {
            if (name.Length is 0 or > ApiGatewayLimits.VariableNameLength
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw ApiGatewayFaults.BadRequest($"Invalid stage variable name: {name}");
            }

            if (value.Length > ApiGatewayLimits.VariableValueLength
                || !value.All(IsAllowedInValue))
            {
                throw ApiGatewayFaults.BadRequest(
                    $"Stage variable value for {name} may only contain A-Za-z0-9-._~:/?#&=, and at most "
                    + $"{ApiGatewayLimits.VariableValueLength} characters");
            }
        }
    }

    private static bool IsAllowedInValue(char c) =>
        char.IsAsciiLetterOrDigit(c) || ValuePunctuation.Contains(c, StringComparison.Ordinal);

    /// <summary>A canary's share and overrides; the overrides are stage variables like any other.</summary>
    public static void CheckCanary(CanarySettings canary)
    {
        CheckPercent(canary.PercentTraffic);
        CheckVariables(canary.StageVariableOverrides);
    }

    public static void CheckPercent(double percent)
    {
        if (percent is not (>= 0 and <= 100)) // so that what is no number is refused too
        {
            throw ApiGatewayFaults.BadRequest("Percent traffic must be between 0.0 and 100.0");
        }
    }

    /// <summary>
    /// The cache cluster's members after it was switched on, off or resized. Differs from AWS: it is AVAILABLE at once,
    /// where AWS takes about four minutes.
    /// </summary>
    public static StageDocument WithCache(StageDocument stage, bool isEnabled, string? size)
    {
        if (size is not null && !CacheSizes.Contains(size, StringComparer.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest($"Invalid cache cluster size specified: {size}");
        }

        return stage with
        {
            CacheClusterEnabled = isEnabled,
            CacheClusterSize = isEnabled ? size ?? CacheSizes[0] : size,
            CacheClusterStatus = isEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
        };
    }

    public static async ValueTask CheckDeploymentAsync(OpenedApi api, string id, CancellationToken cancellationToken)
    {
        if (await api.FindAsync<DeploymentDocument>(id, cancellationToken) is null)
        {
            throw ApiGatewayFaults.BadRequest("Deployment id does not exist");
        }
    }

    /// <summary>A stage shows a version that exists; the text is unconfirmed.</summary>
    public static async ValueTask CheckDocumentationAsync(
        OpenedApi api, string? version, CancellationToken cancellationToken)
    {
        if (version is { Length: > 0 }
            && await api.FindAsync<DocumentationVersionDocument>(version, cancellationToken) is null)
        {
            throw ApiGatewayFaults.BadRequest("Invalid Documentation version specified");
        }
    }

    public static async ValueTask CheckQuotaAsync(
        OpenedApi api, RestApiQuotas quotas, CancellationToken cancellationToken)
    {
        if ((await api.ListAsync<StageDocument>(cancellationToken)).Length >= quotas.StagesPerApi)
        {
            throw ApiGatewayFaults.LimitExceeded("Stages");
        }
    }
}
