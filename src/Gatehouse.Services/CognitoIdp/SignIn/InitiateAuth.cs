using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>InitiateAuth, and AdminInitiateAuth with its flows for servers (security §6.2).</summary>
internal sealed class InitiateAuth(CognitoRoom room, bool isAdmin) : IOperation
{
    private readonly SignInFlow _flow = new(room);

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(call, cancellationToken);
        var given = call.Input.Members["AuthParameters"] as JsonObject ?? [];
        var output = call.Input.RequiredString("AuthFlow") switch
        {
            "USER_PASSWORD_AUTH" when !isAdmin => await PasswordAsync(client, given, cancellationToken),
            "ADMIN_USER_PASSWORD_AUTH" or "ADMIN_NO_SRP_AUTH" when isAdmin =>
                await PasswordAsync(client, given, cancellationToken),
            "USER_SRP_AUTH" => await SrpAsync(client, given, cancellationToken),
            "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN" => await RefreshAsync(client, given, cancellationToken),
            "CUSTOM_AUTH" => throw new Wire.Faults.ServiceFaultException(
                "NotImplemented", 501, "Gatehouse does not run the Lambda triggers of CUSTOM_AUTH yet."),
            "USER_AUTH" => throw new Wire.Faults.ServiceFaultException(
                "NotImplemented", 501, "Gatehouse does not have the choice of factors (USER_AUTH) yet."),
            _ => throw CognitoFaults.Invalid("Initiate Auth method not supported."),
        };
        return OperationOutput.Of(output);
    }

    private async ValueTask<OpenedClient> ClientAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("ClientId");
        return isAdmin
            ? await (await room.PoolAsync(call, cancellationToken)).ClientAsync(id, cancellationToken)
            : await room.ClientAsync(id, cancellationToken);
    }

    private async ValueTask<JsonObject> PasswordAsync(
        OpenedClient client, JsonObject given, CancellationToken cancellationToken)
    {
        if (!(isAdmin
            ? client.Allows("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
            : client.Allows("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH")))
        {
            throw CognitoFaults.Invalid(
                isAdmin ? "Auth flow not enabled for this client" : "USER_PASSWORD_AUTH flow not enabled for this client");
        }

        var username = AuthParameters.Require(given, "USERNAME");
        var password = AuthParameters.Require(given, "PASSWORD");
        client.RequireSecretHash(given["SECRET_HASH"]?.GetValue<string>(), username);
        var user = await _flow.CheckPasswordAsync(client, username, password, cancellationToken);
        return await _flow.ContinueAsync(client, user, cancellationToken);
    }

    private async ValueTask<JsonObject> SrpAsync(
        OpenedClient client, JsonObject given, CancellationToken cancellationToken)
    {
        if (!client.Allows("ALLOW_USER_SRP_AUTH"))
        {
            throw CognitoFaults.Invalid("USER_SRP_AUTH is not enabled for the client.");
        }

        var username = AuthParameters.Require(given, "USERNAME");
        client.RequireSecretHash(given["SECRET_HASH"]?.GetValue<string>(), username);
        return await new SrpFlow(room, _flow).InitiateAsync(
            client, username, AuthParameters.Require(given, "SRP_A"), cancellationToken);
    }

    private async ValueTask<JsonObject> RefreshAsync(
        OpenedClient client, JsonObject given, CancellationToken cancellationToken)
    {
        if (!client.Allows("ALLOW_REFRESH_TOKEN_AUTH") || client.Rotates)
        {
            throw CognitoFaults.Invalid(
                client.Rotates
                    ? "Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken."
                    : "REFRESH_TOKEN_AUTH flow not enabled for this client");
        }

        var tokens = await room.Tokens.RefreshAsync(
            client, AuthParameters.Require(given, "REFRESH_TOKEN"), given["SECRET_HASH"]?.GetValue<string>(), isProved: false,
            cancellationToken);
        return SignInFlow.Result(tokens);
    }
}

/// <summary>The free maps of the sign-in operations.</summary>
internal static class AuthParameters
{
    public static string Require(JsonObject given, string name) =>
        given[name]?.GetValue<string>() is { Length: > 0 } text
            ? text
            : throw CognitoFaults.Invalid($"Missing required parameter {name}");
}
