using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>One entry of <c>patchOperations</c> (rest-control-plane §1.11), as the caller sent it.</summary>
/// <param name="Op">A verb that the contract lists.</param>
/// <param name="Path">A JSON pointer; <see langword="null"/> when the caller sent none.</param>
/// <param name="Value">Always text on the wire; absent means null or empty.</param>
/// <param name="From">Only with <c>copy</c>.</param>
internal readonly record struct PatchOperation(string Op, string? Path, string? Value, string? From)
{
    /// <summary>The call's operations in order; none when the member is absent.</summary>
    public static ImmutableArray<PatchOperation> Of(OperationInput input)
    {
        if (input.Members["patchOperations"] is not JsonArray operations)
        {
            return [];
        }

        if (operations.Count > ApiGatewayLimits.PatchOperations)
        {
            throw ApiGatewayFaults.BadRequest(
                $"At most {ApiGatewayLimits.PatchOperations} patch operations are allowed in one request.");
        }

        return [.. operations.OfType<JsonObject>().Select(Read)];
    }

    private static PatchOperation Read(JsonObject operation) => new(
        Text(operation, "op") ?? "", Text(operation, "path"), Text(operation, "value"), Text(operation, "from"));

    private static string? Text(JsonObject operation, string member) => operation[member]?.GetValue<string>();
}
