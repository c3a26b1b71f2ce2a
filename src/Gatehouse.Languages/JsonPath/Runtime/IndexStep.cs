using System.Collections.Immutable;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>[0]</c>, <c>[-1]</c> or <c>[0,2]</c>. A negative index counts from the end.</summary>
internal sealed class IndexStep(ImmutableArray<int> indexes) : PathStep
{
    public override bool IsDefinite => indexes.Length == 1;

    /// <summary>The index, when there is just one.</summary>
    public int? OnlyIndex => indexes.Length == 1 ? indexes[0] : null;

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
            var position = Position(list, index);
            if (position >= 0 && position < list.Count && !evaluation.HasEnded)
            {
                ProceedWithElement(list, position, evaluation);
            }
        }
    }

    private static int Position(JsonList list, int index) => index < 0 ? list.Count + index : index;

    private static bool TryGet(JsonList list, int index, out object? value)
    {
        var position = Position(list, index);
        var exists = position >= 0 && position < list.Count;
        value = exists ? list[position] : null;
        return exists;
    }
}
