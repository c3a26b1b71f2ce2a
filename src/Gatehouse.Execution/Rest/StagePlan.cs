using System.Collections.Frozen;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Routing;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// A stage ready to serve: immutable, shared by all its requests, replaced whole by the next publication.
/// </summary>
internal sealed class StagePlan
{
    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public required DocumentScope Scope { get; init; }

    /// <summary>The stage's variables; empty when it has none.</summary>
    public required FrozenDictionary<string, string> Variables { get; init; }

    public required RouteTable<ResourcePlan> Routes { get; init; }

    public required GatewayResponsePlans GatewayResponses { get; init; }

    public required BinaryMediaTypes BinaryMediaTypes { get; init; }

    /// <value>EDGE, REGIONAL or PRIVATE.</value>
    public required string EndpointType { get; init; }

    /// <summary>The API is reached by custom domains only: its default address answers 403 (sheet §1.2).</summary>
    public required bool IsDefaultEndpointDisabled { get; init; }

    /// <summary>The name of the TLS handshake must be the Host (endpoint access mode STRICT).</summary>
    public bool IsStrict { get; init; }

    /// <summary>The canary's plan and share; <see langword="null"/> without one, and on the canary's own plan.</summary>
    public CanarySplit? Canary { get; init; }

    /// <summary>
    /// This is the canary's plan, or not; <see langword="null"/> when the stage has no canary
    /// (<c>$context.isCanaryRequest</c>).
    /// </summary>
    public bool? IsCanary { get; init; }

    /// <summary>What is counted and logged of its requests.</summary>
    public Records.StageRecords Records { get; init; } = Execution.Records.StageRecords.Silent;

    /// <summary>X-Ray tracing is on: logs then name the trace.</summary>
    public bool IsTracingEnabled { get; init; }

    /// <summary>Steps that run before routing, in AWS's order: the firewall (sheet §3 step 4).</summary>
    public required IArrivalStep[] ArrivalSteps { get; init; }

    /// <summary>The operator's limits.</summary>
    public ExecutionSettings Settings { get; init; } = ExecutionSettings.Default;

    /// <value>Characters of path and query.</value>
    public int MaxUrlLength => EndpointType == "REGIONAL" ? Settings.RegionalUrlLength : Settings.EdgeUrlLength;
}

/// <summary>A step that needs no method: it runs before the route is known.</summary>
internal interface IArrivalStep
{
    ValueTask<StepResult> RunAsync(ArrivedRequest request);
}
