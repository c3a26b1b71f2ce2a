using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

/// <summary>
/// Freezes the API and, with a stage name, creates the stage or points it (or its canary) here, in one commit
/// (rest-control-plane §3.3).
/// </summary>
internal sealed class CreateDeployment(RestApiStore store, RestApiQuotas quotas, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stageName = call.Input.FindString("stageName");
        var stage = await FindStageAsync(api, call.Input, stageName, cancellationToken);
        var definition = await api.ReadDefinitionAsync(cancellationToken);
        DeploymentRules.CheckReady(definition);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var deployment = new DeploymentDocument
        {
            Id = store.NewPartId(),
            Description = call.Input.FindString("description"),
            CreatedDate = now,
        };

        var batch = api.Edit()
            .Create(api.PartId(deployment.Id), deployment)
            .Create(api.PartId(deployment.Id), new DeploymentSnapshotDocument { Definition = definition });
        if (!string.IsNullOrEmpty(stageName))
        {
            await WriteStageAsync(batch, api, stage, call.Input, deployment.Id, now, cancellationToken);
        }

        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(DeploymentShape.Write(deployment));
    }

    private static async ValueTask<Versioned<StageDocument>?> FindStageAsync(
        OpenedApi api, OperationInput input, string? stageName, CancellationToken cancellationToken)
    {
        var isCanary = input.Has("canarySettings");
        if (string.IsNullOrEmpty(stageName))
        {
            return isCanary
                ? throw ApiGatewayFaults.BadRequest(
                    "Invalid deployment content specified.Non null and non empty stageName must be provided for canary "
                    + $"deployment. Provided value is {stageName ?? "null"}")
                : null;
        }

        StageRules.CheckName(stageName);
        var stage = await api.FindAsync<StageDocument>(stageName, cancellationToken);
        return stage is null && isCanary
            ? throw ApiGatewayFaults.BadRequest(
                $"Invalid deployment content specified.Stage {stageName} must already be created before making a "
                + "canary release deployment")
            : stage;
    }

    private async ValueTask WriteStageAsync(
        DocumentBatch batch,
        OpenedApi api,
        Versioned<StageDocument>? stage,
        OperationInput input,
        string deploymentId,
        long now,
        CancellationToken cancellationToken)
    {
        if (stage is not null)
        {
            batch.Replace(stage, Repoint(stage.Value, input, deploymentId) with { LastUpdatedDate = now });
            return;
        }

        await StageRules.CheckQuotaAsync(api, quotas, cancellationToken);
        var created = Apply(
            new StageDocument
            {
                StageName = input.RequiredString("stageName"),
                DeploymentId = deploymentId,
                CreatedDate = now,
                LastUpdatedDate = now,
            },
            input);
        batch.Create(api.PartId(created.StageName), created);
    }

    /// <summary>
    /// A canary deployment moves only the canary's pointer; any other one ends a canary that was there.
    /// </summary>
    private static StageDocument Repoint(StageDocument stage, OperationInput input, string deploymentId)
    {
        if (input.Find("canarySettings", RestApiJson.Default.CanarySettings) is not { } canary)
        {
            return Apply(stage, input) with { DeploymentId = deploymentId, CanarySettings = null };
        }

        StageRules.CheckCanary(canary);
        return Apply(stage, input) with { CanarySettings = canary with { DeploymentId = deploymentId } };
    }

    /// <summary>
    /// What the input gives is applied, what it leaves out is kept (unconfirmed for existing stages, §2.17).
    /// </summary>
    private static StageDocument Apply(StageDocument stage, OperationInput input)
    {
        var variables = input.Find("variables", RestApiJson.Default.ImmutableSortedDictionaryStringString);
        StageRules.CheckVariables(variables);
        return StageRules.WithCache(
            stage with
            {
                Description = input.FindString("stageDescription") ?? stage.Description,
                Variables = variables is { IsEmpty: false } ? variables : stage.Variables,
                TracingEnabled = input.FindBoolean("tracingEnabled") ?? stage.TracingEnabled,
            },
            input.FindBoolean("cacheClusterEnabled") ?? stage.CacheClusterEnabled,
            input.FindString("cacheClusterSize") ?? stage.CacheClusterSize);
    }
}
