using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Self;

/// <summary>A seed for an authenticator app, by an access token or within a sign-in that asks for one.</summary>
internal sealed class AssociateSoftwareToken(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (client, user, challenge) = await SoftwareTokens.CallerAsync(room, call, cancellationToken);
        var seed = TimeBasedCode.CreateSeed();
        await room.CommitAsync(
            client.Pool.Batch().Replace(user, user.Value with { PendingSoftwareToken = seed }), cancellationToken);
        var output = new JsonObject { ["SecretCode"] = seed };
        if (challenge is not null)
        {
            output["Session"] = PoolChallenges.Ask(client, user.Value, "MFA_SETUP", [], "associated")["Session"]!.DeepClone();
        }

        return OperationOutput.Of(output);
    }
}

internal sealed class VerifySoftwareToken(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (client, user, challenge) = await SoftwareTokens.CallerAsync(room, call, cancellationToken);
        var name = "mfa:" + user.Value.Sub;
        if (user.Value.PendingSoftwareToken is not { } seed)
        {
            throw CognitoFaults.Invalid("No software token is associated with the user.");
        }

        if (room.Attempts.IsLocked(client.Pool.Id, name))
        {
            throw CognitoFaults.TooMany();
        }

        if (TimeBasedCode.StepOf(seed, call.Input.RequiredString("UserCode"), room.Now, 0) is not { } step)
        {
            room.Attempts.Fail(client.Pool.Id, name);
            throw CognitoFaults.Of("EnableSoftwareTokenMFAException", "Code mismatch");
        }

        room.Attempts.Succeed(client.Pool.Id, name);
        var changed = user.Value with
        {
            SoftwareToken = seed,
            PendingSoftwareToken = null,
            // The code that verified is spent, but not for the sign-in that it is part of.
            SoftwareTokenStep = challenge is null ? step : step - 1,
            SecondFactors = challenge is null || user.Value.SecondFactors.Contains(SignInFlow.SoftwareToken)
                ? user.Value.SecondFactors
                : user.Value.SecondFactors.Add(SignInFlow.SoftwareToken),
        };
        await room.CommitAsync(client.Pool.Batch().Replace(user, changed), cancellationToken);
        var output = new JsonObject { ["Status"] = "SUCCESS" };
        if (challenge is not null)
        {
            output["Session"] = PoolChallenges.Ask(client, changed, "MFA_SETUP", [], "verified")["Session"]!.DeepClone();
        }

        return OperationOutput.Of(output);
    }
}

internal sealed class SetUserMFAPreference(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        await SoftwareTokens.PreferAsync(me.Pool, me.User, call.Input, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminSetUserMFAPreference(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        await SoftwareTokens.PreferAsync(pool, user, call.Input, cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>What the operations on second factors share.</summary>
internal static class SoftwareTokens
{
    public static async ValueTask<(OpenedClient Client, Versioned<PoolUserDocument> User, OpenChallenge? Challenge)> CallerAsync(
        CognitoRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Input.FindString("AccessToken") is not null)
        {
            var me = await Me.ReadAsync(room, call, cancellationToken);
            return (me.Client, me.User, null);
        }

        var session = call.Input.FindString("Session") ?? throw CognitoFaults.Invalid("Either AccessToken or Session is required.");
        if (PoolChallenges.ClientOf(session) is not { } id || await room.FindClientAsync(id, cancellationToken) is not { } client)
        {
            throw CognitoFaults.NotAuthorized("Invalid session for the user.");
        }

        var challenge = await PoolChallenges.ReadAsync(client, session, "MFA_SETUP", cancellationToken);
        return (client, challenge.User, challenge);
    }

    public static async ValueTask PreferAsync(
        OpenedPool pool, Versioned<PoolUserDocument> user, OperationInput input, CancellationToken cancellationToken)
    {
        foreach (var other in (string[])["SMSMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings"])
        {
            if (input.Members[other]?["Enabled"]?.GetValue<bool>() == true)
            {
                throw new Wire.Faults.ServiceFaultException("NotImplemented", 501, $"Gatehouse does not have {other} yet.");
            }
        }

        if (input.Members["SoftwareTokenMfaSettings"] is not JsonObject settings)
        {
            return;
        }

        var isOn = settings["Enabled"]?.GetValue<bool>() ?? user.Value.SecondFactors.Contains(SignInFlow.SoftwareToken);
        if (isOn && user.Value.SoftwareToken is null)
        {
            throw CognitoFaults.Invalid("User has not verified software token mfa");
        }

        var isPreferred = isOn && (settings["PreferredMfa"]?.GetValue<bool>() ?? false);
        var changed = user.Value with
        {
            SecondFactors = isOn ? [SignInFlow.SoftwareToken] : [],
            PreferredFactor = isPreferred ? SignInFlow.SoftwareToken : null,
        };
        await pool.Room.CommitAsync(pool.Batch().Replace(user, changed), cancellationToken);
    }
}
