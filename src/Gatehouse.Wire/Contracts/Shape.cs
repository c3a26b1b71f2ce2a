using System.Diagnostics;

namespace Gatehouse.Wire.Contracts;

/// <summary>
/// The type of a value on the wire. Shapes are data, not classes per AWS type: decoders, validators and encoders walk
/// them. A contract's shapes form a graph that may be cyclic through structures, and never change once the contract is
/// loaded.
/// </summary>
[DebuggerDisplay("{Kind} {Name}")]
public abstract class Shape
{
    private protected Shape(string name, ShapeKind kind, bool isSensitive, bool isStreaming)
    {
        Name = name;
        Kind = kind;
        IsSensitive = isSensitive;
        IsStreaming = isStreaming;
    }

    /// <summary>
    /// The model's name, such as <c>RestApi</c>. Built-in types have their keyword (<c>string</c>); lists and maps that
    /// the model does not name have an expression: <c>[string]</c>, <c>{string:string}</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>What the shape holds; tells which subclass it is.</summary>
    public ShapeKind Kind { get; }

    /// <summary>Whether values must never reach a log. A member may be sensitive though its shape is not.</summary>
    public bool IsSensitive { get; }

    /// <summary>Whether the value is a stream: bytes for a blob, events for a union.</summary>
    public bool IsStreaming { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
