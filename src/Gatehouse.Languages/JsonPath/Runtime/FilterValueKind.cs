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

    /// <summary>A text inside a list that reads as a path: it equals nothing.</summary>
    Path,
}
