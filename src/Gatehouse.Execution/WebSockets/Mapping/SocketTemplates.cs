using System.Collections.Frozen;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Expressions;

namespace Gatehouse.Execution.WebSockets.Mapping;

/// <summary>
/// The templates of one integration or of one of its responses, by key (websocket-api §5.6): what the selection expression
/// gives, or the content type of a message, which counts as JSON; then <c>$default</c>.
/// </summary>
internal sealed class SocketTemplates(
    SelectionExpression? selection, IReadOnlyDictionary<string, SocketTemplate> templates)
{
    private const string Json = "application/json";

    private readonly FrozenDictionary<string, SocketTemplate> _templates =
        templates.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly SocketTemplate? _otherwise = templates.GetValueOrDefault(SocketStagePlan.Default);

    public bool IsEmpty => _templates.Count == 0;

    public SocketTemplate? Select(RouteEvent call, BackendAnswer? answer)
    {
        if (_templates.Count == 0)
        {
            return null;
        }

        var key = selection is null ? Json : selection.TryEvaluate(call, answer);
        return key is not null && _templates.TryGetValue(key, out var found) ? found : _otherwise;
    }
}
