using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Domains;

/// <summary>
/// The bundle of a domain with mutual TLS, as it was when the domain was last changed (security §9.1): what happens to the
/// object afterwards changes nothing, and no request waits for a store. Stored under the domain's key.
/// </summary>
public sealed record TruststoreDocument : IDocument<TruststoreDocument>
{
    public static string Kind => "apigateway/truststore";

    public static JsonTypeInfo<TruststoreDocument> TypeInfo => DomainJson.Default.TruststoreDocument;

    /// <summary>Where it came from.</summary>
    public required string Uri { get; init; }

    public string? Version { get; init; }

    /// <summary>PEM; certificates of authorities only.</summary>
    public required string Pem { get; init; }
}
