using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.WebSockets;

namespace Gatehouse.Execution.Catalog;

/// <summary>The stages of WebSocket APIs in force. Take <see cref="Current"/> once per request.</summary>
internal sealed class SocketStageCatalog
{
    private volatile SocketCatalogSnapshot _current = new([], []);

    public SocketCatalogSnapshot Current => _current;

    internal void Publish(SocketCatalogSnapshot snapshot) => _current = snapshot;
}

/// <summary>All stages at one moment: by API id (a DNS label, so in any case), then by name.</summary>
internal sealed class SocketCatalogSnapshot
{
    private readonly FrozenDictionary<string, SocketApiStages>.AlternateLookup<ReadOnlySpan<char>> _apis;

    /// <param name="states">The stages that serve.</param>
    /// <param name="known">Every WebSocket API there is: the answers to all of them are those of WebSocket APIs.</param>
    public SocketCatalogSnapshot(IEnumerable<SocketStageState> states, IEnumerable<string> known)
    {
        var byApi = states.ToLookup(static state => state.ApiId, StringComparer.OrdinalIgnoreCase);
        var ids = known.Concat(byApi.Select(static group => group.Key)).Distinct(StringComparer.OrdinalIgnoreCase);
        var apis = ids.ToFrozenDictionary(
            static id => id, id => new SocketApiStages(byApi[id]), StringComparer.OrdinalIgnoreCase);
        IsEmpty = apis.Count == 0;
        _apis = apis.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEmpty { get; }

    public bool TryFind(ReadOnlySpan<char> apiId, [NotNullWhen(true)] out SocketApiStages? stages) =>
        _apis.TryGetValue(apiId, out stages);
}

/// <summary>The stages of one WebSocket API.</summary>
internal sealed class SocketApiStages(IEnumerable<SocketStageState> states)
{
    private readonly FrozenDictionary<string, SocketStageState>.AlternateLookup<ReadOnlySpan<char>> _byName = states
        .ToFrozenDictionary(static state => state.StageName, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public SocketStageState? Find(ReadOnlySpan<char> stage) => _byName.TryGetValue(stage, out var state) ? state : null;
}
