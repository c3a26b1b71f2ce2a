using System.Collections.Frozen;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.WebSockets.Expressions;
using Gatehouse.Execution.WebSockets.Mapping;
using Gatehouse.Execution.WebSockets.Records;
using Gatehouse.Languages.Json;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>What compiling one stage of a WebSocket API looks at.</summary>
internal sealed class SocketStageContext
{
    public required string ApiId { get; init; }

    public required DocumentScope Scope { get; init; }

    public required StageV2Document Stage { get; init; }

    public required ApiV2Definition Definition { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    /// <summary>The variables as templates see them; frozen.</summary>
    public required JsonMap TemplateVariables { get; init; }

    public required IntegrationServices Services { get; init; }

    public required SocketMeters Meters { get; init; }

    /// <summary><c>{apiId}/{stage}</c>: the id of the stage's document.</summary>
    public string ApiStage => $"{ApiId}/{Stage.StageName}";

    public StageKey Key => new(Scope, ApiStage);

    public SelectionExpressionCompiler Expressions => field ??= new SelectionExpressionCompiler(Variables);

    public SocketSourceCompiler Sources => field ??= new SocketSourceCompiler(Variables);

    /// <summary><c>arn:aws:execute-api:{region}:{account}:{apiId}/{stage}/{routeKey}</c>: no method (websocket-api §1.2).</summary>
    public string ArnOf(string routeKey) =>
        $"arn:aws:execute-api:{Scope.Region}:{Scope.Account}:{ApiStage}/{routeKey}";

    /// <summary>What the settings of a route say, or of the stage where the route says nothing.</summary>
    public RouteSettingsV2 SettingsOf(string routeKey)
    {
        var common = Stage.DefaultRouteSettings;
        return Stage.RouteSettings.TryGetValue(routeKey, out var own)
            ? new RouteSettingsV2
            {
                DataTraceEnabled = own.DataTraceEnabled ?? common.DataTraceEnabled,
                DetailedMetricsEnabled = own.DetailedMetricsEnabled ?? common.DetailedMetricsEnabled,
                LoggingLevel = own.LoggingLevel ?? common.LoggingLevel,
                ThrottlingBurstLimit = own.ThrottlingBurstLimit ?? common.ThrottlingBurstLimit,
                ThrottlingRateLimit = own.ThrottlingRateLimit ?? common.ThrottlingRateLimit,
            }
            : common;
    }

    public static TraceDetail? TraceOf(RouteSettingsV2 settings) => settings.LoggingLevel switch
    {
        "INFO" => settings.DataTraceEnabled == true ? TraceDetail.Full : TraceDetail.Info,
        "ERROR" => TraceDetail.Errors,
        _ => null,
    };

    /// <summary>
    /// Puts the stage variables in: <c>${stageVariables.x}</c>; an undefined one becomes empty, any other <c>${…}</c> stays.
    /// </summary>
    public string Substitute(string text)
    {
        const string open = "${stageVariables.";
        var at = text.IndexOf(open, StringComparison.Ordinal);
        while (at >= 0)
        {
            var close = text.IndexOf('}', at);
            if (close < 0)
            {
                break;
            }

            var value = Variables.GetValueOrDefault(text[(at + open.Length)..close], string.Empty);
            text = string.Concat(text.AsSpan(0, at), value, text.AsSpan(close + 1));
            // What was put in is a value, not text to be interpreted again.
            at = text.IndexOf(open, at + value.Length, StringComparison.Ordinal);
        }

        return text;
    }
}
