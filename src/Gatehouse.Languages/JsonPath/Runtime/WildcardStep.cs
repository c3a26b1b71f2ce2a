using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// <c>*</c> or <c>[*]</c>: all members of an object, all elements of an array, nothing of anything else.
/// </summary>
internal sealed class WildcardStep(bool isAppended = false) : PathStep
{
    /// <summary>The step is not written in the path: <c>length()</c> added it to count members.</summary>
    public bool IsAppended => isAppended;

    public override bool IsDefinite => false;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is JsonMap map)
        {
            for (var i = 0; i < map.Count && !evaluation.HasEnded; i++)
            {
                ProceedWithMember(map.EntryAt(i).Value, evaluation);
            }
        }
        else if (value is JsonList list)
        {
            for (var i = 0; i < list.Count && !evaluation.HasEnded; i++)
            {
                ProceedWithElement(list, i, evaluation);
                if (!evaluation.RequireProperties)
                {
                    // An argument of a function that leads nowhere spoils this element only.
                    evaluation.Forgive(PathEnding.Missing);
                }
            }
        }
    }
}
