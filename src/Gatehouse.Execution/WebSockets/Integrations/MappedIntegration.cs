using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Mapping;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>
/// HTTP, HTTP_PROXY, AWS and MOCK (websocket-api §5.7): mapping, backend, mapping. The answer of a one-way message is dropped as it
/// comes: there nothing selects among the integration's responses.
/// </summary>
/// <param name="request">Makes the backend's request.</param>
/// <param name="backend">The backend.</param>
/// <param name="responses"><see langword="null"/> for a proxy, whose answer goes on as it is.</param>
/// <param name="isTwoWay">Of the route.</param>
internal sealed class MappedIntegration(
    SocketRequestMapping request, IEventBackend backend, SocketResponseMapping? responses, bool isTwoWay)
    : IEventIntegration
{
    public ValueTask<EventResult> RunAsync(RouteEvent call)
    {
        var mapped = request.Map(call, out var toBackend);
        if (mapped.Fault is not null)
        {
            return mapped;
        }

        var sending = backend.SendAsync(call, toBackend);
        return sending.IsCompletedSuccessfully ? Finish(call, Completed.Take(sending)) : ContinueAsync(call, sending);
    }

    private async ValueTask<EventResult> ContinueAsync(RouteEvent call, ValueTask<EventResult> sending) =>
        Finish(call, await sending);

    private EventResult Finish(RouteEvent call, EventResult sent)
    {
        if (sent.Fault is not null || (call.Kind != EventKind.Connect && !isTwoWay))
        {
            return sent;
        }

        if (responses is not null)
        {
            return responses.Map(call);
        }

        call.Reply = call.Answer!.Body;
        return sent;
    }
}
