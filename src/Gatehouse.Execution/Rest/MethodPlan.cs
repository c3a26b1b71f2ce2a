using Gatehouse.Execution.Rest.Headers;

namespace Gatehouse.Execution.Rest;

/// <summary>A method ready to serve: its steps in AWS's order. A feature the method does not use is no step.</summary>
internal sealed class MethodPlan
{
    public required string ResourceId { get; init; }

    /// <summary>The template, such as <c>/pets/{petId}</c>.</summary>
    public required string ResourcePath { get; init; }

    public string? OperationName { get; init; }

    /// <summary>The verb of the definition; <c>ANY</c> where the call's own is another.</summary>
    public string DeclaredVerb { get; init; } = "ANY";

    /// <summary>The execution log that the method's setting asks for; <see langword="null"/> for none.</summary>
    public Records.TraceDetail? Trace { get; init; }

    /// <summary>Counters of the method alone, with <c>metricsEnabled</c>.</summary>
    public Records.StageMeter? Meter { get; init; }

    /// <summary><c>responseTransferMode: STREAM</c>.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>The column of the header rewrite table that the answer follows.</summary>
    public required HeaderFamily Family { get; init; }

    public required IRestStep[] Steps { get; init; }
}
