using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Aliases;

internal sealed class GetAlias(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, alias) = await store.OpenAliasAsync(call, cancellationToken);
        return OperationOutput.Of(AliasShape.Of(call, name.Name, alias.Value));
    }
}

internal sealed class UpdateAlias(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, alias) = await store.OpenAliasAsync(call, cancellationToken);
        FunctionStore.CheckRevision(call, alias.Value.RevisionId, "GetFunction/GetAlias");
        var input = call.Input;
        var changed = alias.Value with
        {
            FunctionVersion = input.FindString("FunctionVersion") ?? alias.Value.FunctionVersion,
            Description = input.FindString("Description") ?? alias.Value.Description,
            AdditionalWeights =
                input.Has("RoutingConfig") ? AliasRouting.Read(input) : alias.Value.AdditionalWeights,
            RevisionId = store.NewRevisionId(),
        };
        await AliasRouting.CheckAsync(store, call, name, changed, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(alias, changed), cancellationToken);
        return OperationOutput.Of(AliasShape.Of(call, name.Name, changed));
    }
}

/// <summary>Deleting what is not there succeeds, as on AWS.</summary>
internal sealed class DeleteAlias(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        var id = $"{name.Name}/{call.Input.RequiredString("Name")}";

        // What hangs on the alias goes with it: one of the same name starts with nothing.
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope)
                .DeleteIfPresent<AliasDocument>(id)
                .DeleteIfPresent<FunctionPolicyDocument>(id)
                .DeleteIfPresent<FunctionUrlDocument>(id)
                .DeleteIfPresent<EventInvokeDocument>(id)
                .DeleteIfPresent<ProvisionedConcurrencyDocument>(id),
            cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class ListAliases(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        var version = call.Input.FindString("FunctionVersion");
        var all = await store.Documents.ListAsync<AliasDocument>(call.Scope, name.Name + "/", cancellationToken);
        var wanted = all
            .Select(static alias => alias.Value)
            .Where(alias => version is null || alias.FunctionVersion == version
                || alias.AdditionalWeights?.ContainsKey(version) == true)
            .ToList();
        return OperationOutput.Of(ListPage.Of(
            call, "Aliases", wanted, static alias => alias.Name, alias => AliasShape.Of(call, name.Name, alias)));
    }
}
