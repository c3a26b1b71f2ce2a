using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>
/// What follows a proved password, however it was proved: what the user's state asks for, the second factor, the tokens
/// (Cognito developer guide, "Authentication flows").
/// </summary>
internal sealed class SignInFlow(CognitoRoom room)
{
    public const string SoftwareToken = "SOFTWARE_TOKEN_MFA";

    /// <summary>The plain flow: name and password, checked with the lock of too many failures.</summary>
    public async ValueTask<Versioned<PoolUserDocument>> CheckPasswordAsync(
        OpenedClient client, string username, string password, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        var user = await pool.FindUserAsync(username, cancellationToken);
        var name = pool.Fold(user?.Value.Username ?? username);
        if (room.Attempts.IsLocked(pool.Id, name))
        {
            throw CognitoFaults.Locked();
        }

        var isRight = password.Length <= UserPoolLimits.PasswordChars
            && await room.Passwords.VerifyAsync(user?.Value.Password, password, cancellationToken);
        if (room.Attempts.IsLocked(pool.Id, name))
        {
            throw CognitoFaults.Locked(); // others failed while this one waited: a storm gets no more guesses than a queue
        }

        if (!isRight)
        {
            room.Attempts.Fail(pool.Id, name);
            throw user is null ? client.NoUser() : CognitoFaults.WrongPassword();
        }

        room.Attempts.Succeed(pool.Id, name);
        return user!;
    }

    /// <summary>The next challenge, or the tokens.</summary>
    public async ValueTask<JsonObject> ContinueAsync(
        OpenedClient client, Versioned<PoolUserDocument> user, CancellationToken cancellationToken)
    {
        RequireState(user.Value);
        if (user.Value.Status == PoolUserStatus.ForceChangePassword)
        {
            return AskForPassword(client, user.Value);
        }

        return await AskForFactorAsync(client, user.Value, cancellationToken);
    }

    /// <summary>The second factor if there is to be one, otherwise tokens.</summary>
    public async ValueTask<JsonObject> AskForFactorAsync(
        OpenedClient client, PoolUserDocument user, CancellationToken cancellationToken)
    {
        return FactorOf(client, user) ?? await FinishAsync(client, user, cancellationToken);
    }

    /// <summary>The same for pages, which ask in HTML: the challenge, or <see langword="null"/> when nothing is left to prove.</summary>
    public ValueTask<JsonObject?> ContinueHostedAsync(OpenedClient client, PoolUserDocument user) => new(
        user.Status == PoolUserStatus.ForceChangePassword ? AskForPassword(client, user) : FactorOf(client, user));

    /// <summary>A code of the user's authenticator app, within a sign-in that asks for one.</summary>
    public async ValueTask<Versioned<PoolUserDocument>> CheckFactorAsync(
        OpenedClient client, string? session, string code, CancellationToken cancellationToken, Action<PoolUserDocument>? check = null)
    {
        var challenge = await PoolChallenges.ReadAsync(client, session, SoftwareToken, cancellationToken);
        var user = challenge.User;
        check?.Invoke(user.Value);
        RequireState(user.Value);
        var name = "mfa:" + user.Value.Sub;
        if (room.Attempts.IsLocked(client.Pool.Id, name))
        {
            throw CognitoFaults.Of("TooManyFailedAttemptsException", "Invalid code received for user; too many attempts");
        }

        if (user.Value.SoftwareToken is not { } seed
            || TimeBasedCode.StepOf(seed, code, room.Now, user.Value.SoftwareTokenStep) is not { } step)
        {
            room.Attempts.Fail(client.Pool.Id, name);
            throw CognitoFaults.Of("CodeMismatchException", "Invalid code received for user");
        }

        PoolChallenges.Use(client, challenge);
        room.Attempts.Succeed(client.Pool.Id, name);
        await room.CommitAsync(
            client.Pool.Batch().Replace(user, user.Value with { SoftwareTokenStep = step }), cancellationToken);
        return (await client.Pool.FindBySubAsync(user.Value.Sub, cancellationToken))!;
    }

    public async ValueTask<JsonObject> FinishAsync(
        OpenedClient client, PoolUserDocument user, CancellationToken cancellationToken) =>
        Result(await room.Tokens.BeginAsync(client, user, TokenOrder.OfApi, cancellationToken));

    public static JsonObject Result(IssuedTokens tokens) => new()
    {
        ["AuthenticationResult"] = tokens.ToResult(), ["ChallengeParameters"] = new JsonObject(),
    };

    /// <exception cref="Wire.Faults.ServiceFaultException">The user may not sign in as things stand.</exception>
    public void RequireState(PoolUserDocument user)
    {
        if (!user.IsEnabled)
        {
            throw CognitoFaults.Disabled();
        }

        switch (user.Status)
        {
            case PoolUserStatus.Unconfirmed:
                throw CognitoFaults.Of("UserNotConfirmedException", "User is not confirmed.");
            case PoolUserStatus.ResetRequired:
                throw CognitoFaults.Of("PasswordResetRequiredException", "Password reset required for the user");
            case PoolUserStatus.ForceChangePassword when user.TemporaryPasswordExpires <= room.Now:
                throw CognitoFaults.NotAuthorized("Temporary password has expired and must be reset by an administrator.");
        }
    }

    private static JsonObject? FactorOf(OpenedClient client, PoolUserDocument user)
    {
        var mode = client.Pool.Value.Text("MfaConfiguration");
        if (mode is "ON" or "OPTIONAL" && user.SecondFactors.Contains(SoftwareToken) && user.SoftwareToken is not null)
        {
            return PoolChallenges.Ask(client, user, SoftwareToken, new JsonObject { ["USER_ID_FOR_SRP"] = user.Username });
        }

        return mode == "ON"
            ? PoolChallenges.Ask(client, user, "MFA_SETUP", new JsonObject
            {
                ["MFAS_CAN_SETUP"] = $"[\"{SoftwareToken}\"]", ["USER_ID_FOR_SRP"] = user.Username,
            })
            : null;
    }

    private static JsonObject AskForPassword(OpenedClient client, PoolUserDocument user)
    {
        var attributes = new JsonObject();
        foreach (var attribute in user.Attributes)
        {
            attributes[attribute.Name] = attribute.Value;
        }

        var required = client.Pool.Value.Schema
            .Where(schema => schema is { IsRequired: true, Name: not "sub" } && string.IsNullOrEmpty(user.Attribute(schema.Name)))
            .Select(static schema => (JsonNode)$"userAttributes.{schema.Name}");
        return PoolChallenges.Ask(client, user, "NEW_PASSWORD_REQUIRED", new JsonObject
        {
            ["USER_ID_FOR_SRP"] = user.Username,
            ["requiredAttributes"] = new JsonArray([.. required]).ToJsonString(),
            ["userAttributes"] = attributes.ToJsonString(),
        });
    }
}
