using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.SignUp;

internal sealed class SignUpUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var username = call.Input.RequiredString("Username");
        client.RequireSecretHash(call.Input.FindString("SecretHash"), username);
        var password = call.Input.FindString("Password") ?? throw CognitoFaults.Invalid("Password is required.");
        var (user, delivery) = await new SignUpFlow(room).SignUpAsync(
            client, username, password, AttributeRules.Read(call.Input.Members["UserAttributes"]), cancellationToken);
        var output = new JsonObject
        {
            ["UserConfirmed"] = user.Status == PoolUserStatus.Confirmed, ["UserSub"] = user.Sub,
        };
        if (delivery is not null)
        {
            output["CodeDeliveryDetails"] = delivery;
        }

        return OperationOutput.Of(output);
    }
}

internal sealed class ConfirmSignUp(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var username = call.Input.RequiredString("Username");
        client.RequireSecretHash(call.Input.FindString("SecretHash"), username);
        await new SignUpFlow(room).ConfirmAsync(
            client, username, call.Input.RequiredString("ConfirmationCode"),
            call.Input.FindBoolean("ForceAliasCreation") == true, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ResendConfirmationCode(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var username = call.Input.RequiredString("Username");
        client.RequireSecretHash(call.Input.FindString("SecretHash"), username);
        return OperationOutput.Of(new JsonObject
        {
            ["CodeDeliveryDetails"] = await new SignUpFlow(room).ResendAsync(client, username, cancellationToken),
        });
    }
}

internal sealed class ForgotPassword(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var username = call.Input.RequiredString("Username");
        client.RequireSecretHash(call.Input.FindString("SecretHash"), username);
        return OperationOutput.Of(new JsonObject
        {
            ["CodeDeliveryDetails"] = await new SignUpFlow(room).ForgotAsync(client, username, cancellationToken),
        });
    }
}

internal sealed class ConfirmForgotPassword(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var client = await room.ClientAsync(call.Input.RequiredString("ClientId"), cancellationToken);
        var username = call.Input.RequiredString("Username");
        client.RequireSecretHash(call.Input.FindString("SecretHash"), username);
        await new SignUpFlow(room).ConfirmForgotAsync(
            client, username, call.Input.RequiredString("ConfirmationCode"), call.Input.RequiredString("Password"),
            cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>The user must choose a new password by a code; the old one opens nothing any more.</summary>
internal sealed class AdminResetUserPassword(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        if (user.Value.Status is not (PoolUserStatus.Confirmed or PoolUserStatus.ResetRequired))
        {
            throw CognitoFaults.NotAuthorized("User password cannot be reset in the current state.");
        }

        var attribute = user.Value.IsVerified("phone_number") ? "phone_number"
            : user.Value.IsVerified("email") ? "email"
            : throw CognitoFaults.Invalid(
                "Cannot reset password for the user as there is no registered/verified email or phone_number");
        var changed = user with { Value = user.Value with { Status = PoolUserStatus.ResetRequired, Modified = room.Now } };
        await new SignUpFlow(room).SendAsync(
            pool, changed, CodePurposes.Reset, "ForgotPassword", attribute, UserPoolLimits.ResetCode, cancellationToken);
        return OperationOutput.Empty;
    }
}
