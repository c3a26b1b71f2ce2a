namespace Gatehouse.Identity.Policies;

/// <summary>Where a policy stands, which decides the elements it has (security §2.1).</summary>
public enum PolicyKind
{
    /// <summary>Attached to users, groups and roles; boundaries and session policies: no principal.</summary>
    Identity = 0,

    /// <summary>Attached to an API, a function or an endpoint: with a principal.</summary>
    Resource = 1,

    /// <summary>Who may assume a role: with a principal, without a resource.</summary>
    Trust = 2,

    /// <summary>What a Lambda authorizer returned: as <see cref="Identity"/>, its statement ids are free text.</summary>
    Authorizer = 3,
}
