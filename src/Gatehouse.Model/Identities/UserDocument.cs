using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>An IAM user.</summary>
public sealed record UserDocument : PolicyHolder, IDocument<UserDocument>
{
    public static string Kind => "iam/user";

    public static JsonTypeInfo<UserDocument> TypeInfo => IdentityJson.Default.UserDocument;

    public required ImmutableArray<IdentityTag> Tags { get; init; }

    /// <summary>Document ids of the groups.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>The ARN of the managed policy that bounds the user.</summary>
    public string? PermissionsBoundary { get; init; }

    protected override string ArnKind => "user";
}
