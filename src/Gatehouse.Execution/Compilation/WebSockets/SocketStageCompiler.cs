using System.Collections.Frozen;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Management;
using Gatehouse.Execution.WebSockets.Mapping;
using Gatehouse.Execution.WebSockets.Records;
using Gatehouse.Languages.Json;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>Makes a plan of a stage's document and the definition that its deployment froze, of a WebSocket API.</summary>
internal sealed class SocketStageCompiler(IntegrationServices services, SocketMeters meters, bool believesManagementCallers)
{
    /// <summary>A stage was deleted: its counters and buckets go with it.</summary>
    public void Forget(StageKey key)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        meters.Remove(key.Scope, key.Id[..Math.Max(0, slash)], key.Id[(slash + 1)..]);
        services.Throttling.Rates.Forget(key.Scope, key.Id);
    }

    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public SocketStagePlan Compile(DocumentScope scope, string apiId, StageV2Document stage, ApiV2Definition definition)
    {
        var context = ContextOf(scope, apiId, stage, definition);
        var selection = context.Expressions.TryCompile(definition.Api.RouteSelectionExpression)
            ?? throw new StageCompilationException(
                $"The route selection expression {definition.Api.RouteSelectionExpression} cannot be read.");
        var routes = CompileRoutes(context);
        var connect = definition.Routes.FirstOrDefault(static route => route.RouteKey == SocketStagePlan.Connect);
        return new SocketStagePlan
        {
            ApiId = apiId,
            StageName = stage.StageName,
            DeploymentId = stage.DeploymentId ?? string.Empty,
            Scope = scope,
            Variables = context.Variables,
            TemplateVariables = context.TemplateVariables,
            RouteSelection = selection,
            Routes = routes
                .Where(static route => route.Key is not (SocketStagePlan.Connect or SocketStagePlan.Disconnect))
                .ToFrozenDictionary(StringComparer.Ordinal),
            ConnectRoute = routes.GetValueOrDefault(SocketStagePlan.Connect),
            DisconnectRoute = routes.GetValueOrDefault(SocketStagePlan.Disconnect),
            Guards = connect is null ? [] : new ConnectGuardCompiler(context).Compile(connect),
            AccountRate = services.Throttling.Rates.Account(scope),
            Management = new ManagementRule(
                RuleOf(context, services), $"arn:aws:execute-api:{scope.Region}:", scope.Account, context.ApiStage,
                believesManagementCallers),
            IsDefaultEndpointDisabled = definition.Api.DisableExecuteApiEndpoint,
            Records = new SocketStageRecords
            {
                Meter = meters.Meter(scope, apiId, stage.StageName, route: null),
                AccessLog = AccessLogCompiler.Compile<RouteEvent>(
                    stage.AccessLogSettings?.Format, stage.AccessLogSettings?.DestinationArn, VariableOf),
                Trace = SocketStageContext.TraceOf(stage.DefaultRouteSettings),
            },
        };
    }

    public static InvokeRule RuleOf(SocketStageContext context, IntegrationServices services) => new()
    {
        Scope = context.Scope,
        ApiId = context.ApiId,
        StageName = context.Stage.StageName,
        Time = services.Time,
        Identities = services.Iam,
    };

    private SocketStageContext ContextOf(
        DocumentScope scope, string apiId, StageV2Document stage, ApiV2Definition definition)
    {
        var variables = new JsonMap(Math.Max(1, stage.StageVariables.Count));
        foreach (var (name, value) in stage.StageVariables)
        {
            variables.Put(name, value);
        }

        return new SocketStageContext
        {
            ApiId = apiId,
            Scope = scope,
            Stage = stage,
            Definition = definition,
            Variables = stage.StageVariables.ToFrozenDictionary(StringComparer.Ordinal),
            TemplateVariables = variables.Freeze(),
            Services = services,
            Meters = meters,
        };
    }

    private static Dictionary<string, SocketRoutePlan> CompileRoutes(SocketStageContext context)
    {
        var compiler = new SocketRouteCompiler(context);
        var routes = new Dictionary<string, SocketRoutePlan>(StringComparer.Ordinal);
        foreach (var route in context.Definition.Routes)
        {
            if (!routes.TryAdd(route.RouteKey, compiler.Compile(route)))
            {
                throw new StageCompilationException($"There are two routes with the key {route.RouteKey}.");
            }
        }

        return routes;
    }

    private static OutcomeVariable<RouteEvent> VariableOf(string name) => new(
        SocketContextVariables.Find(name) is { } reader ? (in RouteEvent call) => reader(call) : null,
        SocketContextVariables.IsPlain(name));
}
