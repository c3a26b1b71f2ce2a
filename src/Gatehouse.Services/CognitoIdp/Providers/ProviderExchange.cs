using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Providers;

/// <summary>Turns a provider's code into what it says of the user.</summary>
internal sealed class ProviderExchange(IProviderClient http, DateTimeOffset now)
{
    /// <returns>The claims, or what the app is told (security §6.5).</returns>
    public async ValueTask<(JsonObject? Claims, string? Problem)> RedeemAsync(
        PoolProviderDocument provider, string code, string redirect, string verifier, string nonce,
        CancellationToken cancellationToken)
    {
        if (await ProviderEndpoints.FindAsync(http, provider, cancellationToken) is not { } endpoints)
        {
            return (null, $"{provider.Name} Error - discovery");
        }

        var answer = await http.PostFormAsync(
            endpoints.Token, null,
            [
                new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirect),
                new("client_id", provider.Details["client_id"]),
                new("client_secret", provider.Details.GetValueOrDefault("client_secret") ?? ""), new("code_verifier", verifier),
            ],
            cancellationToken);
        if (answer.Status == 0)
        {
            return (null, "Timeout occurred in calling IdP token endpoint");
        }

        if (answer.Status != 200 || ProviderEndpoints.Json(answer.Body) is not { } tokens)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture, $"{provider.Name} Error - {answer.Status} error getting token"));
        }

        return endpoints.Issuer is null
            ? await AskAsync(provider, endpoints, tokens, [], cancellationToken)
            : await VerifyAsync(provider, endpoints, tokens, nonce, cancellationToken);
    }

    /// <summary>An OIDC provider: its ID token first, then what its userInfo endpoint adds about the same subject.</summary>
    private async ValueTask<(JsonObject? Claims, string? Problem)> VerifyAsync(
        PoolProviderDocument provider, ProviderEndpoints endpoints, JsonObject tokens, string nonce,
        CancellationToken cancellationToken)
    {
        if (ProviderEndpoints.Text(tokens, "id_token") is not { } token
            || await http.VerifyAsync(token, endpoints.Issuer!, endpoints.Keys, cancellationToken) is not { } verified
            || ProviderEndpoints.Json(verified) is not { } claims || !IsForUs(claims, provider.Details["client_id"], nonce))
        {
            return (null, $"{provider.Name} Error - the ID token is not valid");
        }

        return endpoints.UserInfo is null
            ? (claims, null)
            : await AskAsync(provider, endpoints, tokens, claims, cancellationToken);
    }

    private async ValueTask<(JsonObject? Claims, string? Problem)> AskAsync(
        PoolProviderDocument provider, ProviderEndpoints endpoints, JsonObject tokens, JsonObject claims,
        CancellationToken cancellationToken)
    {
        if (ProviderEndpoints.Text(tokens, "access_token") is not { } access || endpoints.UserInfo is not { } address)
        {
            return claims.Count > 0 ? (claims, null) : (null, $"{provider.Name} Error - no attributes");
        }

        var answer = await http.GetAsync(address, access, cancellationToken);
        if (answer.Status != 200 || ProviderEndpoints.Json(answer.Body) is not { } told)
        {
            return claims.Count > 0 ? (claims, null) : (null, $"{provider.Name} Error - {answer.Status} error getting attributes");
        }

        // What is told of somebody else is not added (OIDC Core §5.3.2).
        if (claims["sub"] is { } subject && told["sub"]?.ToString() != subject.ToString())
        {
            return (null, $"{provider.Name} Error - attributes of another subject");
        }

        foreach (var (name, value) in told)
        {
            claims[name] ??= value?.DeepClone();
        }

        return (claims, null);
    }

    /// <summary>Audience, authorized party, nonce and the end (OIDC Core §3.1.3.7).</summary>
    private bool IsForUs(JsonObject claims, string clientId, string nonce)
    {
        var isAudience = claims["aud"] switch
        {
            JsonArray list => list.Any(one => one?.ToString() == clientId) && (list.Count == 1 || claims["azp"]?.ToString() == clientId),
            JsonValue one => one.ToString() == clientId,
            _ => false,
        };
        return isAudience && ProviderEndpoints.Text(claims, "nonce") is { } sent && SecretHash.AreEqual(sent, nonce)
            && claims["exp"] is JsonValue end && end.TryGetValue<double>(out var seconds) && seconds > now.ToUnixTimeSeconds();
    }
}
