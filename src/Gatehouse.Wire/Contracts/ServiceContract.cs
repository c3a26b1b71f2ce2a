using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Wire.Contracts;

/// <summary>Everything a service promises on the wire: its operations, their shapes and its errors.</summary>
public sealed class ServiceContract
{
    internal ServiceContract(ImmutableArray<OperationContract> operations)
    {
        Operations = operations;
        ByName = operations.ToFrozenDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of the service in the AWS CLI, such as <c>apigatewayv2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The service in a SigV4 credential scope; the two API Gateway services share one.</summary>
    public required string SigningName { get; init; }

    /// <summary>The first label of Amazon's host for the service.</summary>
    public required string EndpointPrefix { get; init; }

    /// <summary>The version of the API, such as <c>2015-07-09</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>How operations are put on HTTP.</summary>
    public required WireProtocol Protocol { get; init; }

    /// <summary>
    /// What stands before the dot in <c>X-Amz-Target</c>; null unless the protocol is a JSON one with one route.
    /// </summary>
    public string? TargetPrefix { get; internal init; }

    /// <summary>The namespace of XML bodies; null when the model names none.</summary>
    public string? XmlNamespace { get; internal init; }

    /// <summary>The operations, by name in ordinal order.</summary>
    public ImmutableArray<OperationContract> Operations { get; }

    /// <summary>The operations by their names.</summary>
    public FrozenDictionary<string, OperationContract> ByName { get; }

    /// <summary>The service's errors by their names.</summary>
    public required FrozenDictionary<string, ErrorContract> ErrorsByName { get; init; }

    /// <summary>Every shape that the model names, errors and enums included, by its name.</summary>
    public required IReadOnlyDictionary<string, Shape> ShapesByName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
