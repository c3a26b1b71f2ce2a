using System.Collections.Frozen;
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

    /// <summary>Steps that run before routing, in AWS's order: the firewall (sheet §3 step 4).</summary>
    public required IArrivalStep[] ArrivalSteps { get; init; }

    /// <value>Characters of path and query.</value>
    public int MaxUrlLength => EndpointType == "REGIONAL"
        ? ExecutionLimits.RegionalUrlLength
        : ExecutionLimits.EdgeUrlLength;
}

/// <summary>A step that needs no method: it runs before the route is known.</summary>
internal interface IArrivalStep
{
    ValueTask<StepResult> RunAsync(ArrivedRequest request);
}
