using Gatehouse.Identity.Policies;

namespace Gatehouse.Services.Authorization;

/// <summary>One action on one resource that a call needs.</summary>
internal readonly record struct RequiredRight(string Action, string Resource)
{
    /// <summary>The service that a role is passed to.</summary>
    public string? PassedTo { get; init; }

    public PolicyContext Extend(ContextValues context) =>
        PassedTo is null ? context : new ContextValues(context).Set("iam:PassedToService", PassedTo);
}
