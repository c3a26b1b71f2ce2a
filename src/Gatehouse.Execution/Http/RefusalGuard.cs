namespace Gatehouse.Execution.Http;

/// <summary>
/// Refuses every call: a route whose authorization cannot be built, or an integration that cannot work. Never open, never
/// skipped.
/// </summary>
internal sealed class RefusalGuard(ApiFault fault, string detail) : IRouteStep
{
    private readonly RouteResult _result = new(fault, detail);

    public ValueTask<RouteResult> RunAsync(RouteCall call) => _result;
}
