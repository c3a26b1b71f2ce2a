using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>The host of a pool's pages; the document's id is the domain itself.</summary>
public sealed record UserPoolDomainDocument : IDocument<UserPoolDomainDocument>
{
    public static string Kind => "cognito-idp/domain";

    public static JsonTypeInfo<UserPoolDomainDocument> TypeInfo => UserPoolJson.Default.UserPoolDomainDocument;

    public required string PoolId { get; init; }

    public required string Version { get; init; }

    /// <summary>Of a custom domain; <see langword="null"/> for a prefix.</summary>
    public string? CertificateArn { get; init; }

    public int? ManagedLoginVersion { get; init; }
}
