namespace Gatehouse.Execution.Http;

/// <summary>
/// One step of a route: a guard (throttling, then authorization), or the integration. What a route does not use is no step of
/// it.
/// </summary>
/// <remarks>
/// A guard of authorization either refuses, or sets <see cref="RouteCall.Caller"/> and goes on. A refusal may set
/// <see cref="RouteCall.Challenge"/> (the <c>WWW-Authenticate</c> of the answer) and <see cref="RouteCall.AuthorizerError"/>
/// (<c>$context.authorizer.error</c>).
/// </remarks>
internal interface IRouteStep
{
    ValueTask<RouteResult> RunAsync(RouteCall call);
}
