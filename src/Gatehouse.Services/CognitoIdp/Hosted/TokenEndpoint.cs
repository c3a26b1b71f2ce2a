using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary><c>/oauth2/token</c>, <c>/oauth2/revoke</c> and <c>/oauth2/userInfo</c> (security §6.4; RFC 6749, RFC 7009).</summary>
internal sealed class TokenEndpoint(CognitoRoom room)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    public async ValueTask<HostedAnswer> TokenAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsPost)
        {
            return HostedAnswer.MethodNotAllowed("POST");
        }

        var (client, error) = await AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return Open(HostedAnswer.Error(error!));
        }

        var answer = request.FindField("grant_type") switch
        {
            "authorization_code" => await CodeAsync(client, request, cancellationToken),
            "refresh_token" => await RefreshAsync(client, request, cancellationToken),
            "client_credentials" => await ClientCredentialsAsync(client, request, cancellationToken),
            null => HostedAnswer.Error("invalid_request"),
            _ => HostedAnswer.Error("unsupported_grant_type"),
        };
        return Open(answer);
    }

    public async ValueTask<HostedAnswer> RevokeAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsPost)
        {
            return HostedAnswer.MethodNotAllowed("POST");
        }

        var (client, error) = await AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return Open(HostedAnswer.Error(error!, error == "invalid_client" ? 401 : 400));
        }

        if (request.FindField("token") is not { Length: > 0 } token || !client.CanRevoke)
        {
            return Open(HostedAnswer.Error("invalid_request"));
        }

        if (token.Count(static c => c == '.') == 2)
        {
            return Open(HostedAnswer.Error("unsupported_token_type"));
        }

        try
        {
            await room.Tokens.RevokeAsync(client, token, cancellationToken);
        }
        catch (ServiceFaultException)
        {
            // It is revoked already: what the caller wants (RFC 7009 §2.2).
        }

        return Open(new HostedAnswer { Status = 200 });
    }

    public async ValueTask<HostedAnswer> UserInfoAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsPost && !request.IsRead)
        {
            return HostedAnswer.MethodNotAllowed("GET, POST");
        }

        if (request.Authorization is not { } header || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(400, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint");
        }

        SignedInUser caller;
        try
        {
            caller = await AccessTokens.ReadAsync(room, header[Bearer.Length..].Trim(), "openid", cancellationToken);
        }
        catch (ServiceFaultException)
        {
            return Refuse(
                401, "invalid_token",
                "Access token is expired, disabled, or deleted, or the user has globally signed out.");
        }

        var user = caller.User.Value;
        var told = new JsonObject { ["sub"] = user.Sub };
        foreach (var attribute in user.Attributes)
        {
            // Flags are texts here, unlike in tokens (security §6.4).
            if (caller.Client.MayRead(attribute.Name) && IdClaims.MayTell(caller.Scopes, attribute.Name))
            {
                told[attribute.Name] = attribute.Value;
            }
        }

        told["username"] = user.Username;
        return Open(HostedAnswer.Json(200, told));
    }

    private static HostedAnswer Open(HostedAnswer answer) => answer.With("Access-Control-Allow-Origin", "*");

    private static HostedAnswer Refuse(int status, string error, string description) =>
        Open(HostedAnswer.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description }))
            .With("WWW-Authenticate", $"error=\"{error}\", error_description=\"{description}\"")
            .With("Access-Control-Expose-Headers", "WWW-Authenticate");

    /// <summary>By the Authorization header or by two fields, not by both (RFC 6749 §2.3).</summary>
    private async ValueTask<(OpenedClient? Client, string? Error)> AuthenticateAsync(
        HostedRequest request, CancellationToken cancellationToken)
    {
        var (id, secret) = (request.FindField("client_id"), request.FindField("client_secret"));
        if (request.Authorization is { } header)
        {
            if (!TryReadBasic(header, out var name, out var password) || secret is not null || (id is not null && id != name))
            {
                return (null, "invalid_request");
            }

            (id, secret) = (name, password);
        }

        if (string.IsNullOrEmpty(id))
        {
            return (null, "invalid_request");
        }

        var client = await SitePools.ClientAsync(room, request, id, cancellationToken);
        if (client is null)
        {
            return (null, "invalid_client");
        }

        var isRight = client.Value.Secret is { } own
            ? secret is not null && SecretHash.AreEqual(own, secret)
            : string.IsNullOrEmpty(secret);
        return isRight ? (client, null) : (null, "invalid_client");
    }

    private static bool TryReadBasic(string header, out string name, out string password)
    {
        (name, password) = ("", "");
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || header.Length > UserPoolLimits.TokenChars)
        {
            return false;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        // Both halves are form-encoded (RFC 6749 §2.3.1); ids and secrets hold nothing that this changes.
        (name, password) = (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
        return true;
    }

    private async ValueTask<HostedAnswer> CodeAsync(
        OpenedClient client, HostedRequest request, CancellationToken cancellationToken)
    {
        if (!Allows(client, "code"))
        {
            return HostedAnswer.Error("unauthorized_client");
        }

        if (request.FindField("code") is not { Length: > 0 } text || request.FindField("redirect_uri") is not { } redirect)
        {
            return HostedAnswer.Error("invalid_request");
        }

        var code = await AuthorizationCodes.TakeAsync(
            client, text, redirect, request.FindField("code_verifier"), cancellationToken);
        if (code is null
            || await room.Documents.FindAsync<PoolUserDocument>(client.Pool.Scope, code.User, cancellationToken) is not { } user
            || !user.Value.IsEnabled)
        {
            return HostedAnswer.Error("invalid_grant");
        }

        var order = new TokenOrder
        {
            Scopes = [.. code.Scopes], Authenticated = code.Authenticated, IsHosted = true, Nonce = code.Nonce,
        };
        return Show(await room.Tokens.BeginAsync(client, user.Value, order, cancellationToken));
    }

    private async ValueTask<HostedAnswer> RefreshAsync(
        OpenedClient client, HostedRequest request, CancellationToken cancellationToken)
    {
        if (request.FindField("refresh_token") is not { Length: > 0 } token)
        {
            return HostedAnswer.Error("invalid_request");
        }

        try
        {
            return Show(await room.Tokens.RefreshAsync(client, token, null, isProved: true, cancellationToken));
        }
        catch (ServiceFaultException)
        {
            return HostedAnswer.Error("invalid_grant");
        }
    }

    private async ValueTask<HostedAnswer> ClientCredentialsAsync(
        OpenedClient client, HostedRequest request, CancellationToken cancellationToken)
    {
        if (!Allows(client, "client_credentials") || client.Value.Secret is null)
        {
            return HostedAnswer.Error("unauthorized_client");
        }

        var allowed = client.Value.Texts("AllowedOAuthScopes");
        var asked = request.FindField("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (asked.Length > UserPoolLimits.RequestedScopes || asked.Any(scope => !allowed.Contains(scope, StringComparer.Ordinal)))
        {
            return HostedAnswer.Error("invalid_scope");
        }

        var scopes = asked.Length == 0 ? allowed : [.. asked.Distinct(StringComparer.Ordinal)];
        return scopes.Length == 0
            ? HostedAnswer.Error("invalid_scope")
            : Show(await room.Tokens.IssueToClientAsync(client, scopes, cancellationToken));
    }

    private static bool Allows(OpenedClient client, string flow) =>
        client.Value.Flag("AllowedOAuthFlowsUserPoolClient") && client.Value.Lists("AllowedOAuthFlows", flow);

    private static HostedAnswer Show(IssuedTokens tokens)
    {
        var shown = new JsonObject { ["access_token"] = tokens.Access };
        if (tokens.Id is not null)
        {
            shown["id_token"] = tokens.Id;
        }

        if (tokens.Refresh is not null)
        {
            shown["refresh_token"] = tokens.Refresh;
        }

        shown["expires_in"] = tokens.ExpiresIn;
        shown["token_type"] = "Bearer";
        return HostedAnswer.Json(200, shown);
    }
}
