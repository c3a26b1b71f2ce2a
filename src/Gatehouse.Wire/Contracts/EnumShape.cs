using System.Collections.Immutable;

namespace Gatehouse.Wire.Contracts;

/// <summary>Text out of a known set.</summary>
public sealed class EnumShape : Shape
{
    internal EnumShape(string name, ImmutableArray<string> values)
        : base(name, ShapeKind.Enum, isSensitive: false, isStreaming: false)
    {
        Values = values;
    }

    /// <summary>The values, in the order in which the service lists them.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Whether the service knows the value; case matters, as it does for AWS.</summary>
    public bool Allows(string value) => Values.Contains(value, StringComparer.Ordinal);
}
