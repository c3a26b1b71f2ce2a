using System.Collections.Immutable;

namespace Gatehouse.Model.ApisV2;

/// <summary>A whole HTTP or WebSocket API at one moment: what an import produces, what a deployment freezes.</summary>
public sealed record ApiV2Definition
{
    /// <summary>With its CORS configuration and disableExecuteApiEndpoint, which a deployment freezes too.</summary>
    public required ApiV2Document Api { get; init; }

    public required ImmutableArray<RouteV2Document> Routes { get; init; }

    public required ImmutableArray<IntegrationV2Document> Integrations { get; init; }

    public required ImmutableArray<AuthorizerV2Document> Authorizers { get; init; }

    /// <summary>WebSocket only; empty for HTTP.</summary>
    public required ImmutableArray<ModelV2Document> Models { get; init; }

    /// <summary>WebSocket only; empty for HTTP.</summary>
    public required ImmutableArray<RouteResponseV2Document> RouteResponses { get; init; }

    /// <summary>WebSocket only; empty for HTTP.</summary>
    public required ImmutableArray<IntegrationResponseV2Document> IntegrationResponses { get; init; }
}
