using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Makes the plan of one route: its guards, its integration, the mapping of the answer.</summary>
internal sealed class RouteCompiler
{
    private readonly HttpStageContext _context;
    private readonly HttpRecordsCompiler _records;
    private readonly RouteGuardCompiler _guards;
    private readonly HttpIntegrationCompiler _integrations;
    private readonly Dictionary<string, IntegrationV2Document> _byId;

    public RouteCompiler(
        HttpStageContext context, IntegrationServices services, VpcLinkCatalog links, HttpRecordsCompiler records)
    {
        _context = context;
        _records = records;
        _guards = new RouteGuardCompiler(context, services);
        _integrations = new HttpIntegrationCompiler(context, services, links);
        _byId = context.Definition.Integrations.ToDictionary(
            static integration => integration.IntegrationId, StringComparer.Ordinal);
    }

    public RoutePlan Compile(RouteV2Document route, HttpRouteKey key)
    {
        var integration = route.IntegrationId() is { } id ? _byId.GetValueOrDefault(id) : null;
        var variables = VariablesOf(key);
        return new RoutePlan
        {
            Key = route.RouteKey,
            Path = key.IsDefault ? HttpRouteKey.Default : key.Path,
            ParameterNames = variables,
            Guards = _guards.Compile(route),
            // A route without a target can exist; calling it is a fault of the configuration (unconfirmed).
            Integration = integration is null
                ? new RefusalGuard(ApiFault.InternalError, $"The route {route.RouteKey} has no integration")
                : _integrations.Compile(integration, key, variables),
            Timeout = TimeSpan.FromMilliseconds(integration?.TimeoutInMillis ?? ApiV2Limits.MaxTimeoutInMillis),
            ResponseMappings = integration?.ResponseParameters is { IsEmpty: false } mappings
                ? CompileResponse(mappings)
                : null,
            TakesSignatures = route.AuthorizationType == "AWS_IAM",
            Meter = _records.MeterOf(route.RouteKey, key),
        };
    }

    private static string[] VariablesOf(HttpRouteKey key)
    {
        var names = new List<string>();
        foreach (var segment in key.Segments())
        {
            if (HttpRouteKey.IsVariable(segment, out var name, out _))
            {
                names.Add(name);
            }
        }

        return [.. names];
    }

    private ResponseMappings CompileResponse(
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> byStatus)
    {
        var compiled = new Dictionary<int, ImmutableArray<MappingRule>>();
        foreach (var (text, mappings) in byStatus)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                compiled[status] = MappingRules.Compile(
                    mappings, new MappingSourceCompiler(_context.Variables, isAnswer: true), isAnswer: true);
            }
        }

        return new ResponseMappings(compiled.ToFrozenDictionary());
    }
}
