namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>@.a</c> or <c>!@.a</c>: whether a path leads somewhere. A null there counts as somewhere.</summary>
internal sealed class ExistsCondition(JsonPathProgram path, bool expected) : FilterCondition
{
    public override bool? Holds(object? item, PathEvaluation evaluation)
    {
        // Jayway asks about the item here, whichever of $ and @ the path begins with.
        var nested = evaluation.Nested(requireProperties: true);
        var result = path.Evaluate(item, nested);
        if (nested.Ending is PathEnding.OutOfRange)
        {
            evaluation.End(PathEnding.OutOfRange);
        }
        return nested.Ending is PathEnding.Invalid or PathEnding.OutOfRange ? null : !result.IsMissing == expected;
    }
}
