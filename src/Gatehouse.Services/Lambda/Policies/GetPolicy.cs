using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Policies;

internal sealed class GetPolicy(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        var stored = await store.Documents.FindAsync<FunctionPolicyDocument>(
            call.Scope, PolicyText.IdOf(name), cancellationToken)
            ?? throw LambdaFaults.NoPolicy();
        return OperationOutput.Of(new JsonObject
        {
            ["Policy"] = PolicyText.Of(stored.Value.Statements),
            ["RevisionId"] = stored.Value.RevisionId,
        });
    }
}

internal sealed class RemovePermission(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        var sid = call.Input.RequiredString("StatementId");
        var stored = await store.Documents.FindAsync<FunctionPolicyDocument>(
            call.Scope, PolicyText.IdOf(name), cancellationToken);
        if (stored is null)
        {
            throw LambdaFaults.Of("ResourceNotFoundException", 404, "No policy is associated with the given resource.");
        }

        FunctionStore.CheckRevision(call, stored.Value.RevisionId, "GetPolicy");
        var kept = stored.Value.Statements.RemoveAll(statement => statement.Sid == sid);
        if (kept.Length == stored.Value.Statements.Length)
        {
            throw LambdaFaults.NoStatement(sid);
        }

        var batch = new DocumentBatch(call.Scope);
        _ = kept.IsEmpty
            ? batch.Delete(stored)
            : batch.Replace(stored, stored.Value with { Statements = kept, RevisionId = store.NewRevisionId() });
        await store.Documents.CommitAsync(batch, cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}
