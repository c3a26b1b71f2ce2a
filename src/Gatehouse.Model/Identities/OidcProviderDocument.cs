using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>An issuer of tokens that roles may trust. The document's id is the host and path of its URL.</summary>
public sealed record OidcProviderDocument : IDocument<OidcProviderDocument>
{
    public static string Kind => "iam/oidcprovider";

    public static JsonTypeInfo<OidcProviderDocument> TypeInfo => IdentityJson.Default.OidcProviderDocument;

    /// <summary>With its scheme, as given.</summary>
    public required string Url { get; init; }

    public required ImmutableArray<string> ClientIds { get; init; }

    public required ImmutableArray<string> Thumbprints { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required ImmutableArray<IdentityTag> Tags { get; init; }

    /// <summary>Host and path, as in ARNs and context keys.</summary>
    public static string IdOf(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? url : url[(scheme + 3)..]).TrimEnd('/');
    }
}
