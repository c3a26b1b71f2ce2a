namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>The primitive types of draft 4, in the order in which error texts list them.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Array = 1,
    Boolean = 2,
    Integer = 4,
    Null = 8,
    Number = 16,
    Object = 32,
    String = 64,
    Any = Array | Boolean | Integer | Null | Number | Object | String,
}
