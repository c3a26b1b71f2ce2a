using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.WebSockets.Management;

/// <summary>
/// The other nodes of the house (websocket-api §11.1): the id of a connection names the node that holds it, and that node serves what
/// callers ask of it. The signature and the policies were checked where the call came in.
/// </summary>
internal interface IConnectionNodes
{
    /// <returns><see langword="null"/> when no such node lives: its connections are gone.</returns>
    IConnectionNode? Find(ushort node);
}

/// <summary>One other node.</summary>
internal interface IConnectionNode
{
    ValueTask<ConnectionAnswer> ForwardAsync(ConnectionCall call, CancellationToken cancellationToken);
}

/// <param name="Scope">Account and region of the API that was called.</param>
/// <param name="ApiId">The API that was called: a connection of another one is gone.</param>
/// <param name="ConnectionId">Of the connection.</param>
/// <param name="Verb">POST, GET or DELETE.</param>
/// <param name="Body">What is posted.</param>
internal sealed record ConnectionCall(
    DocumentScope Scope, string ApiId, string ConnectionId, string Verb, ReadOnlyMemory<byte> Body);

/// <param name="Status">As the management API answers.</param>
/// <param name="Body">As it answers.</param>
internal readonly record struct ConnectionAnswer(int Status, ReadOnlyMemory<byte> Body);

/// <summary>A house of one node.</summary>
internal sealed class SingleNode : IConnectionNodes
{
    public IConnectionNode? Find(ushort node) => null;
}
