using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The API, of either service: version 1 of the API calls the member so.</summary>
    public required string RestApiId { get; init; }

    /// <summary>
    /// How version 2 of the API names the mapping; absent on mappings that were stored before it was, which
    /// <see cref="MappingId"/> answers for.
    /// </summary>
    public string? ApiMappingId { get; init; }

    /// <summary>Absent: the client names the stage in the segment after the base path.</summary>
    public string? Stage { get; init; }

    /// <summary>The stored id, or one that follows from the base path and so stays the same for every reader.</summary>
    public string MappingId()
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        if (ApiMappingId is not null)
        {
            return ApiMappingId;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(BasePath));
        return string.Create(6, hash, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = alphabet[bytes[i] % alphabet.Length];
            }
        });
    }
}
