using System.Collections.Immutable;
using Gatehouse.Execution.Compilation.WebSockets;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Publishes the stages of WebSocket APIs. Connections hold on to a stage's state; a stage that is gone closes them.
/// </summary>
internal sealed class SocketStagePublisher(
    SocketStageCatalog catalog, SocketStageCompiler compiler, BackendAccess backends, Action<SocketStageState> closed,
    ImmutableArray<IPublicationListener> listeners, ILogger<SocketStagePublisher> logger)
    : ApiV2StagePublisher(ApiV2Document.WebSocket, listeners, logger)
{
    private readonly Dictionary<StageKey, SocketStageState> _states = [];

    protected override IEnumerable<StageKey> UsersOf(in DocumentKey key) =>
        backends.UsersOf(key).Where(_states.ContainsKey);

    protected override void Compile(StageKey key, string apiId, StageV2Document stage, ApiV2Definition definition)
    {
        var plan = compiler.Compile(key.Scope, apiId, stage, definition);
        if (!_states.TryGetValue(key, out var state))
        {
            _states[key] = state = new SocketStageState(key.Scope, apiId, stage.StageName);
        }

        state.Publish(plan);
    }

    protected override bool Retire(StageKey key)
    {
        if (!_states.Remove(key, out var state))
        {
            return false;
        }

        // First the closing frames, and the plan stays until then: $disconnect still has its route.
        closed(state);
        return true;
    }

    protected override void Forget(StageKey key) => compiler.Forget(key);

    protected override void Clear() => _states.Clear();

    protected override void Publish(IEnumerable<string> apis) =>
        catalog.Publish(new SocketCatalogSnapshot(_states.Values, apis));
}
