using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Execution.Records;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.WebSockets.Records;

/// <summary>All meters of WebSocket APIs: asked for at publish, bounded in number.</summary>
internal sealed class SocketMeters
{
    private readonly ConcurrentDictionary<(DocumentScope Scope, string ApiId, string Stage, string? Route), SocketMeter>
        _meters = new();

    private readonly SocketMeter _overflow = new();

    /// <summary>The same one however often the stage is published.</summary>
    public SocketMeter Meter(DocumentScope scope, string apiId, string stage, string? route)
    {
        var key = (scope, apiId, stage, route);
        return _meters.TryGetValue(key, out var known) ? known
            : _meters.Count < RecordLimits.Series ? _meters.GetOrAdd(key, static _ => new SocketMeter())
            : _overflow;
    }

    public void Remove(DocumentScope scope, string apiId, string stage)
    {
        foreach (var key in _meters.Keys)
        {
            if (key.Scope == scope && key.ApiId == apiId && key.Stage == stage)
            {
                _meters.TryRemove(key, out _);
            }
        }
    }

    public ImmutableArray<WebSocketSeries> Read() =>
    [
        .. _meters
            .Select(static entry => new WebSocketSeries(
                entry.Key.Scope, entry.Key.ApiId, entry.Key.Stage, entry.Key.Route, entry.Value.Read()))
            .OrderBy(static one => one.ApiId, StringComparer.Ordinal)
            .ThenBy(static one => one.Stage, StringComparer.Ordinal)
            .ThenBy(static one => one.Route, StringComparer.Ordinal),
    ];
}
