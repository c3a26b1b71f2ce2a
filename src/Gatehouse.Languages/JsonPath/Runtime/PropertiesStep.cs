using System.Collections.Immutable;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// <c>['a','b']</c>. As the last step it makes one object of the named properties; before further steps it goes through
/// them one by one.
/// </summary>
internal sealed class PropertiesStep(ImmutableArray<string> names) : PathStep
{
    public override bool IsDefinite => Next is null;

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is not JsonMap map)
        {
            MissIfUpstreamDefinite(evaluation);
            return;
        }
        if (Next is not null)
        {
            foreach (var name in names)
            {
                if (evaluation.HasEnded)
                {
                    return;
                }
                if (map.TryGetValue(name, out var next))
                {
                    Proceed(next, evaluation);
                }
                else if (evaluation.RequireProperties)
                {
                    evaluation.Miss();
                }
            }
            return;
        }
        var merged = new JsonMap(names.Length);
        foreach (var name in names)
        {
            if (map.TryGetValue(name, out var member))
            {
                merged.Put(name, member);
            }
            else if (evaluation.RequireProperties)
            {
                evaluation.Miss();
            }
        }
        Proceed(merged, evaluation);
    }

    /// <summary>Whether a scan should stop at this object.</summary>
    public bool AppliesTo(JsonMap map) => !IsDefinite || names.All(map.ContainsKey);
}
