using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.ApiGatewayV2.Stages;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.HttpApis;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Projects;

/// <summary>A project whose definition describes an HTTP API: what its deployment writes.</summary>
internal sealed class HttpApiProject(
    IDocumentStore store, IIdSource ids, TimeProvider time, DocumentScope scope, ApiV2Quotas quotas)
{
    private readonly HttpApiImporter _importer = new(ids, quotas);

    /// <summary>
    /// Whether a definition says what only HTTP APIs have: CORS by extension, shared integrations, a default route, a
    /// payload format or a service subtype of an integration, a JWT authorizer.
    /// </summary>
    public static bool Describes(JsonObject root)
    {
        if (root["swagger"] is not null)
        {
            return false;
        }

        return root["x-amazon-apigateway-cors"] is not null
            || Find(root, "components", "x-amazon-apigateway-integrations") is not null
            || Operations(root).Any(static operation =>
                operation["isDefaultRoute"] is not null
                || operation["x-amazon-apigateway-integration"] is JsonObject integration
                    && (integration["payloadFormatVersion"] is not null || integration["integrationSubtype"] is not null))
            || (Find(root, "components", "securitySchemes") as JsonObject ?? []).Any(static scheme =>
                (scheme.Value as JsonObject)?["x-amazon-apigateway-authorizer"] is JsonObject authorizer
                && authorizer["type"]?.ToString() == "jwt");
    }

    /// <exception cref="ProjectException">The definition cannot be imported; nothing was changed.</exception>
    public async ValueTask<HttpApiProjectPlan> PlanAsync(
        ProjectFolder project, OpenApiDocumentText text, string apiId, string stageName, string serverUrl,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var before = await ApiV2Definitions.FindCurrentAsync(store, scope, apiId, cancellationToken);
        var (after, warnings) = Import(project, text, before ?? ImportApi.Empty(apiId, now));
        var changes = ImmutableArray.CreateBuilder<string>();
        changes.AddRange(Changes(before, after));
        var batch = new DocumentBatch(scope).Upsert(apiId, new ApiV2EditionDocument { Edits = 1 });
        await ProjectKind.RemoveRestApiAsync(batch, store, apiId, cancellationToken);
        ApiDefinitionWriter.Write(batch, before, after);

        var previous = await store.FindAsync<StageV2Document>(scope, $"{apiId}/{stageName}", cancellationToken);
        var variables = project.StageVariables.ContainsKey("gatehouse")
            ? project.StageVariables
            : project.StageVariables.Add("gatehouse", serverUrl[(serverUrl.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        if (previous is null)
        {
            changes.Add($"+ stage {stageName}");
        }
        else if (!previous.Value.StageVariables.SequenceEqual(variables))
        {
            changes.Add("~ stage variables");
        }

        WriteDeployment(batch, after, previous?.Value ?? StageShape.New(stageName, now), variables, now);
        return new HttpApiProjectPlan(batch, changes, after, text.Root, StageUrl(apiId, stageName, serverUrl), warnings);
    }

    private (ApiV2Definition Definition, ImmutableArray<ProjectProblem> Warnings) Import(
        ProjectFolder project, OpenApiDocumentText text, ApiV2Definition existing)
    {
        HttpApiImportResult result;
        try
        {
            // Issuers are not asked here: a project is served also while its issuer starts.
            result = _importer.Import(text.Root, BasePathMode.Ignore, existing, scope, FrozenSet<string>.Empty);
        }
        catch (ServiceFaultException fault)
        {
            throw new ProjectException(project.DefinitionFile, fault.Message);
        }

        var problems = result.Problems.Select(problem => ProjectDeployer.ToProblem(project, text, problem)).ToImmutableArray();
        if (result.Definition is null)
        {
            throw new ProjectException(
                [.. result.Problems.Where(static problem => problem.IsError)
                    .Select(problem => ProjectDeployer.ToProblem(project, text, problem))]);
        }

        return result.Definition.Routes.IsEmpty
            ? throw new ProjectException(
                problems.IsEmpty
                    ? [new ProjectProblem(project.DefinitionFile, 1, 1, "Unable to deploy API because no routes exist in this API")]
                    : problems)
            : (result.Definition, problems);
    }

    /// <summary>Serves the definition at the stage, and forgets what the stage served before.</summary>
    public void WriteDeployment(
        DocumentBatch batch, ApiV2Definition definition, StageV2Document stage,
        ImmutableSortedDictionary<string, string> variables, long now)
    {
        var apiId = definition.Api.ApiId;
        var deployment = new DeploymentV2Document
        {
            DeploymentId = ids.AlphanumericId(ApiV2Limits.PartIdLength),
            AutoDeployed = false,
            CreatedDate = now,
            DeploymentStatus = DeploymentV2Document.Deployed,
            Description = "gatehouse run",
        };
        batch.Create($"{apiId}/{deployment.DeploymentId}", deployment);
        batch.Create($"{apiId}/{deployment.DeploymentId}", new DeploymentSnapshotV2Document { Definition = definition });
        batch.Upsert($"{apiId}/{stage.StageName}", stage with
        {
            DeploymentId = deployment.DeploymentId,
            StageVariables = variables,
            LastUpdatedDate = now,
        });
        if (stage.DeploymentId is { } former)
        {
            // A save is not a release: the one before would only pile up.
            batch.DeleteIfPresent<DeploymentV2Document>($"{apiId}/{former}");
            batch.DeleteIfPresent<DeploymentSnapshotV2Document>($"{apiId}/{former}");
        }
    }

    public static string StageUrl(string apiId, string stageName, string serverUrl)
    {
        var url = new UriBuilder(serverUrl);
        var host = $"{url.Scheme}://{apiId}.execute-api.localhost:{url.Port}";
        return stageName == StageV2Document.Default ? host : $"{host}/{stageName}";
    }

    /// <returns>Lines such as <c>+ GET /pets</c>; ids are not a change that a person made.</returns>
    public static IEnumerable<string> Changes(ApiV2Definition? before, ApiV2Definition after)
    {
        var old = before is null ? [] : Routes(before);
        var now = Routes(after);
        var changes = now
            .Where(route => !old.TryGetValue(route.Key, out var former) || former != route.Value)
            .Select(route => $"{(old.ContainsKey(route.Key) ? '~' : '+')} {route.Key}")
            .Concat(old.Keys.Where(route => !now.ContainsKey(route)).Select(static route => $"- {route}"))
            .ToList();
        return changes.Count == 0 && before is not null && Settings(before) != Settings(after)
            ? ["~ settings of the API"]
            : changes;
    }

    private static SortedDictionary<string, string> Routes(ApiV2Definition definition)
    {
        var integrations = definition.Integrations.ToDictionary(static one => one.IntegrationId, StringComparer.Ordinal);
        var routes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var route in definition.Routes)
        {
            var integration = route.IntegrationId() is { } id ? integrations.GetValueOrDefault(id) : null;
            routes[route.RouteKey] =
                JsonSerializer.Serialize(route with { RouteId = "", Target = null }, ApiV2Json.Default.RouteV2Document)
                + (integration is null
                    ? ""
                    : JsonSerializer.Serialize(
                        integration with { IntegrationId = "" }, ApiV2Json.Default.IntegrationV2Document));
        }

        return routes;
    }

    private static string Settings(ApiV2Definition definition) =>
        JsonSerializer.Serialize(definition.Api with { CreatedDate = 0 }, ApiV2Json.Default.ApiV2Document)
        + string.Concat(definition.Authorizers.Select(
            static one => JsonSerializer.Serialize(one, ApiV2Json.Default.AuthorizerV2Document)))
        + string.Concat(definition.Models.Select(
            static one => JsonSerializer.Serialize(one, ApiV2Json.Default.ModelV2Document)))
        + string.Concat(definition.RouteResponses.Select(
            static one => JsonSerializer.Serialize(one, ApiV2Json.Default.RouteResponseV2Document)))
        + string.Concat(definition.IntegrationResponses.Select(
            static one => JsonSerializer.Serialize(one, ApiV2Json.Default.IntegrationResponseV2Document)));

    private static IEnumerable<JsonObject> Operations(JsonObject root) =>
        (root["paths"] as JsonObject ?? [])
        .Select(static path => path.Value)
        .OfType<JsonObject>()
        .SelectMany(static item => item.Select(static operation => operation.Value).OfType<JsonObject>());

    private static JsonNode? Find(JsonObject root, string first, string second) => (root[first] as JsonObject)?[second];
}
