using System.Collections.Immutable;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>[0]</c>, <c>[-1]</c> or <c>[0,2]</c>. A negative index counts from the end.</summary>
internal sealed class IndexStep(ImmutableArray<int> indexes) : PathStep
{
    public override bool IsDefinite => indexes.Length == 1;

    public override bool TryStep(object? value, out object? next)
    {
        if (value is JsonList list)
        {
            return TryGet(list, indexes[0], out next);
        }
        next = null;
        return false;
    }

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is not JsonList list)
        {
            MissIfUpstreamDefinite(evaluation);
            return;
        }
        foreach (var index in indexes)
        {
            if (TryGet(list, index, out var next))
            {
                Proceed(next, evaluation);
            }
        }
    }

    private static bool TryGet(JsonList list, int index, out object? value)
    {
        var position = index < 0 ? list.Count + index : index;
        var exists = position >= 0 && position < list.Count;
        value = exists ? list[position] : null;
        return exists;
    }
}
