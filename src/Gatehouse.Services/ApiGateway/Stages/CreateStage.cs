using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

internal sealed class CreateStage(RestApiStore store, RestApiQuotas quotas, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = Read(call.Input);
        StageRules.CheckName(stage.StageName);
        if (await api.FindAsync<StageDocument>(stage.StageName, cancellationToken) is not null)
        {
            throw ApiGatewayFaults.Conflict("Stage already exists");
        }

        await StageRules.CheckDeploymentAsync(api, stage.DeploymentId, cancellationToken);
        if (stage.CanarySettings?.DeploymentId is { } canary)
        {
            await StageRules.CheckDeploymentAsync(api, canary, cancellationToken);
        }

        await StageRules.CheckDocumentationAsync(api, stage.DocumentationVersion, cancellationToken);
        await StageRules.CheckQuotaAsync(api, quotas, cancellationToken);
        await api.CommitAsync(api.Edit().Create(api.PartId(stage.StageName), stage), cancellationToken);
        return StageShape.Output(stage);
    }

    private StageDocument Read(OperationInput input)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var deployment = input.RequiredString("deploymentId");
        var variables = input.Find("variables", RestApiJson.Default.ImmutableSortedDictionaryStringString);
        StageRules.CheckVariables(variables);
        var canary = input.Find("canarySettings", RestApiJson.Default.CanarySettings);
        if (canary is not null)
        {
            StageRules.CheckCanary(canary);

            // Without one of its own, a canary begins at the stage's deployment (rest-control-plane §3.3).
            canary = canary with { DeploymentId = canary.DeploymentId ?? deployment };
        }

        return StageRules.WithCache(
            new StageDocument
            {
                StageName = input.RequiredString("stageName"),
                DeploymentId = deployment,
                Description = input.FindString("description"),
                Variables = variables is { IsEmpty: false } ? variables : null,
                DocumentationVersion = input.FindString("documentationVersion"),
                CanarySettings = canary,
                TracingEnabled = input.FindBoolean("tracingEnabled") ?? false,
                Tags = TagRules.Check(input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)),
                CreatedDate = now,
                LastUpdatedDate = now,
            },
            input.FindBoolean("cacheClusterEnabled") ?? false,
            input.FindString("cacheClusterSize"));
    }
}
