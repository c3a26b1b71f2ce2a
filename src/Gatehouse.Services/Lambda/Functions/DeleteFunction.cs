using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class DeleteFunction(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        var batch = new DocumentBatch(call.Scope).Delete(function);
        if (name.Qualifier is null)
        {
            await AddBelongingsAsync(batch, name.Name, cancellationToken);
        }
        else
        {
            await AddVersionAsync(batch, name, cancellationToken);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }

    /// <summary>All that hangs on a function goes with it: one of the same name starts with nothing.</summary>
    private async ValueTask AddBelongingsAsync(
        DocumentBatch batch, string name, CancellationToken cancellationToken)
    {
        await AddAsync<FunctionDocument>(batch, name, cancellationToken);
        await AddAsync<AliasDocument>(batch, name, cancellationToken);
        await AddAsync<FunctionPolicyDocument>(batch, name, cancellationToken);
        await AddAsync<FunctionUrlDocument>(batch, name, cancellationToken);
        await AddAsync<EventInvokeDocument>(batch, name, cancellationToken);
        await AddAsync<ProvisionedConcurrencyDocument>(batch, name, cancellationToken);
        batch.DeleteIfPresent<FunctionPolicyDocument>(name)
            .DeleteIfPresent<FunctionUrlDocument>(name)
            .DeleteIfPresent<EventInvokeDocument>(name);
    }

    private async ValueTask AddAsync<T>(DocumentBatch batch, string name, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        foreach (var document in await store.Documents.ListAsync<T>(batch.Scope, name + "/", cancellationToken))
        {
            batch.Delete(document);
        }
    }

    private async ValueTask AddVersionAsync(
        DocumentBatch batch, FunctionName name, CancellationToken cancellationToken)
    {
        var version = name.Qualifier!;
        if (version == "$LATEST")
        {
            throw LambdaFaults.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }

        if (!AliasDocument.IsVersion(version))
        {
            throw LambdaFaults.InvalidParameter(
                $"An alias cannot be deleted by DeleteFunction: {name.Arn}. Use DeleteAlias.");
        }

        var aliases = await store.Documents.ListAsync<AliasDocument>(
            batch.Scope, name.Name + "/", cancellationToken);
        var leading = aliases
            .Where(alias => alias.Value.FunctionVersion == version
                || alias.Value.AdditionalWeights?.ContainsKey(version) == true)
            .Select(static alias => alias.Value.Name)
            .ToList();
        if (leading.Count > 0)
        {
            throw LambdaFaults.Conflict(
                $"Unable to delete version because the following aliases reference it: [{string.Join(", ", leading)}]");
        }

        var id = FunctionStore.IdOf(name);
        batch.DeleteIfPresent<FunctionPolicyDocument>(id)
            .DeleteIfPresent<EventInvokeDocument>(id)
            .DeleteIfPresent<ProvisionedConcurrencyDocument>(id);
    }
}
