using System.Text.Json.Nodes;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>The key set and the discovery document of a pool, under its issuer (security §6.4).</summary>
internal sealed class WellKnownPages(CognitoRoom room)
{
    private const string AmazonHosts = ".amazonaws.com";

    public async ValueTask<HostedAnswer> AnswerAsync(
        HostedRequest request, string poolId, CancellationToken cancellationToken)
    {
        if (!request.IsRead)
        {
            return HostedAnswer.MethodNotAllowed("GET");
        }

        if (request.Path.EndsWith("jwks.json", StringComparison.Ordinal))
        {
            return room.Directory.FindKeySet(poolId) is { } keys
                ? Open(new HostedAnswer { Status = 200, ContentType = "application/json", Body = keys })
                : HostedAnswer.Error("not_found", 404);
        }

        return room.Directory.Find(poolId) is { } place
            && await room.FindPoolAsync(place, cancellationToken) is { } pool
            ? Open(HostedAnswer.Json(200, Discovery(request, pool)))
            : HostedAnswer.Error("not_found", 404);
    }

    private static HostedAnswer Open(HostedAnswer answer) => answer.With("Access-Control-Allow-Origin", "*");

    private JsonObject Discovery(HostedRequest request, OpenedPool pool)
    {
        var issuer = room.Directory.IssuerOf(pool.Id);
        var keys = room.Directory.IssuerBase is null ? $"{request.BaseUrl}/{pool.Id}" : issuer;
        var pages = BaseOf(request, pool);
        return new JsonObject
        {
            ["authorization_endpoint"] = pages + "/oauth2/authorize",
            ["end_session_endpoint"] = pages + "/logout",
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["issuer"] = issuer,
            ["jwks_uri"] = keys + "/.well-known/jwks.json",
            ["response_types_supported"] = new JsonArray("code", "token"),
            ["revocation_endpoint"] = pages + "/oauth2/revoke",
            ["scopes_supported"] = new JsonArray("openid", "email", "phone", "profile"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["token_endpoint"] = pages + "/oauth2/token",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
            ["userinfo_endpoint"] = pages + "/oauth2/userInfo",
        };
    }

    /// <summary>
    /// Where the pages are: the pool's domain for whoever asks by Amazon's names, otherwise this server's own name, which
    /// needs no DNS.
    /// </summary>
    private string BaseOf(HostedRequest request, OpenedPool pool)
    {
        if (room.Directory.IssuerBase is { } chosen)
        {
            return chosen;
        }

        if (!request.HostName.EndsWith(AmazonHosts, StringComparison.OrdinalIgnoreCase))
        {
            return request.BaseUrl;
        }

        return pool.Value.CustomDomain is { } custom ? $"https://{custom}"
            : pool.Value.Domain is { } domain ? $"https://{domain}.auth.{pool.Scope.Region}.amazoncognito.com"
            : request.BaseUrl;
    }
}
