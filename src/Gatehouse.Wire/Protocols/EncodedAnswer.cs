using System.Collections.Immutable;

namespace Gatehouse.Wire.Protocols;

/// <summary>An answer ready for the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">Of the body; <see langword="null"/> without one.</param>
/// <param name="Headers">Those that the contract or the protocol binds.</param>
/// <param name="Body">May be empty.</param>
public sealed record EncodedAnswer(
    int Status,
    string? ContentType,
    ImmutableArray<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
