using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

internal static class StageShape
{
    public static OperationOutput Output(StageV2Document stage) =>
        OperationOutput.Of(stage, ApiV2Json.Default.StageV2Document);

    /// <summary>A fresh stage: the members that are always shown are there (http-api §3.7).</summary>
    public static StageV2Document New(string name, long now, bool isWebSocket = false) => new()
    {
        StageName = name,
        DefaultRouteSettings = isWebSocket
            ? WebSocketStageRules.Defaults()
            : new RouteSettingsV2 { DetailedMetricsEnabled = false },
        RouteSettings = ImmutableSortedDictionary.Create<string, RouteSettingsV2>(StringComparer.Ordinal),
        StageVariables = InputMembers.NoTexts,
        Tags = InputMembers.NoTexts,
        CreatedDate = now,
        LastUpdatedDate = now,
    };
}
