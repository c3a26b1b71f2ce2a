using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>
/// What a route does with its events. Sets <see cref="RouteEvent.Answer"/>, and <see cref="RouteEvent.Reply"/> where the answer
/// goes back to the client.
/// </summary>
internal interface IEventIntegration
{
    ValueTask<EventResult> RunAsync(RouteEvent call);
}

/// <summary>A backend that gets what was mapped and whose answer is mapped in turn.</summary>
internal interface IEventBackend
{
    /// <summary>Sets <see cref="RouteEvent.Answer"/>.</summary>
    ValueTask<EventResult> SendAsync(RouteEvent call, BackendRequest request);
}
