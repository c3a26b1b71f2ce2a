using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>What a key may be (rest-control-plane §1.9 and §2.11).</summary>
internal static class ApiKeyRules
{
    public static string? CheckName(string? name) => name is { Length: > UsagePlanLimits.MaxNameLength }
        ? throw ApiGatewayFaults.BadRequest("Invalid API Key name, can be at most 1024 characters.")
        : name is "" ? null : name; // an empty name is not shown again

    public static string? CheckDescription(string? description) =>
        description is { Length: > UsagePlanLimits.MaxDescriptionLength }
            ? throw ApiGatewayFaults.BadRequest("Invalid API Key description specified.")
            : description;

    public static string CheckValue(string value)
    {
        if (FindFault(value, UsagePlanLimits.MinValueLength) is { } fault)
        {
            throw ApiGatewayFaults.BadRequest(fault);
        }

        return value;
    }

    /// <param name="value">A caller's choice.</param>
    /// <param name="minimum">20 characters when created, 30 when imported (§6.1).</param>
    public static string? FindFault(string value, int minimum) => value.Length < minimum
        ? $"API Key value should be at least {minimum} characters"
        : value.Length > UsagePlanLimits.MaxValueLength
            ? "API Key value exceeds maximum size of 128 characters"
            : null;

    public static void CheckQuota(UsagePlanEdit edit, int added, RestApiQuotas quotas)
    {
        if (edit.ApiKeys + added > quotas.ApiKeys)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("API Keys");
        }
    }

    /// <summary>The deprecated links of <c>stageKeys</c>; each stage must exist.</summary>
    public static async ValueTask<ImmutableArray<string>?> ReadStageKeysAsync(
        UsagePlanStore store, DocumentScope scope, JsonNode? members, CancellationToken cancellationToken)
    {
        if (members is not JsonArray { Count: > 0 } list)
        {
            return null;
        }

        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in list.OfType<JsonObject>())
        {
            var api = entry["restApiId"]?.GetValue<string>() ?? "";
            var stage = entry["stageName"]?.GetValue<string>() ?? "";
            await CheckStageAsync(store, scope, api, stage, cancellationToken);
            keys.Add($"{api}/{stage}");
        }

        return [.. keys.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The text is the usage plan's; what AWS says of a key's stage is unconfirmed.</summary>
    public static async ValueTask CheckStageAsync(
        UsagePlanStore store, DocumentScope scope, string api, string stage, CancellationToken cancellationToken)
    {
        if (!await store.HasStageAsync(scope, api, stage, cancellationToken))
        {
            throw UsagePlanFaults.StageNotFound(api, stage);
        }
    }
}
