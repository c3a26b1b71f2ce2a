namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A whole response body in memory.</summary>
/// <param name="Fault">When not None, <paramref name="Bytes"/> is empty.</param>
/// <param name="Bytes">Owned by the exchange: valid until it is disposed.</param>
internal readonly record struct UpstreamBody(UpstreamFault Fault, ReadOnlyMemory<byte> Bytes);
