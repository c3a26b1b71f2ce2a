using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols;

/// <summary>
/// The seam between the skeleton and a way of speaking: REST-JSON now; AWS-JSON, query and REST-XML beside it. A codec
/// translates between wire names and model names and knows nothing of operations.
/// </summary>
public interface IProtocolCodec
{
    /// <exception cref="ServiceFaultException">The request cannot be read (SerializationException).</exception>
    DecodedRequest Decode(OperationContract operation, ProtocolRequest request);

    /// <param name="operation">Whose output is written.</param>
    /// <param name="members">By model names; what the contract does not name is left out.</param>
    /// <param name="payload">The body of an operation whose payload is a blob.</param>
    /// <param name="status">Overrides the contract's status.</param>
    EncodedAnswer Encode(OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status);

    EncodedAnswer EncodeFault(ServiceFaultException fault);

    /// <summary>The same for protocols whose bodies carry the request's id.</summary>
    EncodedAnswer Encode(
        OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload, int? status, string requestId) =>
        Encode(operation, members, payload, status);

    /// <inheritdoc cref="EncodeFault(ServiceFaultException)"/>
    EncodedAnswer EncodeFault(ServiceFaultException fault, string requestId) => EncodeFault(fault);
}
