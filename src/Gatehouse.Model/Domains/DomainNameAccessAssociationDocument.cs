using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Domains;

/// <summary>Lets a VPC endpoint reach a private domain. Stored under <see cref="Key"/>.</summary>
public sealed record DomainNameAccessAssociationDocument : IDocument<DomainNameAccessAssociationDocument>
{
    public static string Kind => "apigateway/domainnameaccessassociation";

    public static JsonTypeInfo<DomainNameAccessAssociationDocument> TypeInfo =>
        DomainJson.Default.DomainNameAccessAssociationDocument;

    public required string DomainNameAccessAssociationArn { get; init; }

    public required string DomainNameArn { get; init; }

    /// <value>VPCE.</value>
    public required string AccessAssociationSourceType { get; init; }

    /// <value><c>vpce-…</c>.</value>
    public required string AccessAssociationSource { get; init; }

    /// <summary>The domain's owner refused it: calls through it are answered 403.</summary>
    public bool IsRejected { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <summary>Stored under the ARN with its slashes turned, since stored ids are paths.</summary>
    public static string Key(string arn) => arn.Replace('/', '|');
}
