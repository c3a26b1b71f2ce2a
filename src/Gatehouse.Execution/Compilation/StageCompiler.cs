using System.Collections.Frozen;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Execution.Routing;
using Gatehouse.Languages.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Makes a plan of a stage's document and the definition that its deployment froze.</summary>
internal sealed class StageCompiler(IntegrationServices services)
{
    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public StagePlan Compile(DocumentScope scope, string apiId, StageDocument stage, RestApiDefinition definition)
    {
        var variables = stage.Variables.OrEmpty().ToFrozenDictionary(StringComparer.Ordinal);
        var expressions = new ValueExpressionCompiler(variables);
        var context = new StageContext
        {
            ApiId = apiId,
            Scope = scope,
            Stage = stage,
            Definition = definition,
            Variables = variables,
            TemplateVariables = ForTemplates(variables),
            Expressions = expressions,
            BinaryMediaTypes = new BinaryMediaTypes(definition.Api.BinaryMediaTypes ?? []),
        };
        return new StagePlan
        {
            ApiId = apiId,
            StageName = stage.StageName,
            DeploymentId = stage.DeploymentId,
            Scope = scope,
            Variables = variables,
            Routes = CompileRoutes(context),
            GatewayResponses = GatewayResponseCompiler.Compile(definition.GatewayResponses, expressions),
            BinaryMediaTypes = context.BinaryMediaTypes,
            EndpointType = context.EndpointType,
            IsDefaultEndpointDisabled = definition.Api.DisableExecuteApiEndpoint,
            ArrivalSteps = stage.WebAclArn is null
                ? []
                :
                [
                    new RefusalStep(
                        GatewayFaults.WafFiltered, "The stage has a web ACL, and web ACLs are not evaluated yet"),
                ],
        };
    }

    private RouteTable<ResourcePlan> CompileRoutes(StageContext context)
    {
        var byId = new Dictionary<string, ResourceDocument>(StringComparer.Ordinal);
        foreach (var resource in context.Definition.Resources)
        {
            if (!byId.TryAdd(resource.Id, resource))
            {
                throw new StageCompilationException($"Two resources have the id {resource.Id}.");
            }
        }

        var methods = new MethodCompiler(context, services);
        var routes = new RouteTableBuilder<ResourcePlan>();
        foreach (var resource in context.Definition.Resources)
        {
            if (resource.ResourceMethods.IsEmpty)
            {
                continue; // a resource without methods does not exist for matching (sheet §2)
            }

            var path = PathOf(resource, byId);
            var plans = resource.ResourceMethods.ToDictionary(
                entry => entry.Key,
                entry => methods.Compile(resource, path, entry.Key, entry.Value),
                StringComparer.Ordinal);
            try
            {
                routes.Add(path, new ResourcePlan(resource.Id, path, ParameterNames(path), plans));
            }
            catch (RouteConflictException exception)
            {
                throw new StageCompilationException(exception.Message);
            }
        }

        return routes.Build();
    }

    private static JsonMap ForTemplates(FrozenDictionary<string, string> variables)
    {
        var map = new JsonMap(variables.Count);
        foreach (var (name, value) in variables)
        {
            map.Put(name, value);
        }

        return map.Freeze();
    }

    private static string PathOf(ResourceDocument resource, Dictionary<string, ResourceDocument> byId)
    {
        var parts = new List<string>();
        var current = resource;
        while (current.PathPart is { Length: > 0 } part)
        {
            parts.Add(part);
            if (parts.Count > byId.Count)
            {
                throw new StageCompilationException($"The resource {resource.Id} is its own ancestor.");
            }

            if (current.ParentId is null)
            {
                break;
            }

            current = byId.GetValueOrDefault(current.ParentId)
                ?? throw new StageCompilationException($"The resource {current.Id} has no parent {current.ParentId}.");
        }

        parts.Reverse();
        return "/" + string.Join('/', parts);
    }

    private static string[] ParameterNames(string path) =>
    [
        .. path.Split('/')
            .Where(static part => part.StartsWith('{') && part.EndsWith('}'))
            .Select(static part => part[1..^1].TrimEnd('+')),
    ];
}
