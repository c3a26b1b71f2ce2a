using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Aliases;

/// <summary>Where an alias may lead: versions that exist, one beside the first, by weight.</summary>
internal static class AliasRouting
{
    /// <returns>The weights of the call; <see langword="null"/> for none.</returns>
    public static ImmutableSortedDictionary<string, double>? Read(OperationInput input) =>
        input.Members["RoutingConfig"]?["AdditionalVersionWeights"] is JsonObject { Count: > 0 } weights
            ? weights.ToImmutableSortedDictionary(
                static pair => pair.Key, static pair => pair.Value!.GetValue<double>(), StringComparer.Ordinal)
            : null;

    /// <exception cref="Wire.Faults.ServiceFaultException">It leads nowhere, or is not to be weighted so.</exception>
    public static async ValueTask CheckAsync(
        FunctionStore store, OperationCall call, FunctionName name, AliasDocument alias,
        CancellationToken cancellationToken)
    {
        await CheckVersionAsync(store, call, name, alias.FunctionVersion, cancellationToken);
        if (alias.AdditionalWeights is not { } weights)
        {
            return;
        }

        if (weights.Count > 1)
        {
            throw LambdaFaults.InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }

        var (version, weight) = weights.First();
        if (alias.FunctionVersion == "$LATEST" || version == "$LATEST")
        {
            throw LambdaFaults.InvalidParameter(
                "$LATEST is not supported for an alias pointing to more than 1 version");
        }

        if (version == alias.FunctionVersion)
        {
            throw LambdaFaults.InvalidParameter(
                $"Invalid function version {version}. Function version {version} is already included in routing "
                + "configuration.");
        }

        if (weight is not (>= 0 and <= 1))
        {
            throw LambdaFaults.Constraint(
                weight.ToString(CultureInfo.InvariantCulture), "routingConfig.additionalVersionWeights",
                "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must "
                + "have value greater than or equal to 0.0]");
        }

        await CheckVersionAsync(store, call, name, version, cancellationToken);
    }

    private static async ValueTask CheckVersionAsync(
        FunctionStore store, OperationCall call, FunctionName name, string version,
        CancellationToken cancellationToken)
    {
        if (version != "$LATEST"
            && (!AliasDocument.IsVersion(version)
                || await store.Documents.FindAsync<FunctionDocument>(
                    call.Scope, $"{name.Name}/{version}", cancellationToken) is null))
        {
            throw LambdaFaults.FunctionNotFound((name with { Qualifier = version }).Arn);
        }
    }
}
