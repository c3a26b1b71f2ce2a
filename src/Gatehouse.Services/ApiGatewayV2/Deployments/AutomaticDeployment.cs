using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

/// <summary>
/// Deploys a change to the stages that deploy by themselves, in the change's own commit (http-api §3.6).
/// </summary>
/// <remarks>
/// <para>Differs from AWS: it happens at once, where AWS deploys a moment later, so bursts never coalesce; and an
/// automatic deployment goes when the next one replaces it on every stage.</para>
/// <para>An automatic deployment in force has no snapshot (<see cref="DeploymentSnapshotV2Document"/>): what it froze
/// is what the documents say. That stays true because every change of them passes here and either moves the stages on
/// or, when nothing can be deployed, writes the snapshot first.</para>
/// </remarks>
internal static class AutomaticDeployment
{
    public const string Description = "Automatic deployment triggered by changes to the Api configuration";

    private const string NoRoutes = "Deployment attempt failed: Unable to deploy API because no routes exist in this API";

    public static async ValueTask AddAsync(
        OpenedApiV2 api, DocumentBatch batch, int? routesAfter, CancellationToken cancellationToken)
    {
        var stages = await api.ListAsync<StageV2Document>(cancellationToken);
        var moving = stages.Where(static stage => stage.Value.AutoDeploy == true).ToList();
        if (moving.Count == 0)
        {
            return;
        }

        var routes = routesAfter ?? (await api.ListAsync<RouteV2Document>(cancellationToken)).Length;
        var former = moving
            .Select(static stage => stage.Value.DeploymentId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        if (routes == 0)
        {
            await FreezeAsync(api, batch, former, cancellationToken);
            foreach (var stage in moving)
            {
                batch.Replace(stage, stage.Value with { LastDeploymentStatusMessage = NoRoutes });
            }

            return;
        }

        var deployment = Create(api, batch);
        foreach (var stage in moving)
        {
            batch.Replace(stage, Deployed(stage.Value, deployment, api.Store.Now));
        }

        var kept = stages
            .Where(static stage => stage.Value.AutoDeploy != true)
            .Select(static stage => stage.Value.DeploymentId);
        await RemoveAsync(api, batch, former.Except(kept.OfType<string>(), StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>The stage as its first automatic deployment leaves it; <paramref name="batch"/> gets the deployment.</summary>
    public static async ValueTask<StageV2Document> BeginAsync(
        OpenedApiV2 api, DocumentBatch batch, StageV2Document stage, CancellationToken cancellationToken)
    {
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        return routes.IsEmpty
            ? stage with { LastDeploymentStatusMessage = NoRoutes }
            : Deployed(stage, Create(api, batch), api.Store.Now);
    }

    /// <summary>A new automatic deployment of the API as it is.</summary>
    public static DeploymentV2Document Create(OpenedApiV2 api, DocumentBatch batch)
    {
        var deployment = new DeploymentV2Document
        {
            DeploymentId = api.Store.NewPartId(),
            AutoDeployed = true,
            CreatedDate = api.Store.Now,
            DeploymentStatus = DeploymentV2Document.Deployed,
            Description = Description,
        };
        batch.Create(api.PartId(deployment.DeploymentId), deployment);
        return deployment;
    }

    public static StageV2Document Deployed(StageV2Document stage, DeploymentV2Document deployment, long now) =>
        stage with
        {
            DeploymentId = deployment.DeploymentId,
            LastUpdatedDate = now,
            LastDeploymentStatusMessage =
                $"Successfully deployed stage with deployment ID '{deployment.DeploymentId}'",
        };

    /// <summary>Writes what automatic deployments froze, before the documents go on without them.</summary>
    public static async ValueTask FreezeAsync(
        OpenedApiV2 api, DocumentBatch batch, IEnumerable<string> deployments, CancellationToken cancellationToken)
    {
        ApiV2Definition? definition = null;
        foreach (var id in deployments)
        {
            if (await api.FindAsync<DeploymentV2Document>(id, cancellationToken) is { Value.AutoDeployed: true }
                && await api.FindAsync<DeploymentSnapshotV2Document>(id, cancellationToken) is null)
            {
                definition ??= await api.ReadDefinitionAsync(cancellationToken);
                batch.Create(api.PartId(id), new DeploymentSnapshotV2Document { Definition = definition });
            }
        }
    }

    /// <summary>Only automatic ones: a deployment that a caller made stays until a caller deletes it.</summary>
    public static async ValueTask RemoveAsync(
        OpenedApiV2 api, DocumentBatch batch, IEnumerable<string> deployments, CancellationToken cancellationToken)
    {
        foreach (var id in deployments)
        {
            if (await api.FindAsync<DeploymentV2Document>(id, cancellationToken)
                is { Value.AutoDeployed: true } deployment)
            {
                batch.Delete(deployment).DeleteIfPresent<DeploymentSnapshotV2Document>(deployment.Id);
            }
        }
    }
}
