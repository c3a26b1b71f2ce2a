using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.CognitoIdp.SignUp;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Self;

internal sealed class GetUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var shown = new JsonObject
        {
            ["Username"] = me.User.Value.Username,
            ["UserAttributes"] = UserViews.Attributes(me.User.Value, me.Client.MayRead),
        };
        UserViews.AddFactors(shown, me.User.Value);
        return OperationOutput.Of(shown);
    }
}

internal sealed class UpdateUserAttributes(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var given = AttributeRules.Read(call.Input.Members["UserAttributes"]);
        AttributeRules.Check(me.Pool.Value, given, me.Client, isNew: false);
        var changed = AttributeRules.Apply(me.User.Value, given) with { Modified = room.Now };
        await me.Pool.SaveAsync(me.User, changed, cancellationToken);

        // A changed address is unverified, and gets its code where the pool verifies it.
        var deliveries = new JsonArray();
        foreach (var attribute in given.Where(one => me.Pool.Value.Lists("AutoVerifiedAttributes", one.Name)
            && one.Value.Length > 0 && me.User.Value.Attribute(one.Name) != one.Value))
        {
            room.Messages.Count(me.Pool.Value, changed.Username);
            var user = (await me.Pool.FindBySubAsync(changed.Sub, cancellationToken))!;
            deliveries.Add((JsonNode)await new SignUpFlow(room).SendAsync(
                me.Pool, user, attribute.Name, "UpdateUserAttribute", attribute.Name, UserPoolLimits.VerificationCode,
                cancellationToken));
        }

        return OperationOutput.Of(new JsonObject { ["CodeDeliveryDetailsList"] = deliveries });
    }
}

internal sealed class DeleteUserAttributes(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var given = call.Input.Members["UserAttributeNames"]!.AsArray()
            .Select(static name => new PoolAttribute(name!.GetValue<string>(), "")).ToList();
        AttributeRules.Check(me.Pool.Value, given, me.Client, isNew: false);
        var changed = AttributeRules.Apply(me.User.Value, given) with { Modified = room.Now };
        await me.Pool.SaveAsync(me.User, changed, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class GetUserAttributeVerificationCode(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var attribute = call.Input.RequiredString("AttributeName");
        if (attribute is not ("email" or "phone_number") || me.User.Value.Attribute(attribute) is null)
        {
            throw CognitoFaults.Invalid("Cannot verify the attribute: it is neither an email nor a phone_number of the user.");
        }

        room.Messages.Count(me.Pool.Value, me.User.Value.Username);
        return OperationOutput.Of(new JsonObject
        {
            ["CodeDeliveryDetails"] = await new SignUpFlow(room).SendAsync(
                me.Pool, me.User, attribute, "VerifyUserAttribute", attribute, UserPoolLimits.VerificationCode,
                cancellationToken),
        });
    }
}

internal sealed class VerifyUserAttribute(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var attribute = call.Input.RequiredString("AttributeName");
        var pending = await new SignUpFlow(room).TakeAsync(
            me.Pool, me.User, attribute, call.Input.RequiredString("Code"), cancellationToken);
        if (pending.Destination != me.User.Value.Attribute(attribute))
        {
            throw CognitoFaults.CodeExpired(); // it proves the address it was sent to, which the user has no more
        }

        var changed = SignUpFlow.Without(me.User.Value, attribute).With(attribute + "_verified", "true");
        await me.Pool.SaveAsync(me.User, changed with { Modified = room.Now }, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ChangePassword(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        var before = call.Input.FindString("PreviousPassword") ?? throw CognitoFaults.Invalid("PreviousPassword is required.");
        var proposed = call.Input.RequiredString("ProposedPassword");
        NewUsers.CheckPassword(me.Pool.Value, proposed);
        var user = await new SignInFlow(room).CheckPasswordAsync(
            me.Client, me.User.Value.Username, before, cancellationToken);
        var changed = user.Value with
        {
            Password = await room.Passwords.CreateAsync(
                me.Pool.Value, user.Value.Username, proposed, cancellationToken),
            Modified = room.Now,
        };
        await me.Pool.SaveAsync(user, changed, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class GlobalSignOut(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        await PoolSessions.SignOutAsync(me.Pool, me.User, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class DeleteUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var me = await Me.ReadAsync(room, call, cancellationToken);
        await PoolSessions.DeleteUserAsync(me.Pool, me.User, cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>Who calls, by the token in the input.</summary>
internal static class Me
{
    public static ValueTask<SignedInUser> ReadAsync(
        CognitoRoom room, OperationCall call, CancellationToken cancellationToken) =>
        AccessTokens.ReadAsync(room, call.Input.RequiredString("AccessToken"), PoolTokens.UserScope, cancellationToken);
}
