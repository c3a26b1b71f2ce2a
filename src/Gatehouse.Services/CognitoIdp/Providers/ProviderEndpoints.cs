using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Providers;

/// <summary>Where a provider is asked: as its owner said, as its kind says, or as it says itself (security §6.5).</summary>
internal sealed record ProviderEndpoints(string Authorize, string Token, string? UserInfo, string? Keys, string? Issuer)
{
    public static async ValueTask<ProviderEndpoints?> FindAsync(
        IProviderClient http, PoolProviderDocument provider, CancellationToken cancellationToken)
    {
        var details = provider.Details;
        var issuer = details.GetValueOrDefault("oidc_issuer");
        if (details.TryGetValue("authorize_url", out var authorize) && details.TryGetValue("token_url", out var token))
        {
            return new ProviderEndpoints(
                authorize, token, details.GetValueOrDefault("attributes_url"), details.GetValueOrDefault("jwks_uri"), issuer);
        }

        return issuer is null ? null : await DiscoverAsync(http, issuer, cancellationToken);
    }

    /// <summary>Spaces part scopes, but for Facebook, whose are parted by commas.</summary>
    public static string ScopesOf(PoolProviderDocument provider) =>
        provider.Details.GetValueOrDefault("authorize_scopes") ?? "openid";

    private static async ValueTask<ProviderEndpoints?> DiscoverAsync(
        IProviderClient http, string issuer, CancellationToken cancellationToken)
    {
        var answer = await http.GetAsync(
            issuer.TrimEnd('/') + "/.well-known/openid-configuration", null, cancellationToken);
        if (answer.Status != 200 || Json(answer.Body) is not { } document)
        {
            return null;
        }

        // The document must be the issuer's own (OIDC Discovery §4.3).
        return Text(document, "issuer") == issuer && Text(document, "authorization_endpoint") is { } authorize
            && Text(document, "token_endpoint") is { } token
            ? new ProviderEndpoints(authorize, token, Text(document, "userinfo_endpoint"), Text(document, "jwks_uri"), issuer)
            : null;
    }

    internal static JsonObject? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
