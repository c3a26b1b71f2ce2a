namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The properties of <c>$foreach</c>; anything else is what the template stored there.</summary>
internal enum LoopProperty
{
    Stored = 0,
    Index = 1,
    Count = 2,
    HasNext = 3,
    First = 4,
    Last = 5,
    Parent = 6,
    Topmost = 7,
    Replaced = 8,
}
