using Gatehouse.Execution.WebSockets.Records;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>Walks an event through its route: rate, model, integration (websocket-api §5.2).</summary>
internal static class RouteRunner
{
    /// <param name="call">With its route.</param>
    /// <returns>Continue, or the fault that the client is told.</returns>
    public static ValueTask<EventResult> RunAsync(RouteEvent call)
    {
        var route = call.Route!;
        SocketTrace.Starting(call);
        if (FindRefusal(call, route) is { } refusal)
        {
            return refusal;
        }

        if (route.Models is { } models && call.Kind == EventKind.Message)
        {
            var checkedBody = models.Check(call);
            if (checkedBody.Fault is not null)
            {
                return checkedBody;
            }
        }

        return route.Integration?.RunAsync(call)
            ?? new EventResult(SocketFault.ConfigurationError, $"The route {route.Key} has no integration");
    }

    /// <summary>The limits of route and account; <c>$disconnect</c> is the gateway's own and not throttled.</summary>
    private static EventResult? FindRefusal(RouteEvent call, SocketRoutePlan route)
    {
        if (call.Kind == EventKind.Disconnect)
        {
            return null;
        }

        if (route.Rate is { } rate && !rate.Bucket.TryTake(rate.Rate, call.StartedAt))
        {
            return new EventResult(SocketFault.Throttled, $"The route is throttled. {rate.Rate}");
        }

        return call.Stage.AccountRate.FindRefusal(call.StartedAt) is { } limit
            ? new EventResult(SocketFault.Throttled, $"The account is throttled. {limit}")
            : null;
    }
}
