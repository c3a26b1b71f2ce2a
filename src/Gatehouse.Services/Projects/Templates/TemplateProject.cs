using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.OpenApi.Text;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>A project whose definition is a template: what its deployment writes, all of it in one commit.</summary>
internal sealed class TemplateProject(
    IDocumentStore store, TimeProvider time, HttpApiProject stages, ProjectFunctionWriter functions, DocumentScope scope)
{
    /// <summary>The stage variable by which a definition names this server without knowing its port.</summary>
    private const string OwnAddress = "gatehouse";

    /// <exception cref="ProjectException">Something of the template cannot be; nothing was changed.</exception>
    public async ValueTask<TemplateProjectPlan> PlanAsync(
        ProjectFolder project, OpenApiDocumentText text, string? stage, string serverUrl,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var template = new ProjectTemplate(project, text, scope);
        var deployed = template.Functions();
        var apis = template.Apis(stage, now);
        var batch = new DocumentBatch(scope);
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var (api, described) in apis)
        {
            await AddAsync(batch, changes, api, described, project, serverUrl, now, cancellationToken);
        }

        await functions.WriteAsync(
            batch, deployed, [.. apis.Select(static one => one.Api.Api.ApiId)], changes, cancellationToken);
        return new TemplateProjectPlan(batch, changes, apis, serverUrl, template.Warnings);
    }

    private async ValueTask AddAsync(
        DocumentBatch batch, ImmutableArray<string>.Builder changes, ApiV2Definition api, StageV2Document described,
        ProjectFolder project, string serverUrl, long now, CancellationToken cancellationToken)
    {
        var id = api.Api.ApiId;
        var before = await ApiV2Definitions.FindCurrentAsync(store, scope, id, cancellationToken);
        changes.AddRange(HttpApiProject.Changes(before, api));
        batch.Upsert(id, new ApiV2EditionDocument { Edits = 1 });
        await ProjectKind.RemoveRestApiAsync(batch, store, id, cancellationToken);
        ApiDefinitionWriter.Write(batch, before, api);

        var variables = project.StageVariables.SetItems(described.StageVariables);
        variables = variables.ContainsKey(OwnAddress)
            ? variables
            : variables.Add(OwnAddress, serverUrl[(serverUrl.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        var stageId = $"{id}/{described.StageName}";
        var previous = await store.FindAsync<StageV2Document>(scope, stageId, cancellationToken);
        if (previous is null)
        {
            changes.Add($"+ stage {described.StageName}");
        }
        else if (!previous.Value.StageVariables.SequenceEqual(variables)
            || previous.Value.DefaultRouteSettings != described.DefaultRouteSettings
            || !previous.Value.RouteSettings.SequenceEqual(described.RouteSettings))
        {
            changes.Add($"~ stage {described.StageName}");
        }

        var stage = described with
        {
            DeploymentId = previous?.Value.DeploymentId,
            CreatedDate = previous?.Value.CreatedDate ?? now,
        };
        stages.WriteDeployment(batch, api, stage, variables, now);
    }
}
