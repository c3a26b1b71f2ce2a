using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Records;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Compiles what a stage of an HTTP API records: its meters and its access log (http-api §17, §18).</summary>
internal sealed class HttpRecordsCompiler(MeterRegistry meters, HttpStageContext context)
{
    private const string LogGroup = "log-group:";

    public HttpStageRecords CompileStage() => new()
    {
        Meter = meters.Meter(NameOf(null, null)),
        AccessLog = AccessLogOf(context.Stage.AccessLogSettings),
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

    private static HttpAccessLogPlan? AccessLogOf(AccessLogSettingsV2? settings)
    {
        if (settings is not { Format: { Length: > 0 } format, DestinationArn: { Length: > 0 } text }
            || !Arn.TryParse(text, out var arn)
            || arn.Service != "logs" || !arn.Resource.StartsWith(LogGroup, StringComparison.Ordinal))
        {
            return null; // a client that patches one of the two after the other
        }

        var name = arn.Resource[LogGroup.Length..];
        name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
        return new HttpAccessLogPlan(
            HttpAccessLogFormat.Compile(format),
            new AccessLogDestination(new DocumentScope(arn.Account, arn.Region), name, IsDeliveryStream: false));
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
