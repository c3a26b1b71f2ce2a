namespace Gatehouse.Languages.Json;

/// <summary>Which Java type a list stands for. It decides how the list prints and which methods it has.</summary>
public enum ListForm
{
    /// <summary>
    /// A parsed JSON array or the result of an indefinite path; prints as JSON text (rest-execution §6.3).
    /// </summary>
    Json = 0,

    /// <summary>A <c>java.util.List</c>: <c>[1, 2]</c> in a template, a range, a sub-list.</summary>
    List = 1,

    /// <summary>
    /// A <c>java.util.Set</c> or <c>Collection</c>: the keys, values or entries of a map. It has no index.
    /// </summary>
    Set = 2,

    /// <summary>A Java array, the result of <c>split</c>: fixed length.</summary>
    Array = 3,
}
