using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>Who decides whether a caller may pass. Stored under <c>{apiId}/{authorizerId}</c>.</summary>
public sealed record AuthorizerV2Document : IDocument<AuthorizerV2Document>
{
    public const string Jwt = "JWT";

    public const string Request = "REQUEST";

    public static string Kind => "apigatewayv2/authorizer";

    public static JsonTypeInfo<AuthorizerV2Document> TypeInfo => ApiV2Json.Default.AuthorizerV2Document;

    public required string AuthorizerId { get; init; }

    /// <summary>Its own within the API.</summary>
    public required string Name { get; init; }

    /// <value>JWT or REQUEST.</value>
    public required string AuthorizerType { get; init; }

    /// <summary>Exactly one for JWT; for REQUEST all of them must be there, and none means: always ask.</summary>
    public required ImmutableArray<string> IdentitySource { get; init; }

    public JwtConfiguration? JwtConfiguration { get; init; }

    /// <summary>REQUEST only: the function, in the long form of its ARN.</summary>
    public string? AuthorizerUri { get; init; }

    /// <value>REQUEST only: 1.0 or 2.0 on HTTP APIs.</value>
    public string? AuthorizerPayloadFormatVersion { get; init; }

    /// <summary>REQUEST with 2.0 only; absent means false.</summary>
    public bool? EnableSimpleResponses { get; init; }

    /// <value>REQUEST only: seconds, 0 to 3,600; 0 is no caching. Filled on every REQUEST authorizer of an HTTP API.</value>
    public int? AuthorizerResultTtlInSeconds { get; init; }

    /// <summary>REQUEST only: a role; absent means that the function's own policy lets the gateway in.</summary>
    public string? AuthorizerCredentialsArn { get; init; }

    /// <summary>Stored, never used (http-api §2).</summary>
    public string? IdentityValidationExpression { get; init; }
}

/// <summary>Whose tokens are taken.</summary>
public sealed record JwtConfiguration
{
    /// <summary>Compared exactly; a trailing slash counts.</summary>
    public string? Issuer { get; init; }

    public ImmutableArray<string>? Audience { get; init; }
}

/// <summary>WebSocket only: a JSON schema for messages. Stored under <c>{apiId}/{modelId}</c>.</summary>
public sealed record ModelV2Document : IDocument<ModelV2Document>
{
    public static string Kind => "apigatewayv2/model";

    public static JsonTypeInfo<ModelV2Document> TypeInfo => ApiV2Json.Default.ModelV2Document;

    public required string ModelId { get; init; }

    public required string Name { get; init; }

    public required string Schema { get; init; }

    public string? ContentType { get; init; }

    public string? Description { get; init; }
}
