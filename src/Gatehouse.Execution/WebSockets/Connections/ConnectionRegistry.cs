using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>The open connections of this node, by their ids.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, ClientConnection> _byId = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    /// <summary>All connections that are open now; those that come meanwhile may be missing.</summary>
    public IEnumerable<ClientConnection> All => _byId.Values;

    public void Add(ClientConnection connection) => _byId[connection.Client.ConnectionId] = connection;

    public void Remove(ClientConnection connection) => _byId.TryRemove(connection.Client.ConnectionId, out _);

    public bool TryFind(string id, [NotNullWhen(true)] out ClientConnection? connection) =>
        _byId.TryGetValue(id, out connection);
}
