namespace Gatehouse.Identity.Policies;

/// <summary>Which kind of policy decided.</summary>
public enum DecidingPolicy
{
    Identity = 0,
    Resource = 1,
    Boundary = 2,
    Session = 3,
    Endpoint = 4,
}

/// <summary>The outcome, with what its explanation needs (security §2.5).</summary>
/// <param name="IsAllowed">Whether the caller may.</param>
/// <param name="IsExplicit">A Deny statement applied, rather than no Allow.</param>
/// <param name="By">The kind of policy that decided.</param>
/// <param name="Policy">The deciding policy's name, if it has one.</param>
/// <param name="StatementId">The deciding statement's id, if it has one.</param>
public readonly record struct AccessDecision(
    bool IsAllowed, bool IsExplicit, DecidingPolicy By, string? Policy = null, string? StatementId = null)
{
    /// <summary>What AWS appends to <c>User: … is not authorized to perform: …</c> (security §1.9).</summary>
    public string Reason(string action) => IsExplicit
        ? $" with an explicit deny in {Article(By)}"
        : $" because no {Noun(By)} allows the {action} action";

    private static string Noun(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Resource => "resource-based policy",
        DecidingPolicy.Boundary => "permissions boundary",
        DecidingPolicy.Session => "session policy",
        DecidingPolicy.Endpoint => "VPC endpoint policy",
        _ => "identity-based policy",
    };

    private static string Article(DecidingPolicy by) => by == DecidingPolicy.Identity ? "an identity-based policy" : $"a {Noun(by)}";
}
