using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>One statement, compiled (security §2.1).</summary>
internal sealed class StatementPlan
{
    public required bool IsDeny { get; init; }

    public required PrincipalPlan Principal { get; init; }

    public required PatternList Actions { get; init; }

    public required PatternList Resources { get; init; }

    public ImmutableArray<ConditionPlan> Conditions { get; init; } = [];

    /// <value>What of the statement is not understood, for the log; <see langword="null"/> when all of it is.</value>
    public string? Problem { get; init; }

    /// <summary>Whether the statement speaks of the request; every part must.</summary>
    public bool Applies(in PolicyRequest request)
    {
        var match = Principal.Evaluate(request)
            .And(Actions.EvaluateAction(request))
            .And(Resources.EvaluateResource(request));
        foreach (var condition in Conditions)
        {
            match = match.And(condition.Evaluate(request));
        }

        if (Problem is not null)
        {
            match = match.And(Match.Unknown);
        }

        return match == Match.Yes || (match == Match.Unknown && IsDeny);
    }
}
