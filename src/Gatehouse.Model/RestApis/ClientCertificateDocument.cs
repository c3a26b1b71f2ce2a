using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>
/// A certificate that a stage shows to its backends: the public half. Stored under <c>{clientCertificateId}</c>.
/// </summary>
public sealed record ClientCertificateDocument : IDocument<ClientCertificateDocument>
{
    public static string Kind => "apigateway/clientcertificate";

    public static JsonTypeInfo<ClientCertificateDocument> TypeInfo =>
        BackendAccessJson.Default.ClientCertificateDocument;

    public required string ClientCertificateId { get; init; }

    public string? Description { get; init; }

    /// <summary>X.509, self-signed, RSA 2048.</summary>
    public required string PemEncodedCertificate { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <summary>Epoch seconds: 365 days after the creation.</summary>
    public required long ExpirationDate { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }
}

/// <summary>
/// The private half, apart from what operations read and answer, so that no answer can hold it. Stored under
/// <c>{clientCertificateId}</c>.
/// </summary>
public sealed record ClientCertificateKeyDocument : IDocument<ClientCertificateKeyDocument>
{
    public static string Kind => "apigateway/clientcertificatekey";

    public static bool IsSecret => true;

    public static JsonTypeInfo<ClientCertificateKeyDocument> TypeInfo =>
        BackendAccessJson.Default.ClientCertificateKeyDocument;

    /// <summary>PKCS #8 in PEM.</summary>
    public required string PemEncodedKey { get; init; }

    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(ClientCertificateKeyDocument);
}
