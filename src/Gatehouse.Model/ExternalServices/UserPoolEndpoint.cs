namespace Gatehouse.Model.ExternalServices;

/// <summary>Where user pools are that are not Amazon's.</summary>
/// <param name="Endpoint">The keys of a pool are at <c>{endpoint}/{pool}/.well-known/jwks.json</c>.</param>
/// <param name="Issuer">
/// What the pools' tokens name as their issuer, without the pool's id; <see langword="null"/> takes the endpoint, and
/// Amazon's own name of the pool beside it.
/// </param>
public sealed record UserPoolEndpoint(Uri Endpoint, string? Issuer);
