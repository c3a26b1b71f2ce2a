using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>One statement, compiled (security §2.1).</summary>
internal sealed class StatementPlan
{
    public required bool IsDeny { get; init; }

    public string? Sid { get; init; }

    public required PrincipalPlan Principal { get; init; }

    public required ActionList Actions { get; init; }

    public required ResourceList Resources { get; init; }

    public ImmutableArray<ConditionPlan> Conditions { get; init; } = [];

    /// <value>What of the statement is not understood, in AWS's words where it has some; <see langword="null"/> when all
    /// of it is.</value>
    public string? Problem { get; init; }

    /// <summary>The context keys that deciding may ask for.</summary>
    public IEnumerable<ContextKey> Keys => Resources.Variables
        .Concat(Conditions.Select(static condition => condition.Key))
        .Concat(Conditions.SelectMany(static condition => condition.Variables));

    /// <summary>Whether the statement speaks of the request; every part must. Allocates nothing.</summary>
    /// <param name="request">The question.</param>
    /// <param name="grant">How directly it speaks of the caller.</param>
    public bool Applies(in PolicyRequest request, out Grant grant)
    {
        grant = Grant.None;
        var match = Actions.Evaluate(request);
        match = match == Match.No ? match : match.And(Resources.Evaluate(request));
        if (match == Match.No)
        {
            return false;
        }

        match = match.And(Principal.Evaluate(request, IsDeny, out grant));
        foreach (var condition in Conditions)
        {
            if (match == Match.No)
            {
                return false;
            }

            match = match.And(condition.Evaluate(request));
        }

        if (Problem is not null)
        {
            match = match.And(Match.Unknown);
        }

        // What is not understood allows nothing, and denies.
        return match == Match.Yes || (match == Match.Unknown && IsDeny);
    }
}
