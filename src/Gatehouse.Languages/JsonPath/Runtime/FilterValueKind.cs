namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The kinds of value that a filter compares.</summary>
internal enum FilterValueKind
{
    Undefined = 0,
    Null,
    Bool,
    Number,
    Text,
    Container,
    Pattern,
}
