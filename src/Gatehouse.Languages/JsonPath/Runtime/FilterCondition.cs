namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The condition of a filter, or a part of one.</summary>
internal abstract class FilterCondition
{
    /// <summary>
    /// Whether the condition holds; null when its operands cannot be put together. Then the whole filter does not hold,
    /// whatever else it says.
    /// </summary>
    public abstract bool? Holds(object? item, PathEvaluation evaluation);
}
