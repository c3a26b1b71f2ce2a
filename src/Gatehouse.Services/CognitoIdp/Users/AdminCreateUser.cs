using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>An invitation: the user signs in with a temporary password and chooses another (security §6.2).</summary>
internal sealed class AdminCreateUser(CognitoRoom room) : IOperation
{
    private const string Existing = "User account already exists";

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var name = call.Input.RequiredString("Username");
        if (call.Input.FindString("MessageAction") == "RESEND")
        {
            return await ResendAsync(pool, name, call.Input, cancellationToken);
        }

        var attributes = AttributeRules.Read(call.Input.Members["UserAttributes"]);
        AttributeRules.Check(pool.Value, attributes, client: null, isNew: true);
        if (await pool.FindUserAsync(name, cancellationToken) is not null)
        {
            throw CognitoFaults.Of("UsernameExistsException", Existing);
        }

        var user = NewUsers.Create(pool, name, attributes, PoolUserStatus.ForceChangePassword);
        var password = await SetTemporaryAsync(pool, user, call.Input, cancellationToken);
        await NewUsers.StoreAsync(
            pool, password.User, Existing, call.Input.FindBoolean("ForceAliasCreation") == true, cancellationToken);
        if (call.Input.FindString("MessageAction") != "SUPPRESS")
        {
            await InviteAsync(pool, password.User, password.Text, call.Input, cancellationToken);
        }

        return OperationOutput.Of(new JsonObject { ["User"] = UserViews.Row(password.User) });
    }

    private async ValueTask<OperationOutput> ResendAsync(
        OpenedPool pool, string name, OperationInput input, CancellationToken cancellationToken)
    {
        var user = await pool.UserAsync(name, cancellationToken);
        if (user.Value.Status != PoolUserStatus.ForceChangePassword)
        {
            throw CognitoFaults.Of("UnsupportedUserStateException", "Resend not possible. User status is not FORCE_CHANGE_PASSWORD");
        }

        room.Messages.Count(pool.Value, user.Value.Username);
        var password = await SetTemporaryAsync(pool, user.Value, input, cancellationToken);
        await pool.SaveAsync(user, password.User, cancellationToken);
        await InviteAsync(pool, password.User, password.Text, input, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["User"] = UserViews.Row(password.User) });
    }

    private async ValueTask<(PoolUserDocument User, string Text)> SetTemporaryAsync(
        OpenedPool pool, PoolUserDocument user, OperationInput input, CancellationToken cancellationToken)
    {
        var rules = PasswordRules.Of(pool.Value);
        var text = input.FindString("TemporaryPassword") ?? NewUsers.CreateTemporaryPassword(rules);
        NewUsers.CheckPassword(pool.Value, text);
        var days = pool.Value.Settings["AdminCreateUserConfig"]?["UnusedAccountValidityDays"]?.GetValue<int>();
        return (user with
        {
            Password = await room.Passwords.CreateAsync(pool.Value, user.Username, text, cancellationToken),
            TemporaryPasswordExpires = room.Now.AddDays(days is null or 0 or 7 ? rules.TemporaryDays : days.Value),
            Modified = room.Now,
        }, text);
    }

    private async ValueTask InviteAsync(
        OpenedPool pool, PoolUserDocument user, string password, OperationInput input, CancellationToken cancellationToken)
    {
        var mediums = input.Members["DesiredDeliveryMediums"] is JsonArray list
            ? list.Select(static one => one!.GetValue<string>()).ToArray()
            : ["SMS"];
        foreach (var medium in mediums)
        {
            var attribute = medium == "EMAIL" ? "email" : "phone_number";
            if (user.Attribute(attribute) is { } destination)
            {
                await room.Messages.SendInvitationAsync(pool, user, attribute, destination, password, cancellationToken);
            }
            else if (mediums.Length == 1 && medium == "SMS" && user.Attribute("email") is { } email)
            {
                // The default medium is SMS, and most pools know addresses only.
                await room.Messages.SendInvitationAsync(pool, user, "email", email, password, cancellationToken);
            }
        }
    }
}
