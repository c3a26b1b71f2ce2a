namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>What happens after a statement.</summary>
internal enum Flow
{
    Next,

    /// <summary>
    /// <c>#break</c>: leave the nearest loop, macro, block or template, or the scope that the run names.
    /// </summary>
    Break,

    /// <summary><c>#stop</c>: leave the template or the nearest <c>#evaluate</c>.</summary>
    Stop,
}
