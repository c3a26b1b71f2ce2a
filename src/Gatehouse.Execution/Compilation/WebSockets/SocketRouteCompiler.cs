using Gatehouse.Execution.Throttling;
using Gatehouse.Execution.Validation;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Integrations;
using Gatehouse.Execution.WebSockets.Messages;
using Gatehouse.Languages.Schema;
using Gatehouse.Languages.Schema.Compilation;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>Makes the plan of one route.</summary>
internal sealed class SocketRouteCompiler(SocketStageContext context)
{
    private readonly SocketIntegrationCompiler _integrations = new(context);
    private readonly Dictionary<string, RequestModel> _models = new(StringComparer.Ordinal);
    private JsonSchemaCompiler? _schemas;

    public SocketRoutePlan Compile(RouteV2Document route)
    {
        var settings = context.SettingsOf(route.RouteKey);
        var isTwoWay = IsTwoWay(route);
        return new SocketRoutePlan
        {
            Key = route.RouteKey,
            Rate = RateOf(settings) is { } rate
                ? new MethodRate(
                    context.Services.Throttling.Rates.Method(
                        new MethodAddress(context.Scope, context.ApiStage, route.RouteKey)),
                    rate)
                : null,
            Models = ModelsOf(route),
            Integration = IntegrationOf(route, isTwoWay),
            IsTwoWay = isTwoWay,
            Meter = settings.DetailedMetricsEnabled == true
                ? context.Meters.Meter(context.Scope, context.ApiId, context.Stage.StageName, route.RouteKey)
                : null,
            Trace = SocketStageContext.TraceOf(settings),
        };
    }

    /// <summary>
    /// A route response makes the route two-way: the guide's walk-through sets no selection expression, CDK does; either is
    /// taken (websocket-api §5.8, unconfirmed). The two routes of the connection itself have nobody to answer.
    /// </summary>
    private bool IsTwoWay(RouteV2Document route) =>
        route.RouteKey is not (SocketStagePlan.Connect or SocketStagePlan.Disconnect)
        && context.Definition.RouteResponses.Any(
            response => response.RouteId == route.RouteId && response.RouteResponseKey == SocketStagePlan.Default);

    private IEventIntegration? IntegrationOf(RouteV2Document route, bool isTwoWay)
    {
        if (route.IntegrationId() is not { } id)
        {
            return null;
        }

        var integration = context.Definition.Integrations.FirstOrDefault(one => one.IntegrationId == id);
        return integration is null
            ? new RefusingIntegration(
                SocketFault.ConfigurationError, $"The route {route.RouteKey} targets the integration {id}, which does not exist")
            : _integrations.Compile(integration, route, isTwoWay);
    }

    private static Rate? RateOf(RouteSettingsV2 settings)
    {
        var (rate, burst) = (settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit);
        if (rate is null && burst is null)
        {
            return null;
        }

        return rate is 0 || burst is 0
            ? new Rate(0, 0) // a limit that nothing passes
            : Rate.Of(rate ?? ThrottlingLimits.MaxRatePerSecond, burst ?? int.MaxValue);
    }

    private MessageModels? ModelsOf(RouteV2Document route)
    {
        if (route.ModelSelectionExpression is not { Length: > 0 } text)
        {
            return null;
        }

        var names = route.RequestModels ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;
        var models = names.ToDictionary(static entry => entry.Key, entry => ModelOf(entry.Value), StringComparer.Ordinal);
        return context.Expressions.TryCompile(text) is { } selection
            ? new MessageModels(selection, models)
            : new MessageModels(
                context.Expressions.TryCompile("$default")!,
                new Dictionary<string, RequestModel>
                {
                    [SocketStagePlan.Default] = new($"The model selection expression {text} cannot be read"),
                });
    }

    private RequestModel ModelOf(string name)
    {
        if (_models.TryGetValue(name, out var known))
        {
            return known;
        }

        _schemas ??= new JsonSchemaCompiler(FindSchema);
        RequestModel model;
        try
        {
            model = _schemas.CompileModel(context.ApiId, name) is { } program
                ? new RequestModel(program)
                : new RequestModel($"There is no model {name}");
        }
        catch (SchemaException exception)
        {
            model = new RequestModel($"The model {name} is not valid: {exception.Message}");
        }

        _models.Add(name, model);
        return model;
    }

    private string? FindSchema(string apiId, string name) => apiId == context.ApiId
        ? context.Definition.Models.FirstOrDefault(model => model.Name == name)?.Schema
        : null;
}
