using System.Collections.Frozen;
using Gatehouse.Execution.Throttling;
using Gatehouse.Execution.WebSockets.Expressions;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Execution.WebSockets.Management;
using Gatehouse.Execution.WebSockets.Records;
using Gatehouse.Languages.Json;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.WebSockets;

/// <summary>A stage of a WebSocket API, ready to serve.</summary>
internal sealed class SocketStagePlan
{
    public const string Connect = "$connect";
    public const string Disconnect = "$disconnect";
    public const string Default = "$default";

    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public required DocumentScope Scope { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    /// <summary>The variables as templates see them; frozen.</summary>
    public required JsonMap TemplateVariables { get; init; }

    public required SelectionExpression RouteSelection { get; init; }

    /// <summary>The routes that messages may select: never <c>$connect</c> and <c>$disconnect</c> (websocket-api §5.3).</summary>
    public required FrozenDictionary<string, SocketRoutePlan> Routes { get; init; }

    /// <summary>Where there is none, connections open without asking anybody (§3.2).</summary>
    public required SocketRoutePlan? ConnectRoute { get; init; }

    public required SocketRoutePlan? DisconnectRoute { get; init; }

    /// <summary>What stands before <c>$connect</c>, in Amazon's order.</summary>
    public required IConnectGuard[] Guards { get; init; }

    public required AccountRate AccountRate { get; init; }

    public required ManagementRule Management { get; init; }

    public required bool IsDefaultEndpointDisabled { get; init; }

    public required SocketStageRecords Records { get; init; }

    /// <summary>Finds the route of a message.</summary>
    /// <returns><see langword="null"/> when neither the key nor <c>$default</c> is a route.</returns>
    public SocketRoutePlan? Select(RouteEvent message)
    {
        var key = RouteSelection.TryEvaluate(message, answer: null);
        return key is not null && Routes.TryGetValue(key, out var route) ? route : Routes.GetValueOrDefault(Default);
    }
}
