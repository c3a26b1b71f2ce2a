using System.Collections.Frozen;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Routing;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Makes a plan of a stage's document and the definition that its deployment froze, of an HTTP API.</summary>
internal sealed class HttpStageCompiler(IntegrationServices services, VpcLinkCatalog links)
{
    /// <summary>A stage was deleted: its counters and buckets go with it.</summary>
    public void Forget(StageKey key)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        services.Meters.Remove(key.Scope, key.Id[..Math.Max(0, slash)], key.Id[(slash + 1)..]);
        services.Throttling.Rates.Forget(key.Scope, key.Id);
    }

    /// <exception cref="StageCompilationException">The documents contradict each other.</exception>
    public HttpStagePlan Compile(
        DocumentScope scope, string apiId, StageV2Document stage, ApiV2Definition definition)
    {
        var context = new HttpStageContext
        {
            ApiId = apiId,
            Scope = scope,
            Stage = stage,
            Definition = definition,
            Variables = stage.StageVariables.ToFrozenDictionary(StringComparer.Ordinal),
        };
        var records = new HttpRecordsCompiler(services.Meters, context);
        return new HttpStagePlan
        {
            ApiId = apiId,
            StageName = stage.StageName,
            DeploymentId = stage.DeploymentId ?? string.Empty,
            Scope = scope,
            Variables = context.Variables,
            Routes = CompileRoutes(context, records),
            Cors = definition.Api.CorsConfiguration is { } cors ? CompileCors(cors) : null,
            IsDefaultEndpointDisabled = definition.Api.DisableExecuteApiEndpoint,
            Settings = services.Settings,
            Records = records.CompileStage(),
        };
    }

    private HttpRouteTable<RoutePlan> CompileRoutes(HttpStageContext context, HttpRecordsCompiler records)
    {
        var routes = new HttpRouteTableBuilder<RoutePlan>();
        var compiler = new RouteCompiler(context, services, links, records);
        foreach (var route in context.Definition.Routes)
        {
            if (!HttpRouteKey.TryParse(route.RouteKey, out var key))
            {
                throw new StageCompilationException($"The route key {route.RouteKey} is none of an HTTP API.");
            }

            try
            {
                var plan = compiler.Compile(route, key);
                if (key.IsDefault)
                {
                    routes.AddDefault(plan);
                }
                else
                {
                    routes.Add(key.Method, key.Path, plan);
                }
            }
            catch (RouteConflictException exception)
            {
                throw new StageCompilationException(exception.Message);
            }
        }

        return routes.Build();
    }

    /// <summary>Lists are joined with commas alone; a maxAge of 0 or less is said too (unconfirmed).</summary>
    private static CorsPlan CompileCors(CorsConfiguration cors) => new(cors.AllowOrigins ?? [])
    {
        AllowMethods = Join(cors.AllowMethods),
        AllowHeaders = Join(cors.AllowHeaders),
        ExposeHeaders = Join(cors.ExposeHeaders),
        MaxAge = cors.MaxAge is { } seconds
            ? seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : StringValues.Empty,
        AllowsCredentials = cors.AllowCredentials,
    };

    private static StringValues Join(System.Collections.Immutable.ImmutableArray<string>? values) =>
        values is { IsDefaultOrEmpty: false } list ? string.Join(',', list) : StringValues.Empty;
}
