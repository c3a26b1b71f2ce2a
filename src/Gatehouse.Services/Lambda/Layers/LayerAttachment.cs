using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Layers;

/// <summary>The layers that a function asks to carry (deployment-and-tools §6.5).</summary>
internal static class LayerAttachment
{
    /// <returns>Those of the call, or those it has when the call says nothing.</returns>
    public static async ValueTask<ImmutableArray<FunctionLayer>?> ReadAsync(
        FunctionStore store, OperationCall call, ImmutableArray<FunctionLayer>? current,
        CancellationToken cancellationToken)
    {
        if (call.Input.Members["Layers"] is not JsonArray given)
        {
            return current;
        }

        if (given.Count > FunctionLimits.Layers)
        {
            throw LambdaFaults.InvalidParameter($"Cannot reference more than {FunctionLimits.Layers} layers.");
        }

        var layers = ImmutableArray.CreateBuilder<FunctionLayer>(given.Count);
        foreach (var node in given)
        {
            var arn = node!.GetValue<string>();
            layers.Add(current?.FirstOrDefault(layer => layer.Arn == arn)
                ?? await FindAsync(store, call, arn, cancellationToken));
        }

        CheckNames(layers);
        return layers.Count == 0 ? null : layers.ToImmutable();
    }

    private static async ValueTask<FunctionLayer> FindAsync(
        FunctionStore store, OperationCall call, string arn, CancellationToken cancellationToken)
    {
        var layer = LayerReference.FindId(call.Scope, arn) is { } id
            ? await store.Documents.FindAsync<LayerVersionDocument>(call.Scope, id, cancellationToken)
            : null;
        return layer is null
            ? throw LambdaFaults.InvalidParameter($"Layer version {arn} does not exist.")
            : new FunctionLayer(arn, layer.Value.Content.CodeSize, layer.Value.Content.PackageKey!);
    }

    private static void CheckNames(ImmutableArray<FunctionLayer>.Builder layers)
    {
        var twice = layers
            .GroupBy(static layer => layer.Arn[..layer.Arn.LastIndexOf(':')], StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1)?.ToList();
        if (twice is not null)
        {
            throw LambdaFaults.InvalidParameter(
                "Two different versions of the same layer are not allowed to be referenced in the same function. "
                + $"{twice[0].Arn} and {twice[1].Arn} are versions of the same layer.");
        }
    }
}
