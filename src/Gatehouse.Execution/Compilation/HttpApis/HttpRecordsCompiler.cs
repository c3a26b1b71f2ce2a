using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Records;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Compiles what a stage of an HTTP API records: its meters and its access log (http-api §17, §18).</summary>
internal sealed class HttpRecordsCompiler(MeterRegistry meters, HttpStageContext context)
{
    public HttpStageRecords CompileStage() => new()
    {
        Meter = meters.Meter(NameOf(null, null)),
        AccessLog = AccessLogCompiler.Compile<HttpOutcome>(
            context.Stage.AccessLogSettings?.Format, context.Stage.AccessLogSettings?.DestinationArn,
            HttpContextVariables.FindVariable),
    };

    /// <summary>Only where the route or the stage asks for details: each is a series of its own (design §6.10).</summary>
    public StageMeter? MeterOf(string routeKey, HttpRouteKey key)
    {
        var own = context.Stage.RouteSettings.GetValueOrDefault(routeKey)?.DetailedMetricsEnabled;
        if ((own ?? context.Stage.DefaultRouteSettings.DetailedMetricsEnabled) != true)
        {
            return null;
        }

        // $default in both places is unconfirmed (http-api §17).
        return meters.Meter(key.IsDefault ? NameOf(routeKey, routeKey) : NameOf(key.Path, key.Method));
    }

    private MeterName NameOf(string? resource, string? method) => new()
    {
        Scope = context.Scope,
        ApiId = context.ApiId,
        ApiName = MeterName.ApiNameOf(context.Definition.Api.Name, context.ApiId),
        Stage = context.Stage.StageName,
        Resource = resource,
        Method = method,
        IsHttpApi = true,
    };
}
