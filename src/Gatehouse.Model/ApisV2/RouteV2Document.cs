using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.ApisV2;

/// <summary>
/// One route with its own document, so that the three hundredth is written as fast as the first. Stored under
/// <c>{apiId}/{routeId}</c>.
/// </summary>
public sealed record RouteV2Document : IDocument<RouteV2Document>
{
    public const string TargetPrefix = "integrations/";

    public static string Kind => "apigatewayv2/route";

    public static JsonTypeInfo<RouteV2Document> TypeInfo => ApiV2Json.Default.RouteV2Document;

    public required string RouteId { get; init; }

    /// <value>HTTP: <c>$default</c> or <c>{METHOD} {path}</c> (<see cref="HttpRouteKey"/>). WebSocket: a selection key.</value>
    public required string RouteKey { get; init; }

    /// <summary>WebSocket only; false on HTTP APIs.</summary>
    public required bool ApiKeyRequired { get; init; }

    /// <value>NONE, AWS_IAM, CUSTOM or JWT.</value>
    public required string AuthorizationType { get; init; }

    public string? AuthorizerId { get; init; }

    public ImmutableArray<string>? AuthorizationScopes { get; init; }

    public string? OperationName { get; init; }

    /// <value><c>integrations/{integrationId}</c>; a route without one answers 500.</value>
    public string? Target { get; init; }

    /// <summary>Made by quick create; absent on every other route.</summary>
    public bool? ApiGatewayManaged { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? ModelSelectionExpression { get; init; }

    /// <summary>WebSocket only: model names by key.</summary>
    public ImmutableSortedDictionary<string, string>? RequestModels { get; init; }

    /// <summary>WebSocket only.</summary>
    public ImmutableSortedDictionary<string, ParameterConstraints>? RequestParameters { get; init; }

    /// <summary>WebSocket only.</summary>
    public string? RouteResponseSelectionExpression { get; init; }

    /// <summary>The id within <see cref="Target"/>, or <see langword="null"/> when the route has no integration.</summary>
    public string? IntegrationId() => Target?[TargetPrefix.Length..];
}

/// <summary>What is asked of a parameter.</summary>
public sealed record ParameterConstraints
{
    public bool? Required { get; init; }
}

/// <summary>WebSocket only: what a route sends back. Stored under <c>{apiId}/{routeId}/{routeResponseId}</c>.</summary>
public sealed record RouteResponseV2Document : IDocument<RouteResponseV2Document>
{
    public static string Kind => "apigatewayv2/routeresponse";

    public static JsonTypeInfo<RouteResponseV2Document> TypeInfo => ApiV2Json.Default.RouteResponseV2Document;

    public required string RouteId { get; init; }

    public required string RouteResponseId { get; init; }

    public required string RouteResponseKey { get; init; }

    public string? ModelSelectionExpression { get; init; }

    public ImmutableSortedDictionary<string, string>? ResponseModels { get; init; }

    public ImmutableSortedDictionary<string, ParameterConstraints>? ResponseParameters { get; init; }
}
