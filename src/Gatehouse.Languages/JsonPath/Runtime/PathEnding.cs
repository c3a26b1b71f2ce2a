namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>Why an evaluation stopped before its end.</summary>
internal enum PathEnding
{
    None = 0,

    /// <summary>A definite part of the path led nowhere; the whole path did.</summary>
    Missing,

    /// <summary>
    /// The path does not fit the document: a filter over a number, an unknown function. A filter around it does not
    /// hold; without one the evaluation fails.
    /// </summary>
    Invalid,

    /// <summary>
    /// A function asked for an element that is not there. The nearest step over an array takes that for an element
    /// without a match, as Jayway does; without one the evaluation fails.
    /// </summary>
    OutOfRange,
}
