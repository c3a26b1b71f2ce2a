using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gatehouse.Server.Secrets;

/// <summary>The content of <c>keys.json</c>: data keys under the master key. The first one seals.</summary>
internal sealed record KeyRingDocument
{
    public required int Version { get; init; }

    public required ImmutableArray<WrappedKey> Keys { get; init; }
}

/// <summary>One data key.</summary>
internal sealed record WrappedKey
{
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When another took its place; it opens what it sealed until nothing needs it.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>Which master key wrapped it.</summary>
    public required string Master { get; init; }

    public required string Wrapped { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyRingDocument))]
internal sealed partial class KeyRingJson : JsonSerializerContext;
