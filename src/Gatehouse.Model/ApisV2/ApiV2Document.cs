using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>An HTTP or WebSocket API as its management API shows it, without its parts. Stored under its id.</summary>
/// <remarks>Members that the operations always fill are required: a reader never meets a default of this type.</remarks>
public sealed record ApiV2Document : IDocument<ApiV2Document>
{
    public const string Http = "HTTP";

    public const string WebSocket = "WEBSOCKET";

    public static string Kind => "apigatewayv2/api";

    public static JsonTypeInfo<ApiV2Document> TypeInfo => ApiV2Json.Default.ApiV2Document;

    /// <summary>Ten lower-case letters and digits, or the caller's <c>_custom_id_</c> tag.</summary>
    public required string ApiId { get; init; }

    public required string Name { get; init; }

    /// <value>HTTP or WEBSOCKET; never changes.</value>
    public required string ProtocolType { get; init; }

    /// <summary>As the caller spelt it; for HTTP always method and path.</summary>
    public required string RouteSelectionExpression { get; init; }

    public required string ApiKeySelectionExpression { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public CorsConfiguration? CorsConfiguration { get; init; }

    public required bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>WebSocket only.</summary>
    public bool? DisableSchemaValidation { get; init; }

    /// <value>ipv4 or dualstack.</value>
    public required string IpAddressType { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <summary>Epoch seconds.</summary>
    public required long CreatedDate { get; init; }

    /// <summary>What the last import ignored.</summary>
    public ImmutableArray<string>? ImportInfo { get; init; }

    /// <summary>What the last import skipped.</summary>
    public ImmutableArray<string>? Warnings { get; init; }

    /// <summary>The parts that quick create made, which UpdateApi rewrites; absent on every other API.</summary>
    public QuickCreateParts? QuickCreate { get; init; }
}

/// <summary>The route and the integration of a quick create.</summary>
public sealed record QuickCreateParts
{
    public required string RouteId { get; init; }

    public required string IntegrationId { get; init; }
}

/// <summary>How the gateway answers browsers that ask whether they may call from another origin (http-api §3.2).</summary>
public sealed record CorsConfiguration
{
    public required bool AllowCredentials { get; init; }

    public ImmutableArray<string>? AllowHeaders { get; init; }

    /// <summary>In the case that the caller sent; compared without it.</summary>
    public ImmutableArray<string>? AllowMethods { get; init; }

    /// <value><c>*</c>, <c>https://*</c>, <c>http://*</c> or whole origins.</value>
    public ImmutableArray<string>? AllowOrigins { get; init; }

    public ImmutableArray<string>? ExposeHeaders { get; init; }

    /// <value>Seconds, -1 to 86,400; absent means no header.</value>
    public int? MaxAge { get; init; }
}

/// <summary>
/// Rewritten with every change to any part of an API, so that two edits which read the same parts cannot both succeed:
/// route keys stay unique, and a deployment is one moment. Stored under the API's id.
/// </summary>
public sealed record ApiV2EditionDocument : IDocument<ApiV2EditionDocument>
{
    public static string Kind => "apigatewayv2/apiedition";

    public static JsonTypeInfo<ApiV2EditionDocument> TypeInfo => ApiV2Json.Default.ApiV2EditionDocument;

    /// <summary>Counts the edits, for people who read the store.</summary>
    public required long Edits { get; init; }
}
