using System.Collections.Frozen;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Routing;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Http;

/// <summary>A stage of an HTTP API ready to serve.</summary>
internal sealed class HttpStagePlan
{
    public const string Default = "$default";

    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public required DocumentScope Scope { get; init; }

    /// <summary>The stage's variables; empty when it has none.</summary>
    public required FrozenDictionary<string, string> Variables { get; init; }

    public required HttpRouteTable<RoutePlan> Routes { get; init; }

    /// <summary><see langword="null"/>: what integrations say about CORS passes, and the gateway says nothing.</summary>
    public required CorsPlan? Cors { get; init; }

    /// <summary>The API is reached by custom domains only.</summary>
    public required bool IsDefaultEndpointDisabled { get; init; }

    public required ExecutionSettings Settings { get; init; }

    public required HttpStageRecords Records { get; init; }

    /// <summary>No segment of its address names it.</summary>
    public bool IsDefault => StageName == Default;
}
