using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Layers;

internal sealed class GetLayerVersion(FunctionStore store, FunctionDownloads? downloads) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var layer = await LayerReference.OpenAsync(store, call, cancellationToken);
        return OperationOutput.Of(LayerShape.Full(call, layer.Value, downloads));
    }
}

internal sealed class GetLayerVersionByArn(FunctionStore store, FunctionDownloads? downloads) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var layer = LayerReference.FindId(call.Scope, call.Input.RequiredString("Arn")) is { } id
            ? await store.Documents.FindAsync<LayerVersionDocument>(call.Scope, id, cancellationToken)
            : null;
        return OperationOutput.Of(LayerShape.Full(call, (layer ?? throw LambdaFaults.NoPolicy()).Value, downloads));
    }
}

/// <summary>Functions that carry the version keep it; deleting what is not there succeeds, as on AWS.</summary>
internal sealed class DeleteLayerVersion(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = LayerReference.IdOf(
            LayerReference.ReadName(call), call.Input.Members["VersionNumber"]!.GetValue<long>());
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).DeleteIfPresent<LayerVersionDocument>(id), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class ListLayerVersions(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var prefix = LayerReference.ReadName(call) + "/";
        var all = await store.Documents.ListAsync<LayerVersionDocument>(call.Scope, prefix, cancellationToken);
        var wanted = all.Select(static layer => layer.Value)
            .Where(layer => LayerFilter.Matches(call.Input, layer))
            .OrderByDescending(static layer => layer.Version)
            .ToList();
        return OperationOutput.Of(
            ListPage.Of(call, "LayerVersions", wanted, LayerShape.VersionArnOf, LayerShape.Item));
    }
}

internal sealed class ListLayers(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<LayerVersionDocument>(call.Scope, "", cancellationToken);
        var latest = all.Select(static layer => layer.Value)
            .Where(layer => LayerFilter.Matches(call.Input, layer))
            .GroupBy(static layer => layer.LayerName, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => group.MaxBy(static layer => layer.Version)!)
            .ToList();
        return OperationOutput.Of(ListPage.Of(
            call, "Layers", latest, static layer => layer.LayerName, static layer => new JsonObject
            {
                ["LayerName"] = layer.LayerName,
                ["LayerArn"] = layer.LayerArn,
                ["LatestMatchingVersion"] = LayerShape.Item(layer),
            }));
    }
}

internal static class LayerFilter
{
    public static bool Matches(OperationInput input, LayerVersionDocument layer) =>
        (input.FindString("CompatibleRuntime") is not { } runtime
            || layer.CompatibleRuntimes?.Contains(runtime) == true)
        && (input.FindString("CompatibleArchitecture") is not { } architecture
            || layer.CompatibleArchitectures?.Contains(architecture) == true);
}
