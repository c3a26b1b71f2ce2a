using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// The output of an operation: members by their model names. The encoder writes exactly the members that the contract
/// names, each where the contract binds it (body, header, status code); what a document holds beside them stays inside.
/// </summary>
internal sealed class OperationOutput
{
    public static readonly OperationOutput Empty = new() { Members = [] };

    public required JsonObject Members { get; init; }

    /// <summary>The body of operations whose payload is a blob.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The body of operations that answer with an event stream.</summary>
    public IOutputStream? Stream { get; init; }

    /// <summary>
    /// Overrides the contract's status for operations that choose one (Lambda's Invoke: 200, 202 or 204).
    /// </summary>
    public int? Status { get; init; }

    public static OperationOutput Of(JsonObject members) => new() { Members = members };

    /// <summary>A document whose members are named as the output shape's.</summary>
    public static OperationOutput Of<T>(T document, JsonTypeInfo<T> typeInfo) =>
        Of(JsonSerializer.SerializeToNode(document, typeInfo)!.AsObject());
}
