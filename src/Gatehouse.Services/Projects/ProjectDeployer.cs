using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Projects;

/// <summary>
/// Deploys a project folder: its definition as a REST API, its functions in place, one deployment, one stage, all in one
/// commit. What it replaces keeps its ids, so that URLs stay.
/// </summary>
public sealed class ProjectDeployer(IDocumentStore store, IIdSource ids, TimeProvider time, RestApiQuotas quotas)
    : IPublicationListener
{
    private const string Role = "arn:aws:iam::000000000000:role/gatehouse-run";

    private readonly OpenApiImporter _importer = new(ids, quotas);
    private readonly DocumentScope _scope = new(AwsAccount.Default, AwsRegion.Default);
    private PublicationReport? _lastReport;

    /// <summary>Told by the data plane what became of the deployment, before the commit returns.</summary>
    public void OnPublished(PublicationReport report) => _lastReport = report;

    /// <param name="project">The folder as it is now.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="serverUrl">The server's own URL, such as <c>http://localhost:4566</c>.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <exception cref="ProjectException">The definition cannot be imported; nothing was changed.</exception>
    public async Task<ProjectDeployment> DeployAsync(
        ProjectFolder project, string stage, string serverUrl, CancellationToken cancellationToken)
    {
        var apiId = ApiIdOf(project.Folder);
        var before = await ReadAsync(apiId, cancellationToken);
        var (after, root, warnings) = Import(project, before?.Definition, apiId);
        var changes = ImmutableArray.CreateBuilder<string>();
        changes.AddRange(RouteChanges.Between(before?.Definition, after));

        var batch = new DocumentBatch(_scope).Upsert(apiId, new RestApiEditionDocument { Edits = 1 });
        DefinitionWriter.Write(batch, before?.Definition, after);
        await WriteFunctionsAsync(batch, project.Functions, apiId, changes, cancellationToken);
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

    private async ValueTask<StoredApi?> ReadAsync(string apiId, CancellationToken cancellationToken)
    {
        var opened = await new RestApiStore(store, ids).FindAsync(_scope, apiId, cancellationToken);
        return opened is null ? null : new StoredApi(await opened.ReadDefinitionAsync(cancellationToken));
    }

    private (RestApiDefinition After, System.Text.Json.Nodes.JsonObject Root, ImmutableArray<ProjectProblem> Warnings) Import(
        ProjectFolder project, RestApiDefinition? existing, string apiId)
    {
        OpenApiDocumentText text;
        try
        {
            text = OpenApiDocumentText.Parse(project.Definition);
        }
        catch (DocumentTextException exception)
        {
            throw new ProjectException(
                [new ProjectProblem(project.DefinitionFile, exception.Position.Line, exception.Position.Column, exception.Message)]);
        }

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

    private async ValueTask WriteFunctionsAsync(
        DocumentBatch batch, ImmutableArray<ProjectFunction> functions, string apiId,
        ImmutableArray<string>.Builder changes, CancellationToken cancellationToken)
    {
        foreach (var function in functions)
        {
            var stored = await store.FindAsync<FunctionDocument>(_scope, function.Name, cancellationToken);
            if (stored?.Value.Code.CodeSha256 == function.Fingerprint && stored.Value.Handler == function.Handler)
            {
                continue;
            }

            changes.Add(stored is null ? $"+ function {function.Name}" : $"~ function {function.Name}");
            batch.Upsert(function.Name, DocumentOf(function));
            batch.Upsert(function.Name, PolicyOf(function.Name, apiId));
        }
    }

    private FunctionDocument DocumentOf(ProjectFunction function) => new()
    {
        FunctionName = function.Name,
        FunctionArn = new FunctionName(_scope.Account, _scope.Region, function.Name, null).Arn,
        Runtime = function.Runtime,
        Handler = function.Handler,
        Role = Role,
        Timeout = function.Timeout,
        MemorySize = function.MemorySize,
        Environment = function.Environment,
        Code = new FunctionCode { CodeSha256 = function.Fingerprint, LocalFolder = function.Folder },
        LastModified = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", System.Globalization.CultureInfo.InvariantCulture),
        RevisionId = ids.Uuid(),
    };

    /// <summary>The project's own API may call its functions; nothing else may.</summary>
    private FunctionPolicyDocument PolicyOf(string function, string apiId) => new()
    {
        RevisionId = ids.Uuid(),
        Statements =
        [
            new FunctionPolicyStatement(
                "gatehouse-run",
                $$"""
                {"Sid":"gatehouse-run","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},
                 "Action":"lambda:InvokeFunction",
                 "Resource":"arn:aws:lambda:{{_scope.Region}}:{{_scope.Account}}:function:{{function}}",
                 "Condition":{"ArnLike":{"AWS:SourceArn":"{{SourceArn(apiId)}}"} } }
                """),
        ],
    };

    private string SourceArn(string apiId) => $"arn:aws:execute-api:{_scope.Region}:{_scope.Account}:{apiId}/*";

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

    private static ProjectProblem ToProblem(ProjectFolder project, OpenApiDocumentText text, OpenApiProblem problem)
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
