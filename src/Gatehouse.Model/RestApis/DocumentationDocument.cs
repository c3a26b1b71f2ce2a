using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>The place in an API that a documentation part describes; what does not apply to its type is absent.</summary>
public sealed record DocumentationLocation
{
    /// <value>API, AUTHORIZER, MODEL, RESOURCE, METHOD, PATH_PARAMETER, QUERY_PARAMETER, REQUEST_HEADER, REQUEST_BODY,
    /// RESPONSE, RESPONSE_HEADER or RESPONSE_BODY.</value>
    public required string Type { get; init; }

    /// <summary>A resource's path; <c>/</c> and all below it when it was not given.</summary>
    public string? Path { get; init; }

    /// <summary>A verb, or <c>*</c> for all.</summary>
    public string? Method { get; init; }

    /// <summary>A status code, or <c>*</c> for all.</summary>
    public string? StatusCode { get; init; }

    public string? Name { get; init; }
}

/// <summary>What is said about one place of an API. Stored under <c>{apiId}/{id}</c>.</summary>
public sealed record DocumentationPartDocument : IDocument<DocumentationPartDocument>
{
    public static string Kind => "apigateway/documentationpart";

    public static JsonTypeInfo<DocumentationPartDocument> TypeInfo => RestApiJson.Default.DocumentationPartDocument;

    public required string Id { get; init; }

    public required DocumentationLocation Location { get; init; }

    /// <summary>A JSON object as text.</summary>
    public required string Properties { get; init; }
}

/// <summary>A published documentation by its name. Stored under <c>{apiId}/{version}</c>.</summary>
public sealed record DocumentationVersionDocument : IDocument<DocumentationVersionDocument>
{
    public static string Kind => "apigateway/documentationversion";

    public static JsonTypeInfo<DocumentationVersionDocument> TypeInfo =>
        RestApiJson.Default.DocumentationVersionDocument;

    public required string Version { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    public string? Description { get; init; }
}

/// <summary>
/// The parts that a version froze, immutable. Stored under <c>{apiId}/{version}</c>, apart from
/// <see cref="DocumentationVersionDocument"/> because listing versions must not read their parts.
/// </summary>
public sealed record DocumentationSnapshotDocument : IDocument<DocumentationSnapshotDocument>
{
    public static string Kind => "apigateway/documentationsnapshot";

    public static JsonTypeInfo<DocumentationSnapshotDocument> TypeInfo =>
        RestApiJson.Default.DocumentationSnapshotDocument;

    public required ImmutableArray<DocumentationPartDocument> Parts { get; init; }
}
