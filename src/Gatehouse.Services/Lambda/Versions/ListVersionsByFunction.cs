using System.Globalization;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Versions;

internal sealed class ListVersionsByFunction(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenLatestAsync(call, cancellationToken);
        var versions = await store.Documents.ListAsync<FunctionDocument>(
            call.Scope, name.Name + "/", cancellationToken);
        FunctionDocument[] all =
        [
            function.Value,
            .. versions.Select(static version => version.Value)
                .OrderBy(static version => long.Parse(version.Version, CultureInfo.InvariantCulture)),
        ];
        return OperationOutput.Of(ListPage.Of(
            call, "Versions", all, static version => version.Version,
            static version => FunctionShape.Configuration(version, version.Version)));
    }
}
