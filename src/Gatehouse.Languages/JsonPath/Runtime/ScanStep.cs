using System.Runtime.CompilerServices;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>..</c>: applies the next step here and everywhere below, parents before children.</summary>
/// <remarks>
/// Differs from Jayway 2.9, which forgets the index in <c>$..[0].a</c> and takes the members of all elements.
/// </remarks>
internal sealed class ScanStep : PathStep
{
    public override bool IsDefinite => false;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (Next is null || evaluation.IsMissing)
        {
            return;
        }
        RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Visit();
        if (value is JsonMap map)
        {
            if (Next is PropertyStep property ? map.ContainsKey(property.Name) : NextApplies(map, evaluation))
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
            if (NextApplies(list, evaluation))
            {
                Next.Evaluate(list, evaluation);
            }
            for (var i = 0; i < list.Count; i++)
            {
                Evaluate(list[i], evaluation);
            }
        }
    }

    private bool NextApplies(JsonMap map, PathEvaluation evaluation) => Next switch
    {
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
