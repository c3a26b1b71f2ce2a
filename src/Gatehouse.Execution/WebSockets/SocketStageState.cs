using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.WebSockets;

/// <summary>
/// A stage as its connections hold on to it: outlives every publication, so that the next message meets the plan in force
/// (websocket-api §5.3, "new deployment").
/// </summary>
internal sealed class SocketStageState(DocumentScope scope, string apiId, string stageName)
{
    private volatile SocketStagePlan? _current;

    public DocumentScope Scope { get; } = scope;

    public string ApiId { get; } = apiId;

    public string StageName { get; } = stageName;

    /// <summary><see langword="null"/> when the stage serves nothing any more.</summary>
    public SocketStagePlan? Current => _current;

    internal void Publish(SocketStagePlan? plan) => _current = plan;
}
