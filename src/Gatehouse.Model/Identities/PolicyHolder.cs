using System.Collections.Immutable;

namespace Gatehouse.Model.Identities;

/// <summary>What users, groups and roles have in common: policies of their own and attached ones.</summary>
public abstract record PolicyHolder
{
    /// <summary>The friendly name, as it was given.</summary>
    public required string Name { get; init; }

    /// <summary>Begins and ends with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>The unique id, never used again: <c>AIDA…</c>, <c>AGPA…</c>, <c>AROA…</c>.</summary>
    public required string UniqueId { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Documents by their names.</summary>
    public required ImmutableSortedDictionary<string, string> InlinePolicies { get; init; }

    /// <summary>ARNs in the order in which they were attached.</summary>
    public required ImmutableArray<string> AttachedPolicies { get; init; }

    /// <summary>The kind as it stands in ARNs: <c>user</c>, <c>group</c>, <c>role</c>.</summary>
    protected abstract string ArnKind { get; }

    public string Arn(string account) => $"arn:aws:iam::{account}:{ArnKind}{Path}{Name}";
}

/// <summary>A tag; order is kept, keys are compared without case.</summary>
public sealed record IdentityTag(string Key, string Value);
