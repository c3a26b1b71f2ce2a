using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>A REST API as its management API shows it, without its parts. Stored under its id.</summary>
public sealed record RestApiDocument : IDocument<RestApiDocument>
{
    public static string Kind => "apigateway/restapi";

    public static JsonTypeInfo<RestApiDocument> TypeInfo => RestApiJson.Default.RestApiDocument;

    /// <summary>Ten lower-case letters and digits, or the caller's <c>_custom_id_</c> tag.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    public required string RootResourceId { get; init; }

    public ImmutableArray<string>? BinaryMediaTypes { get; init; }

    /// <summary>Bytes, 0 to 10,485,760; <see langword="null"/> means that nothing is compressed.</summary>
    public int? MinimumCompressionSize { get; init; }

    /// <value>HEADER or AUTHORIZER. Default HEADER.</value>
    public string ApiKeySource { get; init; } = "HEADER";

    public EndpointConfiguration EndpointConfiguration { get; init; } = new();

    /// <summary>The resource policy, clean JSON text (the management API escapes it once more on the way out).</summary>
    public string? Policy { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    public bool DisableExecuteApiEndpoint { get; init; }

    public string? SecurityPolicy { get; init; }

    public string? EndpointAccessMode { get; init; }

    public string ApiStatus { get; init; } = "AVAILABLE";
}

/// <summary>Where a REST API is reached from.</summary>
public sealed record EndpointConfiguration
{
    /// <value>Exactly one of EDGE, REGIONAL, PRIVATE. Default EDGE.</value>
    public ImmutableArray<string> Types { get; init; } = ["EDGE"];

    public string? IpAddressType { get; init; }

    public ImmutableArray<string>? VpcEndpointIds { get; init; }
}
