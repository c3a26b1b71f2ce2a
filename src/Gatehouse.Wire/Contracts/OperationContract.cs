using System.Collections.Immutable;

namespace Gatehouse.Wire.Contracts;

/// <summary>One operation of a service and how it is put on HTTP.</summary>
public sealed class OperationContract
{
    internal OperationContract(string name, StructureShape input, StructureShape output)
    {
        Name = name;
        Input = input;
        Output = output;
    }

    /// <summary>The model's name, such as <c>CreateRestApi</c>.</summary>
    public string Name { get; }

    /// <summary>The request's method; <c>POST</c> for protocols with one route.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>
    /// The path with its labels, and the constant query if any, such as <c>/restapis?mode=import</c>.
    /// </summary>
    public required string UriTemplate { get; init; }

    /// <summary>The status code of an answer without error.</summary>
    public required int SuccessStatus { get; init; }

    /// <summary>What the client puts before the endpoint's host, such as <c>stream-</c>; null for nothing.</summary>
    public string? HostPrefix { get; internal init; }

    /// <summary>The request's members; a structure without members when the operation takes nothing.</summary>
    public StructureShape Input { get; }

    /// <summary>The answer's members; a structure without members when the operation gives nothing.</summary>
    public StructureShape Output { get; }

    /// <summary>The errors that the operation declares, by name in ordinal order.</summary>
    public required ImmutableArray<ErrorContract> Errors { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
