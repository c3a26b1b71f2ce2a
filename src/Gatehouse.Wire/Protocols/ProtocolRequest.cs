namespace Gatehouse.Wire.Protocols;

/// <summary>A request whose operation is known, as a codec reads it: nothing of HTTP but its parts.</summary>
public sealed class ProtocolRequest
{
    /// <summary>Path labels by the names of the input's members, decoded.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The raw query, with or without its question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>Header lines in the order received; a name may come more than once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }
}
