using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>..</c>: applies the next step here and everywhere below, parents before children.</summary>
/// <remarks>
/// As in Jayway 2.9, an array is passed through: the step after the next one is applied to all its elements, whatever
/// indexes or filter the next step names. <see cref="PathEvaluation.MayRecord"/> puts some of that right again.
/// </remarks>
internal sealed class ScanStep : PathStep
{
    public override bool IsDefinite => false;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (Next is null)
        {
            // A function stood here and was made the first step: $..length().
            throw new JsonPathEvaluationException("Nothing to scan for");
        }
        if (evaluation.HasEnded)
        {
            return;
        }
        GuardStack();
        evaluation.Visit();
        if (value is JsonMap map)
        {
            if (NextApplies(map, evaluation) && !evaluation.HasEnded)
            {
                Next.Evaluate(map, evaluation);
            }
            for (var i = 0; i < map.Count; i++)
            {
                Evaluate(map.EntryAt(i).Value, evaluation);
            }
        }
        else if (value is JsonList list)
        {
            if (NextApplies(list, evaluation) && !evaluation.HasEnded)
            {
                EvaluateArray(list, evaluation);
            }
            for (var i = 0; i < list.Count; i++)
            {
                Evaluate(list[i], evaluation);
            }
        }
    }

    private void EvaluateArray(JsonList list, PathEvaluation evaluation)
    {
        if (Next!.Next is not { } afterNext)
        {
            Next.Evaluate(list, evaluation);
            return;
        }
        for (var i = 0; i < list.Count && !evaluation.HasEnded; i++)
        {
            evaluation.Visit();
            evaluation.SetScannedIndex(afterNext, i);
            afterNext.Evaluate(list[i], evaluation);
        }
    }

    private bool NextApplies(JsonMap map, PathEvaluation evaluation) => Next switch
    {
        PropertyStep property => map.ContainsKey(property.Name),
        PropertiesStep properties => properties.AppliesTo(map),
        WildcardStep => true,
        FilterStep filter => filter.Accepts(map, evaluation),
        _ => false,
    };

    // A filter is asked about the array itself, as in Jayway: so it selects objects anywhere, but no bare numbers.
    private bool NextApplies(JsonList list, PathEvaluation evaluation) => Next switch
    {
        IndexStep or SliceStep or WildcardStep => true,
        FilterStep filter => filter.Accepts(list, evaluation),
        _ => false,
    };
}
