using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>Issues tokens: two signed ones, and one that only this house can read (security §6.3).</summary>
internal sealed class PoolTokens(CognitoRoom room)
{
    public const string UserScope = "aws.cognito.signin.user.admin";

    private const string RefreshPurpose = "refresh token";

    /// <summary>Begins a session after a sign-in.</summary>
    public async ValueTask<IssuedTokens> BeginAsync(
        OpenedClient client, PoolUserDocument user, TokenOrder order, CancellationToken cancellationToken)
    {
        var origin = room.Ids.Uuid();
        var authenticated = order.Authenticated ?? room.Now;
        var session = new PoolSessionDocument
        {
            ClientId = client.Id,
            Authenticated = authenticated,
            Expires = room.Now + client.RefreshLifetime,
            Scopes = [.. order.Scopes],
            Generation = 1,
        };
        await PoolSessions.OpenAsync(client.Pool, user.Sub, origin, session, cancellationToken);
        var issued = await IssueAsync(client, user, order with { Authenticated = authenticated }, origin, cancellationToken);
        return issued with { Refresh = RefreshToken(client, user, origin, session) };
    }

    /// <summary>New tokens for an old session.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="token">The refresh token.</param>
    /// <param name="hash">The SECRET_HASH, where the client's secret is proved by it.</param>
    /// <param name="isProved">The client proved its secret in another way.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<IssuedTokens> RefreshAsync(
        OpenedClient client, string token, string? hash, bool isProved, CancellationToken cancellationToken)
    {
        var found = await FindRefreshAsync(client, token, cancellationToken)
            ?? throw CognitoFaults.NotAuthorized("Invalid Refresh Token");
        var (user, session, origin, generation) = found;
        if (!isProved)
        {
            client.RequireSecretHash(hash, user.Value.Username, user.Value.Sub);
        }

        if (!user.Value.IsEnabled)
        {
            throw CognitoFaults.Disabled();
        }

        var order = new TokenOrder
        {
            Scopes = [.. session.Value.Scopes],
            Authenticated = session.Value.Authenticated,
            IsHosted = session.Value.Scopes is not [UserScope],
        };
        if (!client.Rotates)
        {
            return await IssueAsync(client, user.Value, order, origin, cancellationToken);
        }

        var fresh = await RotateAsync(client, session, generation, cancellationToken);
        var issued = await IssueAsync(client, user.Value, order, origin, cancellationToken);
        return issued with { Refresh = RefreshToken(client, user.Value, origin, fresh) };
    }

    /// <returns><see langword="false"/> when the token is nothing of this client's.</returns>
    public async ValueTask<bool> RevokeAsync(OpenedClient client, string token, CancellationToken cancellationToken)
    {
        if (await FindRefreshAsync(client, token, cancellationToken) is not { } found)
        {
            return false;
        }

        await room.CommitAsync(
            client.Pool.Batch().DeleteIfPresent<PoolSessionDocument>(found.Session.Id), cancellationToken);
        return true;
    }

    /// <summary>An access token of the client itself (client_credentials).</summary>
    public async ValueTask<IssuedTokens> IssueToClientAsync(
        OpenedClient client, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var claims = Common(client, "access", client.AccessLifetime, room.Now);
        claims["sub"] = client.Id;
        claims["client_id"] = client.Id;
        claims["scope"] = string.Join(' ', scopes);
        claims["version"] = 2;
        var keys = await client.Pool.KeysAsync(cancellationToken);
        return new IssuedTokens(
            Sign(keys, PoolKeys.AccessUse, claims), null, null, (int)client.AccessLifetime.TotalSeconds);
    }

    /// <summary>A new generation, unless the token is an old one: then whoever has it stole it, or lost the answer.</summary>
    private async ValueTask<PoolSessionDocument> RotateAsync(
        OpenedClient client, Versioned<PoolSessionDocument> session, int generation, CancellationToken cancellationToken)
    {
        var (stored, now) = (session.Value, room.Now);
        if (generation != stored.Generation)
        {
            var isLate = generation == stored.Generation - 1 && stored.Rotated is { } at && now - at <= client.RotationGrace;
            return isLate
                ? stored
                : throw CognitoFaults.Of("RefreshTokenReuseException", "Refresh Token has been reused");
        }

        var fresh = stored with { Generation = stored.Generation + 1, Rotated = now };
        await room.CommitAsync(client.Pool.Batch().Replace(session, fresh), cancellationToken);
        return fresh;
    }

    private async ValueTask<(Versioned<PoolUserDocument> User, Versioned<PoolSessionDocument> Session, string Origin, int Generation)?>
        FindRefreshAsync(OpenedClient client, string token, CancellationToken cancellationToken)
    {
        if (room.Seals.Open(RefreshPurpose, client.Id, token) is not { } state
            || state["p"]!.GetValue<string>() != client.Pool.Id)
        {
            return null;
        }

        var (sub, origin) = (state["s"]!.GetValue<string>(), state["o"]!.GetValue<string>());
        if (await client.Pool.FindBySubAsync(sub, cancellationToken) is not { } user)
        {
            return null;
        }

        return await PoolSessions.FindAsync(client.Pool, sub, origin, cancellationToken) is { } session
            && session.Value.ClientId == client.Id && session.Value.Expires > room.Now
            ? (user, session, origin, state["g"]!.GetValue<int>())
            : throw CognitoFaults.NotAuthorized("Refresh Token has been revoked");
    }

    private string RefreshToken(OpenedClient client, PoolUserDocument user, string origin, PoolSessionDocument session) =>
        room.Seals.Seal(
            RefreshPurpose, client.Id,
            new JsonObject { ["p"] = client.Pool.Id, ["s"] = user.Sub, ["o"] = origin, ["g"] = session.Generation },
            session.Expires);

    private async ValueTask<IssuedTokens> IssueAsync(
        OpenedClient client, PoolUserDocument user, TokenOrder order, string origin, CancellationToken cancellationToken)
    {
        var keys = await client.Pool.KeysAsync(cancellationToken);
        var groups = await GroupsAsync(client.Pool, user, cancellationToken);
        var @event = room.Ids.Uuid();
        var access = Common(client, "access", client.AccessLifetime, order.Authenticated!.Value);
        AddUser(access, user, groups, origin, @event, "username");
        access["client_id"] = client.Id;
        access["scope"] = string.Join(' ', order.Scopes);
        if (order.IsHosted)
        {
            access["version"] = 2;
        }

        var accessToken = Sign(keys, PoolKeys.AccessUse, access);
        if (order.IsHosted && !order.Scopes.Contains("openid", StringComparer.Ordinal))
        {
            return new IssuedTokens(accessToken, null, null, (int)client.AccessLifetime.TotalSeconds);
        }

        var id = Common(client, "id", client.IdLifetime, order.Authenticated!.Value);
        AddUser(id, user, groups, origin, @event, "cognito:username");
        id["aud"] = client.Id;
        AddRoles(id, groups);
        IdClaims.Add(id, client, user, order.Scopes);
        if (order.Nonce is { } nonce)
        {
            id["nonce"] = nonce;
        }

        if (order.IsHosted)
        {
            // Half of the hash of the access token (OIDC Core §3.1.3.6).
            id["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
        }

        return new IssuedTokens(
            accessToken, Sign(keys, PoolKeys.IdUse, id), null, (int)client.AccessLifetime.TotalSeconds);
    }

    private JsonObject Common(OpenedClient client, string use, TimeSpan lifetime, DateTimeOffset authenticated)
    {
        var now = room.Now.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = room.Directory.IssuerOf(client.Pool.Id),
            ["token_use"] = use,
            ["auth_time"] = authenticated.ToUnixTimeSeconds(),
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["iat"] = now,
            ["jti"] = room.Ids.Uuid(),
        };
    }

    private static void AddUser(
        JsonObject claims, PoolUserDocument user, List<PoolGroupDocument> groups, string origin, string @event, string name)
    {
        claims["sub"] = user.Sub;
        claims[name] = user.Username;
        claims["origin_jti"] = origin;
        claims["event_id"] = @event;
        if (groups.Count > 0)
        {
            claims["cognito:groups"] = new JsonArray([.. groups.Select(static group => (JsonNode)group.Name)]);
        }
    }

    /// <summary>
    /// The roles of the groups; the preferred one is that of the least precedence, unless two share it.
    /// </summary>
    private static void AddRoles(JsonObject claims, List<PoolGroupDocument> groups)
    {
        var roles = groups.Where(static group => group.RoleArn is not null).ToList();
        if (roles.Count == 0)
        {
            return;
        }

        claims["cognito:roles"] = new JsonArray([.. roles.Select(static group => (JsonNode)group.RoleArn!).ToArray()]);
        var least = roles.Min(static group => group.Precedence ?? int.MaxValue);
        var first = roles.Where(group => (group.Precedence ?? int.MaxValue) == least)
            .Select(static group => group.RoleArn!).Distinct(StringComparer.Ordinal).ToList();
        if (first.Count == 1)
        {
            claims["cognito:preferred_role"] = first[0];
        }
    }

    private static async ValueTask<List<PoolGroupDocument>> GroupsAsync(
        OpenedPool pool, PoolUserDocument user, CancellationToken cancellationToken)
    {
        var groups = new List<PoolGroupDocument>();
        foreach (var name in user.Groups)
        {
            if (await pool.FindAsync<PoolGroupDocument>(name, cancellationToken) is { } group)
            {
                groups.Add(group.Value);
            }
        }

        groups.Sort(static (a, b) => (a.Precedence ?? int.MaxValue).CompareTo(b.Precedence ?? int.MaxValue));
        return groups;
    }

    private static string Sign(UserPoolKeysDocument keys, string use, JsonObject claims) =>
        SignedToken.Create(PoolKeys.Signing(keys, use), claims);
}
