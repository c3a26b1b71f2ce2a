using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>
/// How a resource words the refusal of a path or operation it does not offer (rest-control-plane §1.11).
/// </summary>
internal enum PatchFamily
{
    /// <summary>Families A and B: lists the resource's paths, or says to choose supported operations.</summary>
    ListsPaths,

    /// <summary>Family C: names the path only; family D where a rule asks for it.</summary>
    NamesPath,

    /// <summary>Family E: the stage's own words (§2.24).</summary>
    NamesOperation,
}

internal static class PatchFaults
{
    /// <summary>Family A; two spaces after "path" as on AWS.</summary>
    public static ServiceFaultException NotOneOf(in PatchOperation operation, IEnumerable<string> paths) =>
        ApiGatewayFaults.BadRequest(
            $"Invalid patch path  '{operation.Path}' specified for op '{operation.Op}'. "
            + $"Must be one of: [{string.Join(", ", paths)}]");

    /// <summary>Family B.</summary>
    public static ServiceFaultException UnsupportedOp(in PatchOperation operation) => ApiGatewayFaults.BadRequest(
        $"Invalid patch path  '{operation.Path}' specified for op '{operation.Op}'. "
        + "Please choose supported operations");

    /// <summary>Family C; a missing path prints as <c>null</c>.</summary>
    public static ServiceFaultException InvalidPath(in PatchOperation operation) =>
        ApiGatewayFaults.BadRequest($"Invalid patch path {operation.Path ?? "null"}");

    /// <summary>Family E, known for canary paths and used for every path of a stage.</summary>
    public static ServiceFaultException InvalidOperation(in PatchOperation operation) =>
        ApiGatewayFaults.BadRequest($"Invalid {operation.Op} operation with path: {operation.Path ?? "null"}");

    /// <summary>Family D.</summary>
    public static ServiceFaultException NotAllowed(PatchOps allowed) => ApiGatewayFaults.BadRequest(
        $"Invalid patch operation specified. Must be one of: [{PatchOpsText.List(allowed)}]");
}
