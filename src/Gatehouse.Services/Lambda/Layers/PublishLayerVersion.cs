using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Layers;

internal sealed class PublishLayerVersion(FunctionStore store, CodeUpload upload, FunctionDownloads? downloads)
    : IOperation
{
    /// <value>Source: the Lambda API reference, PublishLayerVersion.</value>
    private const int MaxCompatibleRuntimes = 15;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = LayerReference.ReadName(call);
        var input = call.Input;
        var runtimes = Texts(input, "CompatibleRuntimes");
        if (runtimes?.Length > MaxCompatibleRuntimes)
        {
            throw LambdaFaults.Constraint(
                $"[{string.Join(", ", runtimes)}]", "compatibleRuntimes",
                $"Member must have length less than or equal to {MaxCompatibleRuntimes}");
        }

        var layer = await store.Documents.FindAsync<LayerDocument>(call.Scope, name, cancellationToken);
        var number = (layer?.Value.LastVersion ?? 0) + 1;
        var version = new LayerVersionDocument
        {
            LayerName = name,
            LayerArn = LayerReference.ArnOf(call.Scope, name),
            Version = number,
            Description = input.FindString("Description") ?? "",
            CreatedDate = store.Now(),
            CompatibleRuntimes = runtimes,
            CompatibleArchitectures = Texts(input, "CompatibleArchitectures"),
            LicenseInfo = input.FindString("LicenseInfo"),
            Content = await upload.StoreAsync(
                input.Members["Content"]?["ZipFile"]?.GetValue<string>(), cancellationToken),
        };
        var batch = new DocumentBatch(call.Scope).Create(LayerReference.IdOf(name, number), version);
        var counted = new LayerDocument { Name = name, LastVersion = number };
        _ = layer is null ? batch.Create(name, counted) : batch.Replace(layer, counted);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(LayerShape.Full(call, version, downloads));
    }

    private static ImmutableArray<string>? Texts(OperationInput input, string member) =>
        input.Members[member] is JsonArray { Count: > 0 } given
            ? [.. given.Select(static text => text!.GetValue<string>())]
            : null;
}
