using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>An access key of a user. Its secret must be had again for every signature, so it is sealed, not hashed.</summary>
public sealed record AccessKeyDocument : IDocument<AccessKeyDocument>
{
    public static string Kind => "iam/accesskey";

    public static JsonTypeInfo<AccessKeyDocument> TypeInfo => IdentityJson.Default.AccessKeyDocument;

    /// <summary>The document id of the user.</summary>
    public required string User { get; init; }

    /// <summary>The secret under the server's identity key, bound to this key's id.</summary>
    public required string SealedSecret { get; init; }

    public required bool IsActive { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => $"access key of {User}";
}
