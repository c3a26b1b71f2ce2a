using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.Http;

/// <summary>
/// The limits that hold for everybody (http-api §14): the route's, then the account's, which always applies on top.
/// </summary>
/// <param name="account">The account's limit in this region.</param>
/// <param name="route">The stage's limit for this route, or none.</param>
internal sealed class RouteRateStep(AccountRate account, MethodRate? route) : IRouteStep
{
    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        var arrivedAt = call.Request.StartedAt;
        if (route is not null && !route.Bucket.TryTake(route.Rate, arrivedAt))
        {
            return new RouteResult(ApiFault.Throttled, $"The route is throttled. {route.Rate}");
        }

        return account.FindRefusal(arrivedAt) is { } limit
            ? new RouteResult(ApiFault.Throttled, $"The account is throttled. {limit}")
            : RouteResult.Continue;
    }
}
