using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Layers;
using Gatehouse.Services.Lambda.Versions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class UpdateFunctionCode(FunctionStore store, CodeUpload upload, VersionPublisher publisher)
    : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        FunctionStore.CheckRevision(call, function.Value.RevisionId, "GetFunction/GetAlias");
        var zip = call.Input.FindString("ZipFile");
        var isDryRun = call.Input.FindBoolean("DryRun") == true;
        var changed = function.Value with
        {
            Code = isDryRun ? CodeUpload.Try(zip) : await upload.StoreAsync(zip, cancellationToken),
            Architectures = CreateFunction.ReadArchitectures(call.Input) ?? function.Value.Architectures,
            LastModified = store.Now(),
            RevisionId = store.NewRevisionId(),
        };
        if (isDryRun)
        {
            return OperationOutput.Of(FunctionShape.Configuration(changed));
        }

        var batch = new DocumentBatch(call.Scope);
        FunctionDocument? version = null;
        if (call.Input.FindBoolean("Publish") == true)
        {
            (version, changed) = await publisher.AddAsync(batch, changed, description: null, cancellationToken);
        }

        await store.Documents.CommitAsync(batch.Replace(function, changed), cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(version ?? changed, version?.Version));
    }
}

internal sealed class UpdateFunctionConfiguration(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        FunctionStore.CheckRevision(call, function.Value.RevisionId, "GetFunction/GetAlias");
        var changed = FunctionSettings.Apply(function.Value, call.Input) with
        {
            Layers = await LayerAttachment.ReadAsync(store, call, function.Value.Layers, cancellationToken),
            LastModified = store.Now(),
            RevisionId = store.NewRevisionId(),
        };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(changed));
    }
}
