using Gatehouse.Execution.Records;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// Compiles what a stage records: its meters, its access log, the level of its execution logs (sheet §14).
/// </summary>
internal sealed class RecordsCompiler(MeterRegistry meters, StageContext context)
{
    private const string LogGroup = "log-group:";
    private const string DeliveryStream = "deliverystream/";

    private readonly MethodSettingTable _settings = context.MethodSettings;

    public StageRecords CompileStage() => new()
    {
        Meter = meters.Meter(NameOf(null, null)),
        // No method is called so: what is left is the entry of all methods.
        Trace = TraceOf(_settings.Find(string.Empty, string.Empty, isAny: false)),
        AccessLog = AccessLogOf(context.Stage.AccessLogSettings),
    };

    /// <summary>Only where the method's setting asks: each is a series of its own (design §6.10).</summary>
    public StageMeter? MeterOf(string path, string verb, MethodSetting? setting) =>
        setting is { MetricsEnabled: true } ? meters.Meter(NameOf(path, verb)) : null;

    public static TraceDetail? TraceOf(MethodSetting? setting) => setting?.LoggingLevel switch
    {
        "ERROR" => TraceDetail.Errors,
        "INFO" => setting.DataTraceEnabled ? TraceDetail.Full : TraceDetail.Info,
        _ => null,
    };

    private static AccessLogPlan? AccessLogOf(AccessLogSettings? settings)
    {
        if (settings is not { Format: { Length: > 0 } format, DestinationArn: { Length: > 0 } text }
            || !Arn.TryParse(text, out var arn))
        {
            return null; // a client that patches one of the two after the other
        }

        var scope = new DocumentScope(arn.Account, arn.Region);
        AccessLogDestination? destination = null;
        if (arn.Service == "logs" && arn.Resource.StartsWith(LogGroup, StringComparison.Ordinal))
        {
            var name = arn.Resource[LogGroup.Length..];
            name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
            destination = new AccessLogDestination(scope, name, IsDeliveryStream: false);
        }
        else if (arn.Service == "firehose" && arn.Resource.StartsWith(DeliveryStream, StringComparison.Ordinal))
        {
            destination = new AccessLogDestination(
                scope, arn.Resource[DeliveryStream.Length..], IsDeliveryStream: true);
        }

        return destination is null ? null : new AccessLogPlan(AccessLogFormat.Compile(format), destination);
    }

    private MeterName NameOf(string? resource, string? method) => new()
    {
        Scope = context.Scope,
        ApiId = context.ApiId,
        ApiName = MeterName.ApiNameOf(context.Definition.Api.Name, context.ApiId),
        Stage = context.Stage.StageName,
        Resource = resource,
        Method = method,
    };
}
