using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.Http;

/// <summary>A route ready to serve.</summary>
internal sealed class RoutePlan
{
    /// <summary>Such as <c>GET /pets/{id}</c>, or <c>$default</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The path template; <c>$default</c> for the default route, as events name its resource.</summary>
    public required string Path { get; init; }

    public bool IsDefault => Key == "$default";

    /// <summary>The template's variables from left to right, a greedy one without its plus.</summary>
    public required string[] ParameterNames { get; init; }

    /// <summary>
    /// What stands before the integration, in AWS's order: throttling, then authorization. A preflight that matches the route
    /// passes them too (http-api §12).
    /// </summary>
    public required IRouteStep[] Guards { get; init; }

    public required IRouteStep Integration { get; init; }

    /// <value>How long the integration may take (<c>timeoutInMillis</c>).</value>
    public required TimeSpan Timeout { get; init; }

    /// <summary><c>responseParameters</c> of the integration; <see langword="null"/> for none.</summary>
    public ResponseMappings? ResponseMappings { get; init; }

    /// <summary>Callers sign for this route: their signature goes no further.</summary>
    public bool TakesSignatures { get; init; }

    /// <summary>The route's own counters, with <c>detailedMetricsEnabled</c>.</summary>
    public StageMeter? Meter { get; init; }
}
