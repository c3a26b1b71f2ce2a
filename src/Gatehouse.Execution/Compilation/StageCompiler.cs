using System.Collections.Frozen;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Execution.Routing;
using Gatehouse.Languages.Json;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Makes a plan of a stage's document and the definition that its deployment froze.</summary>
internal sealed class StageCompiler(IntegrationServices services)
{
    /// <summary>Stages that were compiled with what this document says, beside their own.</summary>
    public IEnumerable<StageKey> UsersOf(in DocumentKey key) => services.Backends?.UsersOf(key) ?? [];

    /// <summary>A stage was deleted: its counters go with it.</summary>
    public void Forget(StageKey key)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        services.Meters.Remove(key.Scope, key.Id[..Math.Max(0, slash)], key.Id[(slash + 1)..]);
    }

    /// <summary>The stage alone, without a canary.</summary>
    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public StagePlan Compile(DocumentScope scope, string apiId, StageDocument stage, RestApiDefinition definition) =>
        Compile(scope, apiId, stage, definition, isCanary: null, canary: null);

    /// <summary>The stage and its canary, when one takes traffic (sheet §11).</summary>
    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public StagePlan CompileWithCanary(
        DocumentScope scope, string apiId, StageDocument stage, RestApiDefinition definition,
        RestApiDefinition? canaryDefinition)
    {
        if (stage.CanarySettings is not { } settings)
        {
            return Compile(scope, apiId, stage, definition);
        }

        var split = canaryDefinition is null
            ? null
            : new CanarySplit(
                Compile(scope, apiId, AsCanary(stage, settings), canaryDefinition, isCanary: true, canary: null),
                settings.PercentTraffic);
        return Compile(scope, apiId, stage, definition, isCanary: false, split);
    }

    /// <summary>
    /// What differs for a canary: its deployment, its variables laid over the stage's (the guide's example may be read
    /// as if only the overrides existed; unconfirmed), and the cache when it may not use the stage's.
    /// </summary>
    private static StageDocument AsCanary(StageDocument stage, CanarySettings settings) => stage with
    {
        DeploymentId = settings.DeploymentId ?? stage.DeploymentId,
        Variables = stage.Variables.OrEmpty().SetItems(settings.StageVariableOverrides.OrEmpty()),
        CacheClusterEnabled = stage.CacheClusterEnabled && settings.UseStageCache,
    };

    /// <summary>
    /// One method of a definition as TestInvoke runs it: nothing guards it, nothing is counted (sheet §13.1).
    /// </summary>
    /// <returns>The plan, and the template of the tested resource.</returns>
    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public (StagePlan Plan, string Path) CompileTest(MethodTest test)
    {
        var (stage, definition) = TestStage.Make(test);
        var plan = new StageCompiler(services with { Meters = new(), Caches = null }).Compile(
            test.Scope, definition.Api.Id, stage, definition, isCanary: null, canary: null, isTest: true);
        var byId = definition.Resources.ToDictionary(static resource => resource.Id, StringComparer.Ordinal);
        return (plan, PathOf(byId[test.ResourceId], byId));
    }

    /// <summary>One authorizer of a definition as TestInvokeAuthorizer asks it, before a method of no API.</summary>
    public (StagePlan Plan, MethodPlan Method) CompileTest(AuthorizerTest test)
    {
        var (stage, definition) = TestStage.Make(test);
        var alone = new StageCompiler(services with { Meters = new(), Caches = null });
        var plan = alone.Compile(
            test.Scope, definition.Api.Id, stage, definition, isCanary: null, canary: null, isTest: true);
        var context = ContextOf(test.Scope, definition.Api.Id, stage, definition, isTest: true);
        return (plan, new AuthorizerCompiler(context, services.Authorizers).CompileTest(test));
    }

    private StagePlan Compile(
        DocumentScope scope, string apiId, StageDocument stage, RestApiDefinition definition,
        bool? isCanary, CanarySplit? canary, bool isTest = false)
    {
        var context = ContextOf(scope, apiId, stage, definition, isTest);
        return new StagePlan
        {
            ApiId = apiId,
            StageName = stage.StageName,
            DeploymentId = stage.DeploymentId,
            Scope = scope,
            Variables = context.Variables,
            Routes = CompileRoutes(context),
            GatewayResponses = GatewayResponseCompiler.Compile(definition.GatewayResponses, context.Expressions),
            BinaryMediaTypes = context.BinaryMediaTypes,
            Settings = services.Settings,
            EndpointType = context.EndpointType,
            IsDefaultEndpointDisabled = definition.Api.DisableExecuteApiEndpoint,
            IsStrict = definition.Api.EndpointAccessMode == "STRICT",
            IsCanary = isCanary,
            Canary = canary,
            Records = new RecordsCompiler(services.Meters, context).CompileStage(),
            IsTracingEnabled = stage.TracingEnabled,
            ArrivalSteps = stage.WebAclArn is null
                ? []
                :
                [
                    new RefusalStep(
                        GatewayFaults.WafFiltered, "The stage has a web ACL, and web ACLs are not evaluated yet"),
                ],
        };
    }

    private StageContext ContextOf(
        DocumentScope scope, string apiId, StageDocument stage, RestApiDefinition definition, bool isTest)
    {
        var variables = stage.Variables.OrEmpty().ToFrozenDictionary(StringComparer.Ordinal);
        return new StageContext
        {
            ApiId = apiId,
            Scope = scope,
            Stage = stage,
            Definition = definition,
            Variables = variables,
            TemplateVariables = ForTemplates(variables),
            Programs = services.Programs,
            Expressions = new ValueExpressionCompiler(variables),
            BinaryMediaTypes = new BinaryMediaTypes(definition.Api.BinaryMediaTypes ?? []),
            IsTest = isTest,
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
            AddVerbsOfAny(plans, resource, path, context, methods);
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

    /// <summary>
    /// A method declared as ANY serves a verb by a plan of its own where a setting names that verb (sheet §12b): rates,
    /// logs and metrics are then that verb's, and the other verbs pay nothing for it.
    /// </summary>
    private static void AddVerbsOfAny(
        Dictionary<string, MethodPlan> plans, ResourceDocument resource, string path, StageContext context,
        MethodCompiler methods)
    {
        if (!resource.ResourceMethods.TryGetValue("ANY", out var any))
        {
            return;
        }

        foreach (var verb in ResourcePlan.Verbs)
        {
            if (!plans.ContainsKey(verb) && context.MethodSettings.FindOwn(path, verb, isAny: false) is not null)
            {
                plans.Add(verb, methods.Compile(resource, path, "ANY", any, settingVerb: verb));
            }
        }
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
