namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The condition of a filter, or a part of one.</summary>
internal abstract class FilterCondition
{
    public abstract bool Holds(object? item, PathEvaluation evaluation);
}
