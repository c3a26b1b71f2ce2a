using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>
/// One node of an API's path tree with its methods. Stored under <c>{apiId}/{resourceId}</c>. The full path is derived
/// from the parents, never stored, so that moving a subtree is one write.
/// </summary>
public sealed record ResourceDocument : IDocument<ResourceDocument>
{
    public static string Kind => "apigateway/resource";

    public static JsonTypeInfo<ResourceDocument> TypeInfo => RestApiJson.Default.ResourceDocument;

    public required string Id { get; init; }

    /// <summary>Absent on the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>A literal, <c>{name}</c> or <c>{name+}</c>. Absent on the root.</summary>
    public string? PathPart { get; init; }

    /// <summary>By verb, upper case; <c>ANY</c> stands for all seven.</summary>
    public ImmutableSortedDictionary<string, MethodDocument> ResourceMethods { get; init; } =
        ImmutableSortedDictionary<string, MethodDocument>.Empty;
}

/// <summary>What one verb on a resource asks of its caller, and what stands behind it.</summary>
public sealed record MethodDocument
{
    public required string HttpMethod { get; init; }

    /// <value>NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS.</value>
    public required string AuthorizationType { get; init; }

    public string? AuthorizerId { get; init; }

    public ImmutableArray<string>? AuthorizationScopes { get; init; }

    public bool ApiKeyRequired { get; init; }

    public string? OperationName { get; init; }

    public string? RequestValidatorId { get; init; }

    /// <summary><c>method.request.{path|querystring|header}.{name}</c> to whether it is required.</summary>
    public ImmutableSortedDictionary<string, bool>? RequestParameters { get; init; }

    /// <summary>Content type to model name.</summary>
    public ImmutableSortedDictionary<string, string>? RequestModels { get; init; }

    public ImmutableSortedDictionary<string, MethodResponseDocument>? MethodResponses { get; init; }

    public IntegrationDocument? MethodIntegration { get; init; }
}

/// <summary>A response that the method declares.</summary>
public sealed record MethodResponseDocument
{
    /// <summary>Three digits matching <c>[1-5]\d\d</c>.</summary>
    public required string StatusCode { get; init; }

    /// <summary><c>method.response.header.{name}</c> to whether it is required (never enforced, as on AWS).</summary>
    public ImmutableSortedDictionary<string, bool>? ResponseParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseModels { get; init; }
}

/// <summary>The backend of a method.</summary>
public sealed record IntegrationDocument
{
    /// <value>AWS, AWS_PROXY, HTTP, HTTP_PROXY or MOCK.</value>
    public required string Type { get; init; }

    /// <summary>The verb toward the backend; <c>ANY</c> or absent passes the caller's.</summary>
    public string? HttpMethod { get; init; }

    public string? Uri { get; init; }

    /// <value>INTERNET or VPC_LINK; absent for AWS types.</value>
    public string? ConnectionType { get; init; }

    public string? ConnectionId { get; init; }

    public string? IntegrationTarget { get; init; }

    public string? Credentials { get; init; }

    /// <summary><c>integration.request.{path|querystring|header}.{name}</c> to a source expression.</summary>
    public ImmutableSortedDictionary<string, string>? RequestParameters { get; init; }

    /// <summary>Content type to VTL; a null value passes the input through.</summary>
    public ImmutableSortedDictionary<string, string?>? RequestTemplates { get; init; }

    /// <value>WHEN_NO_MATCH, WHEN_NO_TEMPLATES or NEVER. Default WHEN_NO_MATCH.</value>
    public string PassthroughBehavior { get; init; } = "WHEN_NO_MATCH";

    /// <value>CONVERT_TO_BINARY, CONVERT_TO_TEXT or absent.</value>
    public string? ContentHandling { get; init; }

    /// <value>Milliseconds, 50 to 29,000 (900,000 with STREAM). Default 29,000.</value>
    public int TimeoutInMillis { get; init; } = 29_000;

    public string? CacheNamespace { get; init; }

    public ImmutableArray<string> CacheKeyParameters { get; init; } = [];

    public TlsConfig? TlsConfig { get; init; }

    /// <value>BUFFERED, STREAM or absent (BUFFERED).</value>
    public string? ResponseTransferMode { get; init; }

    public ImmutableSortedDictionary<string, IntegrationResponseDocument>? IntegrationResponses { get; init; }
}

/// <summary>How the gateway checks the backend's certificate.</summary>
public sealed record TlsConfig
{
    /// <summary>Skips the issuer's trust only; name and dates are still checked (as AWS documents it).</summary>
    public bool InsecureSkipVerification { get; init; }
}

/// <summary>How a backend's answer becomes the method's.</summary>
public sealed record IntegrationResponseDocument
{
    public required string StatusCode { get; init; }

    /// <summary>A Java regular expression matched against the whole value; absent or empty is the default response.</summary>
    public string? SelectionPattern { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseParameters { get; init; }

    public ImmutableSortedDictionary<string, string?>? ResponseTemplates { get; init; }

    public string? ContentHandling { get; init; }
}
