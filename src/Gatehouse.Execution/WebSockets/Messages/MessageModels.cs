using System.Collections.Frozen;
using Gatehouse.Execution.Validation;
using Gatehouse.Execution.WebSockets.Expressions;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>
/// The models of a route's messages (websocket-api §5.4): the selection expression gives the key. A message for which there is no
/// model fails, as one that does not fit its model.
/// </summary>
internal sealed class MessageModels(SelectionExpression selection, IReadOnlyDictionary<string, RequestModel> models)
{
    private readonly FrozenDictionary<string, RequestModel> _models = models.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly RequestModel? _otherwise = models.GetValueOrDefault(SocketStagePlan.Default);

    public EventResult Check(RouteEvent call)
    {
        var key = selection.TryEvaluate(call, answer: null);
        var model = key is not null && _models.TryGetValue(key, out var found) ? found : _otherwise;
        if (model is null)
        {
            call.ValidationErrors = "[No model matches the message]";
            return new EventResult(SocketFault.BadBody, $"No model of the route matches the key '{key}'");
        }

        var verdict = model.Judge(call.Body);
        if (verdict.IsValid)
        {
            return EventResult.Continue;
        }

        call.ValidationErrors = verdict.ErrorString;
        var detail = $"Request body does not match model schema for content type application/json: {verdict.ErrorString}";
        return new EventResult(SocketFault.BadBody, model.Problem is null ? detail : $"{detail} ({model.Problem})");
    }
}
