using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.ClientCertificates;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>Changes a stage's live settings, repoints it, or promotes its canary (rest-control-plane §2.24).</summary>
internal sealed class UpdateStage(RestApiStore store, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await StageShape.FindAsync(api, call, cancellationToken);
        var operations = PatchOperation.Of(call.Input);
        StagePatches.CheckCopies(operations);
        var before = stage.Value;
        var after = AccessLogRules.Check(before, StagePatches.Table.Apply(before, operations));
        StageRules.CheckVariables(after.Variables);
        StageRules.CheckVariables(after.CanarySettings?.StageVariableOverrides);
        if (after.DeploymentId != before.DeploymentId)
        {
            await StageRules.CheckDeploymentAsync(api, after.DeploymentId, cancellationToken);
        }

        if (after.CanarySettings?.DeploymentId is { } canary && canary != before.CanarySettings?.DeploymentId)
        {
            await StageRules.CheckDeploymentAsync(api, canary, cancellationToken);
        }

        if (after.DocumentationVersion != before.DocumentationVersion)
        {
            await StageRules.CheckDocumentationAsync(api, after.DocumentationVersion, cancellationToken);
        }

        await CheckLoggingAsync(call, before, after, cancellationToken);
        after = after with { LastUpdatedDate = time.GetUtcNow().ToUnixTimeSeconds() };
        var batch = api.Edit().Replace(stage, after);
        await StageCertificate.HoldAsync(
            store, batch, before.ClientCertificateId, after.ClientCertificateId, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return StageShape.Output(after);
    }

    /// <summary>Logs need a role in the account's settings before they can be switched on.</summary>
    private async ValueTask CheckLoggingAsync(
        OperationCall call, StageDocument before, StageDocument after, CancellationToken cancellationToken)
    {
        if (!Logs(after) || Logs(before))
        {
            return;
        }

        var account = await store.Documents.FindAsync<AccountSettingsDocument>(
            call.Scope, AccountSettingsDocument.Id, cancellationToken);
        if (account?.Value.CloudwatchRoleArn is null)
        {
            throw ApiGatewayFaults.BadRequest(
                "CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }

    private static bool Logs(StageDocument stage) =>
        stage.AccessLogSettings?.DestinationArn is not null
        || stage.MethodSettings.Values.Any(setting => setting.LoggingLevel is "ERROR" or "INFO");
}
