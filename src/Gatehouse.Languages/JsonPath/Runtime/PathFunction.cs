namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The functions of Jayway JsonPath 2.9.</summary>
internal enum PathFunction
{
    Length,
    Min,
    Max,
    Average,
    Sum,
    StandardDeviation,
    Concatenate,
    Keys,
    First,
    Last,
    Index,
    Append,
}
