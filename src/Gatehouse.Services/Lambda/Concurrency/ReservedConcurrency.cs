using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Concurrency;

internal sealed class PutFunctionConcurrency(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenLatestAsync(call, cancellationToken);
        var reserved = call.Input.FindInteger("ReservedConcurrentExecutions")!.Value;
        if (reserved < 0)
        {
            throw LambdaFaults.Constraint(
                reserved.ToString(CultureInfo.InvariantCulture), "reservedConcurrentExecutions",
                "Member must have value greater than or equal to 0");
        }

        var others = (await store.Documents.ListAsync<FunctionDocument>(call.Scope, "", cancellationToken))
            .Where(other => other.Id != name.Name)
            .Sum(static other => (long)(other.Value.ReservedConcurrentExecutions ?? 0));
        if (reserved + others > FunctionLimits.AccountConcurrency - FunctionLimits.MinUnreservedConcurrency)
        {
            throw LambdaFaults.InvalidParameter(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                + $"below its minimum value of [{FunctionLimits.MinUnreservedConcurrency}].");
        }

        var changed = function.Value with { ReservedConcurrentExecutions = reserved };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["ReservedConcurrentExecutions"] = reserved });
    }
}

internal sealed class GetFunctionConcurrency(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        return OperationOutput.Of(function.Value.ReservedConcurrentExecutions is { } reserved
            ? new JsonObject { ["ReservedConcurrentExecutions"] = reserved }
            : []);
    }
}

internal sealed class DeleteFunctionConcurrency(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        var changed = function.Value with { ReservedConcurrentExecutions = null };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}
