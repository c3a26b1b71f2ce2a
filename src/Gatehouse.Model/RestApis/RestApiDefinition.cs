using System.Collections.Immutable;

namespace Gatehouse.Model.RestApis;

/// <summary>
/// A whole REST API at one moment: what an import produces, what a deployment freezes, what the data plane compiles.
/// </summary>
/// <remarks>What is frozen and what stays live: the developer guide, "Updates to a REST API that require redeployment".</remarks>
public sealed record RestApiDefinition
{
    public required RestApiDocument Api { get; init; }

    /// <summary>All resources, the root among them.</summary>
    public required ImmutableArray<ResourceDocument> Resources { get; init; }

    public ImmutableArray<ModelDocument> Models { get; init; } = [];

    public ImmutableArray<RequestValidatorDocument> RequestValidators { get; init; } = [];

    public ImmutableArray<AuthorizerDocument> Authorizers { get; init; } = [];

    public ImmutableArray<GatewayResponseDocument> GatewayResponses { get; init; } = [];
}
