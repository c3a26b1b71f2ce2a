using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Stages;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>
/// What a <c>template.yaml</c> describes: the part of CloudFormation's language that a project of HTTP and WebSocket APIs
/// needs (docs/subsystems/projects.md). Everything is checked before anything is stored.
/// </summary>
internal sealed class ProjectTemplate
{
    /// <summary>Each kind after those that it may refer to.</summary>
    private static readonly ImmutableArray<string> Order =
        ["Authorizer", "Model", "Integration", "IntegrationResponse", "Route", "RouteResponse"];

    private readonly ProjectFolder _project;
    private readonly OpenApiDocumentText _text;
    private readonly ImmutableArray<TemplateResource> _resources;
    private readonly TemplateNames _names;
    private readonly TemplateValues _values;
    private readonly TemplateInput _input = new();
    private readonly List<ProjectProblem> _problems = [];
    private readonly List<ProjectProblem> _warnings = [];
    private readonly DocumentScope _scope;

    public ProjectTemplate(ProjectFolder project, OpenApiDocumentText text, DocumentScope scope)
    {
        _project = project;
        _text = text;
        _scope = scope;
        _resources = [.. ReadResources()];
        _names = new TemplateNames(project, _resources, scope);
        _values = new TemplateValues(_names);
        foreach (var (name, parameter) in text.Root["Parameters"] as JsonObject ?? [])
        {
            _names.AddParameter(name, (parameter as JsonObject)?["Default"]?.ToString() ?? "");
        }
    }

    /// <summary>What was left out, with its place.</summary>
    public ImmutableArray<ProjectProblem> Warnings => [.. _warnings];

    /// <summary>The functions of the template, and those folders that it does not name.</summary>
    public ImmutableArray<ProjectFunction> Functions()
    {
        var functions = _project.Functions.ToDictionary(static one => one.Name, StringComparer.Ordinal);
        foreach (var resource in _resources.Where(static one => one.Type == TemplateResource.Function))
        {
            Guard(resource, () => AddFunction(resource, functions));
        }

        ThrowProblems();
        return [.. functions.Values.OrderBy(static one => one.Name, StringComparer.Ordinal)];
    }

    /// <summary>The APIs in the template's order, each with the stage that it is served at.</summary>
    /// <param name="stage">The operator's choice of the stage's name, where the template names none.</param>
    /// <param name="now">Epoch seconds.</param>
    /// <exception cref="ProjectException">Something cannot be; each problem has its place.</exception>
    public ImmutableArray<(ApiV2Definition Api, StageV2Document Stage)> Apis(string? stage, long now)
    {
        var apis = new Dictionary<string, TemplateApi>(StringComparer.Ordinal);
        foreach (var resource in _resources.Where(static one => one.Type == TemplateResource.Api))
        {
            Guard(resource, () =>
            {
                var id = _names.Reference(resource.LogicalId)!;
                apis[id] = TemplateApi.Create(Input(resource), id, _scope, now);
            });
        }

        foreach (var kind in Order)
        {
            foreach (var resource in _resources.Where(one => one.Is(kind)))
            {
                Guard(resource, () =>
                {
                    var input = Input(resource);
                    ApiOf(apis, input).Add(kind, input, _names.Reference(resource.LogicalId)!);
                });
            }
        }

        var stages = ReadStages(apis, now);
        var result = apis.Select(api => (
            Api: Complete(api.Key, api.Value),
            Stage: stages.GetValueOrDefault(api.Key) ?? StageShape.New(
                stage ?? (api.Value.IsWebSocket ? "dev" : StageV2Document.Default), now, api.Value.IsWebSocket))).ToList();
        if (apis.Count == 0 && _problems.Count == 0)
        {
            _problems.Add(new ProjectProblem(
                _project.DefinitionFile, 1, 1, $"the template has no resource of type {TemplateResource.Api}."));
        }

        ThrowProblems();
        return [.. result.Select(static one => (one.Api!, one.Stage))];
    }

