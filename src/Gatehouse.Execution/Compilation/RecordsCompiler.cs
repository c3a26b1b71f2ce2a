using Gatehouse.Execution.Records;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// Compiles what a stage records: its meters, its access log, the level of its execution logs (sheet §14).
/// </summary>
internal sealed class RecordsCompiler(MeterRegistry meters, StageContext context)
{
    private readonly MethodSettingTable _settings = context.MethodSettings;

    public StageRecords CompileStage() => new()
    {
        Meter = meters.Meter(NameOf(null, null)),
        // No method is called so: what is left is the entry of all methods.
        Trace = TraceOf(_settings.Find(string.Empty, string.Empty, isAny: false)),
        AccessLog = AccessLogCompiler.Compile<RequestOutcome>(
            context.Stage.AccessLogSettings?.Format, context.Stage.AccessLogSettings?.DestinationArn,
            AccessLogVariables.Find),
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
