namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// One compiled subschema. References lead straight to the node they name, so that cycles of a schema are cycles here.
/// Filled by the compiler and never changed afterwards.
/// </summary>
internal sealed class SchemaNode
{
    public SchemaTypes Types { get; set; } = SchemaTypes.Any;

    public StringRules? Strings { get; set; }

    public NumberRules? Numbers { get; set; }

    public ArrayRules? Arrays { get; set; }

    public ObjectRules? Objects { get; set; }

    /// <summary>What needs a second look at the same value: enum and the combinators.</summary>
    public ValueRules? Value { get; set; }

    /// <summary>Every value is valid; it only has to be read over.</summary>
    public bool IsOpen => Types == SchemaTypes.Any
        && Strings is null && Numbers is null && Arrays is null && Objects is null && Value is null;

    public bool Allows(SchemaTypes type) => (Types & type) != SchemaTypes.None;
}

/// <summary>Rules on a value of any type.</summary>
internal sealed class ValueRules
{
    public EnumRules? Enum { get; init; }

    public SchemaNode[] AllOf { get; init; } = [];

    public SchemaNode[] AnyOf { get; init; } = [];

    public SchemaNode[] OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }
}

/// <summary>What a schema asks of an array.</summary>
internal sealed class ArrayRules
{
    /// <summary>The schema of every element, or <see langword="null"/>.</summary>
    public SchemaNode? Items { get; init; }

    /// <summary>The schemas of the first elements, when <c>items</c> is a list.</summary>
    public SchemaNode[] Tuple { get; init; } = [];

    public bool IsTuple { get; init; }

    /// <summary>The schema of the elements after the tuple, or <see langword="null"/>.</summary>
    public SchemaNode? Additional { get; init; }

    public bool RefusesAdditional { get; init; }

    public int MinItems { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    public bool AreUnique { get; init; }

    /// <summary>The schema of the element at an index, or <see langword="null"/>.</summary>
    public SchemaNode? At(int index) =>
        !IsTuple ? Items : index < Tuple.Length ? Tuple[index] : Additional;
}
