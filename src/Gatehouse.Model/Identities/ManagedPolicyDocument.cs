using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>A customer managed policy with its versions.</summary>
public sealed record ManagedPolicyDocument : IDocument<ManagedPolicyDocument>
{
    public static string Kind => "iam/policy";

    public static JsonTypeInfo<ManagedPolicyDocument> TypeInfo => IdentityJson.Default.ManagedPolicyDocument;

    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string UniqueId { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public required int DefaultVersion { get; init; }

    /// <summary>The number of the next version: numbers are never used again.</summary>
    public required int NextVersion { get; init; }

    public required ImmutableArray<PolicyVersion> Versions { get; init; }

    public required ImmutableArray<IdentityTag> Tags { get; init; }

    public string Arn(string account) => $"arn:aws:iam::{account}:policy{Path}{Name}";
}

/// <summary>One version: <c>v1</c>, <c>v2</c>, …</summary>
public sealed record PolicyVersion(int Number, string Document, DateTimeOffset Created);
