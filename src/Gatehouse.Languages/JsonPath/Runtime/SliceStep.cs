using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// <c>[from:to]</c>. Jayway counts a negative bound from the end only when it stands alone: <c>[-2:]</c> and
/// <c>[:-1]</c>. With both bounds given they are taken as they are.
/// </summary>
internal sealed class SliceStep(int? from, int? to) : PathStep
{
    public override bool IsDefinite => false;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is not JsonList list)
        {
            MissIfUpstreamDefinite(evaluation);
            return;
        }
        var start = from ?? 0;
        var end = to ?? list.Count;
        if (to is null && start < 0)
        {
            start += list.Count;
        }
        if (from is null && end < 0)
        {
            end += list.Count;
        }
        if (to is null || from is null)
        {
            start = Math.Max(0, start);
        }
        end = Math.Min(end, list.Count);
        for (var i = start; i < end && !evaluation.HasEnded; i++)
        {
            // With both bounds given a negative one counts from the end again, element by element.
            var position = i < 0 ? list.Count + i : i;
            if (position >= 0)
            {
                ProceedWithElement(list, position, evaluation);
            }
            else
            {
                evaluation.Visit();
            }
        }
    }
}
