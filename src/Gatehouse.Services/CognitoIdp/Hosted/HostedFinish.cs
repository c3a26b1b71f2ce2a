using System.Globalization;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>Back to the app: with a code, or with the tokens themselves where the client has the implicit flow.</summary>
internal static class HostedFinish
{
    public static async ValueTask<HostedAnswer> BackAsync(
        AuthorizeRequest asked, Versioned<PoolUserDocument> user, DateTimeOffset authenticated,
        CancellationToken cancellationToken)
    {
        if (!asked.IsImplicit)
        {
            return await AuthorizationCodes.CreateAsync(asked, user, authenticated, cancellationToken) is { } code
                ? HostedAnswer.Redirect(
                    AuthorizeRequest.Append(asked.RedirectUri, isFragment: false, ("code", code), ("state", asked.State)))
                : asked.Fail("server_error");
        }

        var order = new TokenOrder
        {
            Scopes = asked.Scopes, Authenticated = authenticated, IsHosted = true, Nonce = asked.Nonce,
        };
        var tokens = await asked.Client.Pool.Room.Tokens.BeginAsync(asked.Client, user.Value, order, cancellationToken);

        // No refresh token reaches an address line (security §6.4).
        return HostedAnswer.Redirect(AuthorizeRequest.Append(
            asked.RedirectUri, isFragment: true, ("id_token", tokens.Id), ("access_token", tokens.Access),
            ("expires_in", tokens.ExpiresIn.ToString(CultureInfo.InvariantCulture)), ("token_type", "Bearer"),
            ("state", asked.State)));
    }
}
