namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The operators between two values of a filter.</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    SameTypeAndEqual,
    NotSameTypeOrEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    Contains,
    SubsetOf,
    AnyOf,
    NoneOf,
    Size,
    Empty,
    All,
}