    private ApiV2Definition? Complete(string id, TemplateApi api)
    {
        ApiV2Definition? definition = null;
        var resource = _resources.First(one => _names.Reference(one.LogicalId) == id);
        Guard(resource, () => definition = api.Complete());
        return definition;
    }

    private Dictionary<string, StageV2Document> ReadStages(Dictionary<string, TemplateApi> apis, long now)
    {
        var stages = new Dictionary<string, StageV2Document>(StringComparer.Ordinal);
        foreach (var resource in _resources.Where(static one => one.Type == TemplateResource.Stage))
        {
            Guard(resource, () =>
            {
                var input = Input(resource);
                var api = ApiOf(apis, input);
                var name = input.RequiredString("StageName");
                StageRules.CheckName(name, api.IsWebSocket);
                input.Members.Remove("AutoDeploy"); // every save deploys, as a whole
                var fresh = StageShape.New(name, now, api.IsWebSocket) with { Tags = input.Map("Tags") };
                var stage = StageInput.Apply(
                    input, fresh, api.RouteKeys.ToHashSet(StringComparer.Ordinal), api.IsWebSocket);
                if (!stages.TryAdd(input.RequiredString("ApiId"), stage))
                {
                    throw new TemplateValueException("'gatehouse run' serves an API at one stage.");
                }
            });
        }

        return stages;
    }

    private Skeleton.OperationInput Input(TemplateResource resource) =>
        _input.Read(resource, (JsonObject)_values.Resolve(resource.Properties)!);

    private static TemplateApi ApiOf(Dictionary<string, TemplateApi> apis, Skeleton.OperationInput input) =>
        apis.GetValueOrDefault(input.RequiredString("ApiId"))
        ?? throw new TemplateValueException($"no API of the template has the id {input.RequiredString("ApiId")}.");

    private void AddFunction(TemplateResource resource, Dictionary<string, ProjectFunction> functions)
    {
        var properties = (JsonObject)_values.Resolve(resource.Properties)!;
        var name = TemplateNames.FunctionName(resource);
        if (properties["Code"] is not JsonValue code || name is null)
        {
            throw new TemplateValueException("Code must be a folder beside the template, such as ./functions/chat.");
        }

        var folder = Path.GetFullPath(Path.Combine(_project.Folder, code.ToString()));
        if (!Directory.Exists(folder))
        {
            throw new TemplateValueException($"there is no folder {code}.");
        }

        functions[name] = TemplateFunction.Read(ProjectFunction.Load(folder) with { Name = name }, properties);
    }

    private IEnumerable<TemplateResource> ReadResources()
    {
        foreach (var (name, node) in _text.Root["Resources"] as JsonObject ?? [])
        {
            var type = (node as JsonObject)?["Type"]?.ToString() ?? "";
            var resource = new TemplateResource(name, type, (node as JsonObject)?["Properties"] as JsonObject ?? []);
            if (resource.Is("Deployment"))
            {
                continue; // every save is one
            }

            if (type == TemplateResource.Function || type == TemplateResource.Api || type == TemplateResource.Stage
                || Order.Any(resource.Is))
            {
                yield return resource;
            }
            else
            {
                _warnings.Add(At(name, $"{name} is left out: 'gatehouse run' does not know {type}."));
            }
        }
    }

    /// <summary>Collects what is wrong, so that one save shows everything.</summary>
    private void Guard(TemplateResource resource, Action read)
    {
        try
        {
            read();
        }
        catch (TemplateValueException refused)
        {
            _problems.Add(At(resource.LogicalId, $"{resource.LogicalId}: {refused.Message}"));
        }
        catch (ServiceFaultException refused)
        {
            _problems.Add(At(resource.LogicalId, $"{resource.LogicalId}: {refused.Message}"));
        }
    }

    private ProjectProblem At(string logicalId, string message)
    {
        var position = _text.Positions.Find(SourceMap.Step("/Resources", logicalId));
        return new ProjectProblem(_project.DefinitionFile, position.Line, position.Column, message);
    }

    private void ThrowProblems()
    {
        if (_problems.Count > 0)
        {
            throw new ProjectException([.. _problems]);
        }
    }
}
