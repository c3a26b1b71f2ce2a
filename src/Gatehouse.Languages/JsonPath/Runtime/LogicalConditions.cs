using System.Collections.Immutable;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>a &amp;&amp; b &amp;&amp; c</c>.</summary>
internal sealed class AllConditions(ImmutableArray<FilterCondition> parts) : FilterCondition
{
    public override bool? Holds(object? item, PathEvaluation evaluation)
    {
        foreach (var part in parts)
        {
            var holds = part.Holds(item, evaluation);
            if (holds != true)
            {
                return holds;
            }
        }
        return true;
    }
}

/// <summary><c>a || b || c</c>.</summary>
internal sealed class AnyCondition(ImmutableArray<FilterCondition> parts) : FilterCondition
{
    public override bool? Holds(object? item, PathEvaluation evaluation)
    {
        foreach (var part in parts)
        {
            var holds = part.Holds(item, evaluation);
            if (holds != false)
            {
                return holds;
            }
        }
        return false;
    }
}

/// <summary><c>!(a)</c>.</summary>
internal sealed class NotCondition(FilterCondition part) : FilterCondition
{
    public override bool? Holds(object? item, PathEvaluation evaluation) => !part.Holds(item, evaluation);
}
