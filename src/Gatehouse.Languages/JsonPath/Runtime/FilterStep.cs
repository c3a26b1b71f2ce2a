using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// <c>[?(...)]</c>: keeps the elements of an array, or an object as a whole, for which the condition holds.
/// </summary>
internal sealed class FilterStep(FilterCondition condition) : PathStep
{
    public override bool IsDefinite => false;

    public bool Accepts(object? value, PathEvaluation evaluation)
    {
        evaluation.Visit();
        return condition.Holds(value, evaluation) == true;
    }

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is JsonMap)
        {
            if (Accepts(value, evaluation) && !evaluation.HasEnded)
            {
                Proceed(value, evaluation);
            }
        }
        else if (value is JsonList list)
        {
            for (var i = 0; i < list.Count && !evaluation.HasEnded; i++)
            {
                if (Accepts(list[i], evaluation) && !evaluation.HasEnded)
                {
                    ProceedWithElement(list, i, evaluation);
                }
            }
        }
        else if (IsUpstreamDefinite)
        {
            evaluation.End(PathEnding.Invalid);
        }
    }
}
