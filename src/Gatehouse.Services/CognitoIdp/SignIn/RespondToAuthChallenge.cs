using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>RespondToAuthChallenge and AdminRespondToAuthChallenge: the next step of a sign-in.</summary>
internal sealed class RespondToAuthChallenge(CognitoRoom room, bool isAdmin) : IOperation
{
    private const string AttributePrefix = "userAttributes.";

    private readonly SignInFlow _flow = new(room);

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("ClientId");
        var client = isAdmin
            ? await (await room.PoolAsync(call, cancellationToken)).ClientAsync(id, cancellationToken)
            : await room.ClientAsync(id, cancellationToken);
        var given = call.Input.Members["ChallengeResponses"] as JsonObject ?? [];
        var session = call.Input.FindString("Session");
        var output = call.Input.RequiredString("ChallengeName") switch
        {
            "PASSWORD_VERIFIER" => await PasswordVerifierAsync(client, given, cancellationToken),
            "NEW_PASSWORD_REQUIRED" => await NewPasswordAsync(client, session, given, cancellationToken),
            SignInFlow.SoftwareToken => await SoftwareTokenAsync(client, session, given, cancellationToken),
            "MFA_SETUP" => await SetupAsync(client, session, given, cancellationToken),
            var other => throw CognitoFaults.Invalid($"The challenge {other} was not asked."),
        };
        return OperationOutput.Of(output);
    }

    private async ValueTask<JsonObject> PasswordVerifierAsync(
        OpenedClient client, JsonObject given, CancellationToken cancellationToken)
    {
        RequireSecret(client, given, AuthParameters.Require(given, "USERNAME"));
        var user = await new SrpFlow(room, _flow).VerifyAsync(client, given, cancellationToken);
        return await _flow.ContinueAsync(client, user, cancellationToken);
    }

    private async ValueTask<JsonObject> NewPasswordAsync(
        OpenedClient client, string? session, JsonObject given, CancellationToken cancellationToken)
    {
        var challenge = await PoolChallenges.ReadAsync(client, session, "NEW_PASSWORD_REQUIRED", cancellationToken);
        var user = challenge.User;
        RequireUser(client, given, user.Value);
        if (user.Value.Status != PoolUserStatus.ForceChangePassword)
        {
            throw CognitoFaults.NotAuthorized("Invalid session for the user.");
        }

        var password = AuthParameters.Require(given, "NEW_PASSWORD");
        NewUsers.CheckPassword(client.Pool.Value, password);
        var attributes = given
            .Where(static pair => pair.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .Select(static pair => new PoolAttribute(pair.Key[AttributePrefix.Length..], pair.Value!.GetValue<string>()))
            .ToList();
        AttributeRules.Check(client.Pool.Value, attributes, client, isNew: false);
        var changed = AttributeRules.Apply(user.Value, attributes) with
        {
            Password = await room.Passwords.CreateAsync(
                client.Pool.Value, user.Value.Username, password, cancellationToken),
            Status = PoolUserStatus.Confirmed,
            TemporaryPasswordExpires = null,
            Modified = room.Now,
        };
        AttributeRules.CheckRequired(client.Pool.Value, changed);
        await client.Pool.SaveAsync(user, changed, cancellationToken);
        return await _flow.AskForFactorAsync(client, changed, cancellationToken);
    }

    private async ValueTask<JsonObject> SoftwareTokenAsync(
        OpenedClient client, string? session, JsonObject given, CancellationToken cancellationToken)
    {
        var user = await _flow.CheckFactorAsync(
            client, session, AuthParameters.Require(given, "SOFTWARE_TOKEN_MFA_CODE"), cancellationToken,
            found => RequireUser(client, given, found));
        return await _flow.FinishAsync(client, user.Value, cancellationToken);
    }

    /// <summary>The session is the one that VerifySoftwareToken gave: it says that the app was proved.</summary>
    private async ValueTask<JsonObject> SetupAsync(
        OpenedClient client, string? session, JsonObject given, CancellationToken cancellationToken)
    {
        var challenge = await PoolChallenges.ReadAsync(client, session, "MFA_SETUP", cancellationToken);
        RequireUser(client, given, challenge.User.Value);
        if (challenge.Note != "verified" || challenge.User.Value.SoftwareToken is null)
        {
            throw CognitoFaults.NotAuthorized("The software token was not verified.");
        }

        PoolChallenges.Use(client, challenge);
        _flow.RequireState(challenge.User.Value);
        return await _flow.FinishAsync(client, challenge.User.Value, cancellationToken);
    }

    /// <summary>The name beside a session must be that of the session's user.</summary>
    private static void RequireUser(OpenedClient client, JsonObject given, PoolUserDocument user)
    {
        var name = AuthParameters.Require(given, "USERNAME");
        string?[] names =
        [
            user.Username, user.Sub, user.Attribute("email"), user.Attribute("phone_number"),
            user.Attribute("preferred_username"),
        ];
        if (!names.Any(one => one is not null && client.Pool.Fold(one) == client.Pool.Fold(name)))
        {
            throw CognitoFaults.NotAuthorized("Invalid session for the user.");
        }

        RequireSecret(client, given, name, user.Username);
    }

    private static void RequireSecret(OpenedClient client, JsonObject given, params ReadOnlySpan<string> names) =>
        client.RequireSecretHash(given["SECRET_HASH"]?.GetValue<string>(), names);
}
