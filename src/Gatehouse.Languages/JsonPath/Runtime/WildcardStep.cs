using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// <c>*</c> or <c>[*]</c>: all members of an object, all elements of an array, nothing of anything else.
/// </summary>
internal sealed class WildcardStep : PathStep
{
    public override bool IsDefinite => false;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is JsonMap map)
        {
            for (var i = 0; i < map.Count && !evaluation.IsMissing; i++)
            {
                Proceed(map.EntryAt(i).Value, evaluation);
            }
        }
        else if (value is JsonList list)
        {
            for (var i = 0; i < list.Count && !evaluation.IsMissing; i++)
            {
                Proceed(list[i], evaluation);
            }
        }
    }
}
