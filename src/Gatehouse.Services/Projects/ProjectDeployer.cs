using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Services.Projects.Templates;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Projects;

/// <summary>
/// Deploys a project folder: its definition as the kind of API that it describes, its functions in place, one deployment, one stage, all in one
/// commit. What it replaces keeps its ids, so that URLs stay.
/// </summary>
public sealed class ProjectDeployer(IDocumentStore store, IIdSource ids, TimeProvider time, ApiQuotas quotas)
    : IPublicationListener
{
    private readonly OpenApiImporter _importer = new(ids, quotas.Rest);
    private static readonly DocumentScope ProjectScope = new(AwsAccount.Default, AwsRegion.Default);

    private readonly DocumentScope _scope = ProjectScope;
    private readonly ProjectFunctionWriter _functions = new(store, ids, time, ProjectScope);
    private readonly HttpApiProject _httpApis = new(store, ids, time, ProjectScope, quotas.V2);
    private PublicationReport? _lastReport;

    /// <summary>Told by the data plane what became of the deployment, before the commit returns.</summary>
    public void OnPublished(PublicationReport report)
    {
        if (_lastReport?.Error is null) // a project may have several stages: the first that failed is told of
        {
            _lastReport = report;
        }
    }

    /// <param name="project">The folder as it is now.</param>
    /// <param name="stage">The stage's name; <see langword="null"/> for <c>dev</c>, or <c>$default</c> of an HTTP API.</param>
    /// <param name="serverUrl">The server's own URL, such as <c>http://localhost:4566</c>.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <exception cref="ProjectException">The definition cannot be imported; nothing was changed.</exception>
    public async Task<ProjectDeployment> DeployAsync(
        ProjectFolder project, string? stage, string serverUrl, CancellationToken cancellationToken)
    {
        var apiId = ApiIdOf(project.Folder);
        var text = Parse(project);
        if (project.IsTemplate)
        {
            return await DeployTemplateAsync(project, text, stage, serverUrl, cancellationToken);
        }

        return HttpApiProject.Describes(text.Root)
            ? await DeployHttpAsync(project, text, apiId, stage ?? StageV2Document.Default, serverUrl, cancellationToken)
            : await DeployRestAsync(project, text, apiId, stage ?? "dev", serverUrl, cancellationToken);
    }

    private async Task<ProjectDeployment> DeployTemplateAsync(
        ProjectFolder project, OpenApiDocumentText text, string? stage, string serverUrl,
        CancellationToken cancellationToken)
    {
        var templates = new TemplateProject(store, time, _httpApis, _functions, _scope);
        var plan = await templates.PlanAsync(project, text, stage, serverUrl, cancellationToken);
        if (plan.Changes.Count == 0)
        {
            return plan.Result(error: null);
        }

        _lastReport = null;
        await store.CommitAsync(plan.Batch, cancellationToken);
        return plan.Result(_lastReport?.Error);
    }

    private async Task<ProjectDeployment> DeployHttpAsync(
        ProjectFolder project, OpenApiDocumentText text, string apiId, string stage, string serverUrl,
        CancellationToken cancellationToken)
    {
        var plan = await _httpApis.PlanAsync(project, text, apiId, stage, serverUrl, cancellationToken);
        await _functions.WriteAsync(plan.Batch, project.Functions, [apiId], plan.Changes, cancellationToken);
        if (plan.Changes.Count == 0)
        {
            return plan.Result(error: null);
        }

        _lastReport = null;
        await store.CommitAsync(plan.Batch, cancellationToken);
        return plan.Result(_lastReport?.Error);
    }

    private async Task<ProjectDeployment> DeployRestAsync(
        ProjectFolder project, OpenApiDocumentText text, string apiId, string stage, string serverUrl,
        CancellationToken cancellationToken)
    {
        var before = await ReadAsync(apiId, cancellationToken);
        var (after, root, warnings) = Import(project, text, before?.Definition, apiId);
        var changes = ImmutableArray.CreateBuilder<string>();
        changes.AddRange(RouteChanges.Between(before?.Definition, after));

        var batch = new DocumentBatch(_scope).Upsert(apiId, new RestApiEditionDocument { Edits = 1 });
        await ProjectKind.RemoveHttpApiAsync(batch, store, apiId, cancellationToken);
        DefinitionWriter.Write(batch, before?.Definition, after);
        await _functions.WriteAsync(batch, project.Functions, [apiId], changes, cancellationToken);
        var previous = await store.FindAsync<StageDocument>(_scope, $"{apiId}/{stage}", cancellationToken);
        var stageDocument = StageOf(previous?.Value, stage, project.StageVariables, serverUrl);
        if (changes.Count == 0 && previous is not null && !IsChanged(previous.Value, stageDocument))
        {
            return Result(after, root, stage, serverUrl, [], warnings, error: null);
        }

        WriteDeployment(batch, after, stageDocument, previous?.Value.DeploymentId);
        _lastReport = null;
        await store.CommitAsync(batch, cancellationToken);
        return Result(after, root, stage, serverUrl, changes.ToImmutable(), warnings, _lastReport?.Error);
    }

    /// <summary>The folder's name as an API id: the label of its host name, so lower-case letters, digits and hyphens.</summary>
    internal static string ApiIdOf(string folder)
    {
        var name = new string([.. Path.GetFileName(folder).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return name.Length switch
        {
            0 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..10],
            > 30 => name[..30],
            _ => name,
        };
    }

    private static OpenApiDocumentText Parse(ProjectFolder project)
    {
        try
        {
            return OpenApiDocumentText.Parse(project.Definition, project.IsTemplate);
        }
        catch (DocumentTextException exception)
        {
            throw new ProjectException(
                [new ProjectProblem(project.DefinitionFile, exception.Position.Line, exception.Position.Column, exception.Message)]);
        }
    }

    private async ValueTask<StoredApi?> ReadAsync(string apiId, CancellationToken cancellationToken)
    {
        var opened = await new RestApiStore(store, ids).FindAsync(_scope, apiId, cancellationToken);
        return opened is null ? null : new StoredApi(await opened.ReadDefinitionAsync(cancellationToken));
    }

    private (RestApiDefinition After, System.Text.Json.Nodes.JsonObject Root, ImmutableArray<ProjectProblem> Warnings) Import(
        ProjectFolder project, OpenApiDocumentText text, RestApiDefinition? existing, string apiId)
    {
        OpenApiImportResult result;
        try
        {
            var options = new OpenApiImportOptions { Mode = OpenApiImportMode.Overwrite };
            result = _importer.Import(text.Root, options, existing ?? NewApi(apiId), _scope, time.GetUtcNow().ToUnixTimeSeconds());
        }
        catch (ServiceFaultException fault)
        {
            throw new ProjectException(project.DefinitionFile, fault.Message);
        }

        var problems = result.Problems.Select(problem => ToProblem(project, text, problem)).ToImmutableArray();
        if (result.Definition is null)
        {
            throw new ProjectException(
                [.. result.Problems.Where(static problem => problem.IsError).Select(problem => ToProblem(project, text, problem))]);
        }

        CheckIntegrations(project, text, result.Definition);
        return (result.Definition, text.Root, problems);
    }

    /// <summary>A method without an integration cannot be deployed (rest-control-plane §2.17).</summary>
    private static void CheckIntegrations(ProjectFolder project, OpenApiDocumentText text, RestApiDefinition definition)
    {
        var paths = RouteChanges.Paths(definition);
        var problems = definition.Resources
            .SelectMany(resource => resource.ResourceMethods.Values
                .Where(static method => method.MethodIntegration is null)
                .Select(method => (Path: paths[resource.Id], Verb: method.HttpMethod)))
            .Select(method =>
            {
                var pointer = SourceMap.Step(SourceMap.Step("/paths", method.Path), method.Verb.ToLowerInvariant());
                return ToProblem(project, text, new OpenApiProblem(
                    pointer, $"No integration defined for method: give '{method.Verb} {method.Path}' an x-amazon-apigateway-integration.", true));
            })
            .ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new ProjectException(problems);
        }
    }

    private RestApiDefinition NewApi(string apiId)
    {
        var api = new RestApiDocument
        {
            Id = apiId,
            Name = apiId,
            CreatedDate = time.GetUtcNow().ToUnixTimeSeconds(),
            RootResourceId = ids.AlphanumericId(RestApiLimits.ApiIdLength),
        };
        return new RestApiDefinition { Api = api, Resources = [] };
    }

    private StageDocument StageOf(
        StageDocument? previous, string stage, ImmutableSortedDictionary<string, string> variables, string serverUrl)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        // Lets a definition name this server without knowing its port.
        var own = serverUrl[(serverUrl.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return (previous ?? new StageDocument { StageName = stage, DeploymentId = "", CreatedDate = now, LastUpdatedDate = now }) with
        {
            LastUpdatedDate = now,
            Variables = variables.ContainsKey("gatehouse") ? variables : variables.Add("gatehouse", own),
        };
    }

    private static bool IsChanged(StageDocument before, StageDocument after) =>
        !(before.Variables ?? ImmutableSortedDictionary<string, string>.Empty).SequenceEqual(after.Variables!);

    private void WriteDeployment(DocumentBatch batch, RestApiDefinition definition, StageDocument stage, string? formerDeployment)
    {
        var apiId = definition.Api.Id;
        var deployment = ids.AlphanumericId(RestApiLimits.PartIdLength);
        batch.Create(
            $"{apiId}/{deployment}",
            new DeploymentDocument { Id = deployment, CreatedDate = stage.LastUpdatedDate, Description = "gatehouse run" });
        batch.Create($"{apiId}/{deployment}", new DeploymentSnapshotDocument { Definition = definition });
        batch.Upsert($"{apiId}/{stage.StageName}", stage with { DeploymentId = deployment });
        if (formerDeployment is not null)
        {
            // A save is not a release: the one before would only pile up.
            batch.DeleteIfPresent<DeploymentDocument>($"{apiId}/{formerDeployment}");
            batch.DeleteIfPresent<DeploymentSnapshotDocument>($"{apiId}/{formerDeployment}");
        }
    }

    internal static ProjectProblem ToProblem(ProjectFolder project, OpenApiDocumentText text, OpenApiProblem problem)
    {
        var position = text.Positions.Find(problem.Pointer);
        return new ProjectProblem(project.DefinitionFile, position.Line, position.Column, problem.Message);
    }

    private static ProjectDeployment Result(
        RestApiDefinition definition, System.Text.Json.Nodes.JsonObject root, string stage, string serverUrl,
        ImmutableArray<string> changes, ImmutableArray<ProjectProblem> warnings, string? error)
    {
        var url = new UriBuilder(serverUrl);
        var stageUrl = $"{url.Scheme}://{definition.Api.Id}.execute-api.localhost:{url.Port}/{stage}";
        return new ProjectDeployment(
            definition.Api.Name, definition.Api.Id, stageUrl, ProjectRoutes.Of(definition, root, stageUrl), changes, warnings, error);
    }

    private sealed record StoredApi(RestApiDefinition Definition);
}
