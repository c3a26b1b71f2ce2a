using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class UpdateFunctionCode(FunctionStore store, CodeUpload upload) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenAsync(call, cancellationToken);
        FunctionStore.CheckRevision(call, function.Value.RevisionId, "GetFunction/GetAlias");
        if (call.Input.FindBoolean("Publish") == true)
        {
            throw LambdaFaults.InvalidParameter(
                "Publish is not supported by this server yet; update the function without it.");
        }

        var zip = call.Input.FindString("ZipFile");
        var isDryRun = call.Input.FindBoolean("DryRun") == true;
        var changed = function.Value with
        {
            Code = isDryRun ? CodeUpload.Try(zip) : await upload.StoreAsync(zip, cancellationToken),
            Architectures = CreateFunction.ReadArchitectures(call.Input) ?? function.Value.Architectures,
            LastModified = store.Now(),
            RevisionId = store.NewRevisionId(),
        };
        if (!isDryRun)
        {
            await store.Documents.CommitAsync(
                new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        }

        return OperationOutput.Of(FunctionShape.Configuration(changed));
    }
}

internal sealed class UpdateFunctionConfiguration(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenAsync(call, cancellationToken);
        FunctionStore.CheckRevision(call, function.Value.RevisionId, "GetFunction/GetAlias");
        var changed = FunctionSettings.Apply(function.Value, call.Input) with
        {
            LastModified = store.Now(),
            RevisionId = store.NewRevisionId(),
        };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(changed));
    }
}
