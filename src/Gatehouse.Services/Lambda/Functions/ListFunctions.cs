using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class ListFunctions(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var hasVersions = call.Input.FindString("FunctionVersion") == "ALL";
        var all = await store.Documents.ListAsync<FunctionDocument>(call.Scope, "", cancellationToken);
        var wanted = all
            .Where(function => hasVersions || function.Value.Version == "$LATEST")
            .ToList();
        return OperationOutput.Of(ListPage.Of(
            call, "Functions", wanted, static function => function.Id,
            function => FunctionShape.Configuration(function.Value, hasVersions ? function.Value.Version : null)));
    }
}
