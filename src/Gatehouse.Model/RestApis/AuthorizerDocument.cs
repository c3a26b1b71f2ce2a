using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>Who decides whether a caller may pass. Stored under <c>{apiId}/{id}</c>.</summary>
public sealed record AuthorizerDocument : IDocument<AuthorizerDocument>
{
    public static string Kind => "apigateway/authorizer";

    public static JsonTypeInfo<AuthorizerDocument> TypeInfo => RestApiJson.Default.AuthorizerDocument;

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <value>TOKEN, REQUEST or COGNITO_USER_POOLS.</value>
    public required string Type { get; init; }

    public ImmutableArray<string>? ProviderARNs { get; init; }

    public string? AuthType { get; init; }

    public string? AuthorizerUri { get; init; }

    public string? AuthorizerCredentials { get; init; }

    public string? IdentitySource { get; init; }

    public string? IdentityValidationExpression { get; init; }

    /// <value>Seconds, 0 to 3,600. Default 300.</value>
    public int? AuthorizerResultTtlInSeconds { get; init; }
}

/// <summary>A customised gateway response. Stored under <c>{apiId}/{responseType}</c>.</summary>
public sealed record GatewayResponseDocument : IDocument<GatewayResponseDocument>
{
    public static string Kind => "apigateway/gatewayresponse";

    public static JsonTypeInfo<GatewayResponseDocument> TypeInfo => RestApiJson.Default.GatewayResponseDocument;

    public required string ResponseType { get; init; }

    public string? StatusCode { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseParameters { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseTemplates { get; init; }
}
