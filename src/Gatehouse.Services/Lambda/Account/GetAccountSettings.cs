using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Account;

internal sealed class GetAccountSettings(FunctionStore store) : IOperation
{
    /// <value>
    /// Bytes of all packages (75 GB). Source: the Lambda developer guide, "Lambda quotas"; shown, not enforced.
    /// </value>
    private const long TotalCodeBytes = 80_530_636_800;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var functions = await store.Documents.ListAsync<FunctionDocument>(call.Scope, "", cancellationToken);
        var layers = await store.Documents.ListAsync<LayerVersionDocument>(call.Scope, "", cancellationToken);
        var reserved = functions.Sum(static function => (long)(function.Value.ReservedConcurrentExecutions ?? 0));
        return OperationOutput.Of(new JsonObject
        {
            ["AccountLimit"] = new JsonObject
            {
                ["TotalCodeSize"] = TotalCodeBytes,
                ["CodeSizeUnzipped"] = FunctionLimits.UnzippedBytes,
                ["CodeSizeZipped"] = FunctionLimits.ZippedBytes,
                ["ConcurrentExecutions"] = FunctionLimits.AccountConcurrency,
                ["UnreservedConcurrentExecutions"] = FunctionLimits.AccountConcurrency - reserved,
            },
            ["AccountUsage"] = new JsonObject
            {
                ["TotalCodeSize"] = functions.Sum(static function => function.Value.Code.CodeSize)
                    + layers.Sum(static layer => layer.Value.Content.CodeSize),
                ["FunctionCount"] = functions.Count(static function => function.Value.Version == "$LATEST"),
            },
        });
    }
}
