using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>An IAM role.</summary>
public sealed record RoleDocument : PolicyHolder, IDocument<RoleDocument>
{
    public static string Kind => "iam/role";

    public static JsonTypeInfo<RoleDocument> TypeInfo => IdentityJson.Default.RoleDocument;

    /// <summary>
    /// The trust policy with the ARNs of existing users and roles replaced by their unique ids, so that whoever is
    /// created anew under a trusted name is not trusted (security §2.4).
    /// </summary>
    public required string TrustPolicy { get; init; }

    /// <summary>The ARN behind each unique id of the trust policy, as it was written.</summary>
    public required ImmutableSortedDictionary<string, string> TrustedArns { get; init; }

    public string? Description { get; init; }

    /// <summary>Seconds.</summary>
    public required int MaxSessionDuration { get; init; }

    public required ImmutableArray<IdentityTag> Tags { get; init; }

    public string? PermissionsBoundary { get; init; }

    /// <summary>The service that owns a service-linked role.</summary>
    public string? LinkedService { get; init; }

    protected override string ArnKind => "role";
}
