using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>Who calls with an access token (GetUser and its like; the userInfo endpoint).</summary>
internal static class AccessTokens
{
    public const string Expired = "Access Token has expired";
    public const string Revoked = "Access Token has been revoked";

    private const string Invalid = "Invalid Access Token";

    /// <param name="room">The pools.</param>
    /// <param name="text">The token.</param>
    /// <param name="scope">One that the token must have.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="Wire.Faults.ServiceFaultException">NotAuthorizedException.</exception>
    public static async ValueTask<SignedInUser> ReadAsync(
        CognitoRoom room, string text, string scope, CancellationToken cancellationToken)
    {
        var token = JsonWebToken.TryParse(text, out _) ?? throw CognitoFaults.NotAuthorized(Invalid);
        var claims = token.Claims;
        if (claims.Issuer is not { } issuer || room.Directory.FindPool(issuer) is not { } poolId
            || room.Directory.Find(poolId) is not { } place || room.Directory.FindKeys(poolId) is not { } keys
            || TokenVerifier.CheckSignature(token, keys, TokenAlgorithms.RS256) != TokenFault.None
            || claims.FindText("token_use") != "access" || claims.FindText("client_id") is not { } clientId)
        {
            throw CognitoFaults.NotAuthorized(Invalid);
        }

        if (TokenVerifier.CheckDates(claims, room.Now) is not TokenFault.None and var fault)
        {
            throw CognitoFaults.NotAuthorized(fault == TokenFault.Expired ? Expired : Invalid);
        }

        if (!claims.Scopes("scope").Contains(scope, StringComparer.Ordinal))
        {
            throw CognitoFaults.NotAuthorized("Access Token does not have required scopes");
        }

        if (await room.FindPoolAsync(place, cancellationToken) is not { } pool
            || await pool.FindClientAsync(clientId, cancellationToken) is not { } client
            || claims.FindText("sub") is not { } sub || claims.FindText("origin_jti") is not { } origin)
        {
            throw CognitoFaults.NotAuthorized(Invalid);
        }

        var user = await pool.FindBySubAsync(sub, cancellationToken) ?? throw CognitoFaults.NoUser();
        if (!user.Value.IsEnabled)
        {
            throw CognitoFaults.Disabled();
        }

        if (await PoolSessions.FindAsync(pool, sub, origin, cancellationToken) is not { } session
            || session.Value.ClientId != clientId)
        {
            throw CognitoFaults.NotAuthorized(Revoked);
        }

        return new SignedInUser(new OpenedClient(pool, client), user, claims.Scopes("scope"));
    }
}

/// <param name="Client">The app.</param>
/// <param name="User">The user.</param>
/// <param name="Scopes">Of the token.</param>
internal sealed record SignedInUser(OpenedClient Client, Versioned<PoolUserDocument> User, string[] Scopes)
{
    public OpenedPool Pool => Client.Pool;
}
