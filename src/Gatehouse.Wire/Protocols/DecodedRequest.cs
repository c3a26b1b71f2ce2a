using System.Text.Json.Nodes;

namespace Gatehouse.Wire.Protocols;

/// <summary>An operation's input, wherever on the wire its members stood.</summary>
/// <param name="Members">By model names at every level; absent and null members are not there.</param>
/// <param name="Payload">The raw body of an operation whose payload is a blob.</param>
/// <param name="FreeQuery">Query parameters that no member binds, for operations with a free map.</param>
public sealed record DecodedRequest(
    JsonObject Members, ReadOnlyMemory<byte> Payload, IReadOnlyDictionary<string, string> FreeQuery);
