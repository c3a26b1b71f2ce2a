using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>.name</c> or <c>['name']</c>.</summary>
internal sealed class PropertyStep(string name) : PathStep
{
    public string Name { get; } = KnownNames.Add(name);

    public override bool IsDefinite => true;

    public override bool TryStep(object? value, out object? next)
    {
        if (value is JsonMap map)
        {
            return map.TryGetValue(Name, out next);
        }
        next = null;
        return false;
    }

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        if (value is not JsonMap map)
        {
            MissIfUpstreamDefinite(evaluation);
        }
        else if (map.TryGetValue(Name, out var next))
        {
            ProceedWithMember(next, evaluation);
        }
        else if (evaluation.RequireProperties || (Next is not null && IsUpstreamDefinite))
        {
            evaluation.Miss();
        }
    }
}
