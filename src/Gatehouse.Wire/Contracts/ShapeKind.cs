namespace Gatehouse.Wire.Contracts;

/// <summary>What a <see cref="Shape"/> holds.</summary>
public enum ShapeKind
{
    /// <summary>Named members, any of them; a <see cref="StructureShape"/>.</summary>
    Structure = 1,

    /// <summary>Named members, exactly one of them; a <see cref="StructureShape"/>.</summary>
    Union = 2,

    /// <summary>A <see cref="ListShape"/>.</summary>
    List = 3,

    /// <summary>A <see cref="MapShape"/>.</summary>
    Map = 4,

    /// <summary>Any text.</summary>
    String = 5,

    /// <summary>Text out of a known set; an <see cref="EnumShape"/>.</summary>
    Enum = 6,

    /// <summary>Bytes: base64 in a body, raw as a payload.</summary>
    Blob = 7,

    /// <summary>True or false.</summary>
    Boolean = 8,

    /// <summary>A whole number of at most 32 bits.</summary>
    Integer = 9,

    /// <summary>A whole number of at most 64 bits.</summary>
    Long = 10,

    /// <summary>A binary32 number.</summary>
    Float = 11,

    /// <summary>A binary64 number.</summary>
    Double = 12,

    /// <summary>A whole number without bounds.</summary>
    BigInteger = 13,

    /// <summary>A decimal number without bounds.</summary>
    BigDecimal = 14,

    /// <summary>An instant; see <see cref="SimpleShape.TimestampFormat"/>.</summary>
    Timestamp = 15,

    /// <summary>Any JSON value.</summary>
    Document = 16,
}
