using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>Everything that its own account says of a caller, compiled (security §2.5).</summary>
public sealed class CallerPolicies
{
    /// <summary>Of callers who bring no policies: the anonymous and services.</summary>
    public static CallerPolicies None { get; } = new();

    /// <summary>The account's root: everything, but for explicit denies of resources.</summary>
    public static CallerPolicies Root { get; } = new() { IsRoot = true };

    public bool IsRoot { get; init; }

    /// <summary>Inline and managed policies of the user, its groups or the role: one Allow suffices.</summary>
    public ImmutableArray<PolicyPlan> Identity { get; init; } = [];

    /// <summary>The permissions boundary.</summary>
    public PolicyPlan? Boundary { get; init; }

    /// <summary>Policies that came with the session: one Allow suffices; none when empty.</summary>
    public ImmutableArray<PolicyPlan> Session { get; init; } = [];
}
