using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class DeleteFunction(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        if (name.Qualifier is not null)
        {
            throw LambdaFaults.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }

        // The policy goes with the function: a new function of the same name starts with none.
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Delete(function).DeleteIfPresent<FunctionPolicyDocument>(name.Name),
            cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}
