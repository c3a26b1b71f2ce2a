using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Account;

/// <summary>Differs from AWS: the role is not probed, only its ARN's form is checked, until IAM knows roles.</summary>
internal sealed class UpdateAccount(RestApiStore store, ThrottleSettings throttle) : IOperation
{
    private const string UsagePlans = "UsagePlans";

    /// <summary>rest-control-plane §2.1.</summary>
    public static readonly PatchTable<AccountSettingsDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/cloudwatchRoleArn", PatchOps.Replace, (account, in match) =>
            account with { CloudwatchRoleArn = Role(match) }),
        new("/features", PatchOps.Add | PatchOps.Remove, (account, in match) =>
            account with { Features = Features(account, match) }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var stored = await store.Documents.FindAsync<AccountSettingsDocument>(
            call.Scope, AccountSettingsDocument.Id, cancellationToken);
        var account = Patches.Apply(stored?.Value ?? new AccountSettingsDocument(), PatchOperation.Of(call.Input));
        var batch = new DocumentBatch(call.Scope);
        _ = stored is null ? batch.Create(AccountSettingsDocument.Id, account) : batch.Replace(stored, account);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return GetAccount.Output(account, throttle);
    }

    private static string? Role(in PatchMatch match)
    {
        if (match.ValueOrNull is not { } text)
        {
            return null;
        }

        return Arn.TryParse(text, out var arn) && arn.Service == "iam"
            && arn.Resource.StartsWith("role/", StringComparison.Ordinal)
            ? text
            : throw ApiGatewayFaults.BadRequest(
                "The role ARN does not have required permissions configured. Please grant trust permission for API "
                + "Gateway and add the required role policy.");
    }

    private static ImmutableArray<string> Features(AccountSettingsDocument account, in PatchMatch match)
    {
        if (match.IsRemove && match.Value == UsagePlans)
        {
            throw ApiGatewayFaults.BadRequest("Usage Plans cannot be disabled once enabled");
        }

        return (match.IsRemove
            ? PatchMaps.Remove(account.Features, match.Value)
            : PatchMaps.Add(account.Features, match.Value)) ?? [];
    }
}
