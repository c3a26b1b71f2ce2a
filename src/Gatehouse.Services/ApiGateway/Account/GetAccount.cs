using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Account;

internal sealed class GetAccount(RestApiStore store, ThrottleSettings throttle) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var account = await store.Documents.FindAsync<AccountSettingsDocument>(
            call.Scope, AccountSettingsDocument.Id, cancellationToken);
        return Output(account?.Value ?? new AccountSettingsDocument(), throttle);
    }

    /// <summary>
    /// Nobody can write the rate over the wire: where the document has Amazon's, the operator's holds (§2.1).
    /// </summary>
    public static OperationOutput Output(AccountSettingsDocument account, ThrottleSettings throttle) =>
        OperationOutput.Of(
            account.ThrottleSettings == new ThrottleSettings() ? account with { ThrottleSettings = throttle } : account,
            RestApiJson.Default.AccountSettingsDocument);
}
