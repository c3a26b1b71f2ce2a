using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Account;

internal sealed class GetAccount(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var account = await store.Documents.FindAsync<AccountSettingsDocument>(
            call.Scope, AccountSettingsDocument.Id, cancellationToken);
        return OperationOutput.Of(
            account?.Value ?? new AccountSettingsDocument(), RestApiJson.Default.AccountSettingsDocument);
    }
}
