using Gatehouse.Identity.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.SignIn;

internal sealed class GetTokensFromRefreshToken(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        ClientSecrets.Require(client, call.Input.FindString("ClientSecret"));
        var tokens = await room.Tokens.RefreshAsync(
            client, call.Input.RequiredString("RefreshToken"), null, isProved: true, cancellationToken);
        return OperationOutput.Of(SignInFlow.Result(tokens));
    }
}

internal sealed class RevokeToken(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        ClientSecrets.Require(client, call.Input.FindString("ClientSecret"));
        if (!client.CanRevoke)
        {
            throw CognitoFaults.Of("UnsupportedOperationException", "Token revocation is not enabled for the client.");
        }

        var token = call.Input.RequiredString("Token");
        if (token.Count(static c => c == '.') == 2)
        {
            throw CognitoFaults.Of("UnsupportedTokenTypeException", "Unsupported token type");
        }

        try
        {
            await room.Tokens.RevokeAsync(client, token, cancellationToken);
        }
        catch (Wire.Faults.ServiceFaultException fault) when (fault.Code == "NotAuthorizedException")
        {
            // It is revoked already: what the caller wants (RFC 7009 §2.2).
        }

        return OperationOutput.Empty;
    }
}

/// <summary>A client's secret itself, where an operation takes it.</summary>
internal static class ClientSecrets
{
    public static void Require(OpenedClient client, string? given)
    {
        if (client.Value.Secret is { } secret && (given is null || !SecretHash.AreEqual(given, secret)))
        {
            throw CognitoFaults.NotAuthorized("Invalid client secret");
        }
    }
}
