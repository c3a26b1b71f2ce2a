using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Certificates;

/// <summary>A certificate of ACM: its public half and what is known about it. Stored under its id.</summary>
public sealed record CertificateDocument : IDocument<CertificateDocument>
{
    public const string Imported = "IMPORTED";
    public const string Issued = "AMAZON_ISSUED";

    public static string Kind => "acm/certificate";

    public static JsonTypeInfo<CertificateDocument> TypeInfo => CertificateJson.Default.CertificateDocument;

    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <value>IMPORTED or AMAZON_ISSUED; the latter is what the house's own authority issued.</value>
    public required string Type { get; init; }

    /// <summary>The first name that it stands for.</summary>
    public required string DomainName { get; init; }

    /// <summary>PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>PEM, from the issuer up.</summary>
    public string? Chain { get; init; }

    /// <summary>When it was first imported or requested.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When what is in force now was imported or issued.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The authority issued it anew.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <value>DNS or EMAIL; absent on imported ones.</value>
    public string? ValidationMethod { get; init; }

    public string? IdempotencyToken { get; init; }

    /// <summary>ExportCertificate may show its key.</summary>
    public bool IsExportable { get; init; }

    public bool IsExported { get; init; }

    /// <value>ENABLED or DISABLED.</value>
    public string? TransparencyLogging { get; init; }

    public string? ManagedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevocationReason { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public static string ArnOf(DocumentScope scope, string id) =>
        $"arn:aws:acm:{scope.Region}:{scope.Account}:certificate/{id}";
}

/// <summary>
/// The private half, apart from what operations read and answer. Stored under the certificate's id.
/// </summary>
public sealed record CertificateKeyDocument : IDocument<CertificateKeyDocument>
{
    public static string Kind => "acm/certificatekey";

    public static bool IsSecret => true;

    public static JsonTypeInfo<CertificateKeyDocument> TypeInfo => CertificateJson.Default.CertificateKeyDocument;

    /// <summary>PKCS #8 in PEM.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(CertificateKeyDocument);
}

/// <summary>
/// The authority of the house, which issues what is requested. One for all accounts: whoever trusts the house trusts one
/// root. Stored under <see cref="OnlyId"/> in <see cref="Scope"/>.
/// </summary>
public sealed record CertificateAuthorityDocument : IDocument<CertificateAuthorityDocument>
{
    public const string OnlyId = "root";

    public static string Kind => "acm/authority";

    public static bool IsSecret => true;

    public static DocumentScope Scope => new("000000000000", "aws-global");

    public static JsonTypeInfo<CertificateAuthorityDocument> TypeInfo =>
        CertificateJson.Default.CertificateAuthorityDocument;

    /// <summary>PEM, self-signed.</summary>
    public required string Certificate { get; init; }

    /// <summary>PKCS #8 in PEM.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(CertificateAuthorityDocument);
}

/// <summary>Settings of ACM in an account and region. Stored under <see cref="OnlyId"/>.</summary>
public sealed record CertificateSettingsDocument : IDocument<CertificateSettingsDocument>
{
    public const string OnlyId = "settings";

    public static string Kind => "acm/settings";

    public static JsonTypeInfo<CertificateSettingsDocument> TypeInfo =>
        CertificateJson.Default.CertificateSettingsDocument;

    /// <value>Days, 1 to 45.</value>
    public required int DaysBeforeExpiry { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CertificateDocument))]
[JsonSerializable(typeof(CertificateKeyDocument))]
[JsonSerializable(typeof(CertificateAuthorityDocument))]
[JsonSerializable(typeof(CertificateSettingsDocument))]
internal sealed partial class CertificateJson : JsonSerializerContext;
