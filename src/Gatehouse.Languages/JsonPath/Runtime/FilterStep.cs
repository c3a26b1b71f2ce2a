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
        return condition.Holds(value, evaluation);
    }

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is JsonMap)
        {
            if (Accepts(value, evaluation))
            {
                Proceed(value, evaluation);
            }
        }
        else if (value is JsonList list)
        {
            for (var i = 0; i < list.Count && !evaluation.IsMissing; i++)
            {
                if (Accepts(list[i], evaluation))
                {
                    Proceed(list[i], evaluation);
                }
            }
        }
        else
        {
            // Jayway throws here; API Gateway answers null for a path that does not fit the body.
            MissIfUpstreamDefinite(evaluation);
        }
    }
}
