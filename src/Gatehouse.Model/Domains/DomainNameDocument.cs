using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Model.Domains;

/// <summary>A custom domain name. Stored under <see cref="Key"/>.</summary>
public sealed record DomainNameDocument : IDocument<DomainNameDocument>
{
    public static string Kind => "apigateway/domainname";

    public static JsonTypeInfo<DomainNameDocument> TypeInfo => DomainJson.Default.DomainNameDocument;

    /// <summary>In lower case; <c>*.example.com</c> stands for every name one label longer.</summary>
    public required string DomainName { get; init; }

    /// <summary>Private domains only: their names are not unique.</summary>
    public string? DomainNameId { get; init; }

    public string? DomainNameArn { get; init; }

    public string? CertificateName { get; init; }

    public string? CertificateArn { get; init; }

    /// <summary>Epoch seconds.</summary>
    public long? CertificateUploadDate { get; init; }

    public string? RegionalDomainName { get; init; }

    public string? RegionalHostedZoneId { get; init; }

    public string? RegionalCertificateName { get; init; }

    public string? RegionalCertificateArn { get; init; }

    public string? DistributionDomainName { get; init; }

    public string? DistributionHostedZoneId { get; init; }

    public required EndpointConfiguration EndpointConfiguration { get; init; }

    public required string DomainNameStatus { get; init; }

    public required string SecurityPolicy { get; init; }

    public string? EndpointAccessMode { get; init; }

    public MutualTlsAuthentication? MutualTlsAuthentication { get; init; }

    public string? OwnershipVerificationCertificateArn { get; init; }

    /// <summary>Private domains only: who may call, a resource policy as JSON text.</summary>
    public string? Policy { get; init; }

    /// <summary>Private domains only: who may associate it, as JSON text.</summary>
    public string? ManagementPolicy { get; init; }

    /// <value>BASE_PATH_MAPPING_ONLY, ROUTING_RULE_ONLY or ROUTING_RULE_THEN_BASE_PATH_MAPPING.</value>
    public required string RoutingMode { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <summary>Reached through VPC endpoints only.</summary>
    public bool IsPrivate() => DomainNameId is not null;

    /// <summary>The id it is stored under.</summary>
    public string Key() => KeyOf(DomainName, DomainNameId);

    public static string KeyOf(string name, string? id) => id is null ? name : $"{name}+{id}";
}

/// <summary>Client certificates are asked for, and checked against a bundle.</summary>
public sealed record MutualTlsAuthentication
{
    /// <summary><c>s3://bucket/key</c> of a PEM bundle.</summary>
    public string? TruststoreUri { get; init; }

    public string? TruststoreVersion { get; init; }

    public ImmutableArray<string>? TruststoreWarnings { get; init; }
}

/// <summary>
/// A certificate that was uploaded with a domain name. Apart from it, so that no answer can show the key. Stored under
/// the domain's key.
/// </summary>
public sealed record DomainCertificateDocument : IDocument<DomainCertificateDocument>
{
    public static string Kind => "apigateway/domaincertificate";

    public static bool IsSecret => true;

    public static JsonTypeInfo<DomainCertificateDocument> TypeInfo => DomainJson.Default.DomainCertificateDocument;

    /// <summary>PEM.</summary>
    public required string Body { get; init; }

    /// <summary>PEM.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>PEM.</summary>
    public string? Chain { get; init; }

    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(DomainCertificateDocument);
}
