using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Domains;

/// <summary>Leads a path of a custom domain to an API. Stored under <c>{domain key}/{base path}</c>.</summary>
public sealed record BasePathMappingDocument : IDocument<BasePathMappingDocument>
{
    /// <summary>The base path of a mapping that takes what no other takes.</summary>
    public const string None = "(none)";

    public static string Kind => "apigateway/basepathmapping";

    public static JsonTypeInfo<BasePathMappingDocument> TypeInfo => DomainJson.Default.BasePathMappingDocument;

    /// <summary>Without slashes around it; one made through version 2 of the API may have several segments.</summary>
    public required string BasePath { get; init; }

    public required string RestApiId { get; init; }

    /// <summary>Absent: the client names the stage in the segment after the base path.</summary>
    public string? Stage { get; init; }
}
