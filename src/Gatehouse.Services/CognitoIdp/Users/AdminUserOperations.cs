using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Users;

internal sealed class AdminGetUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        return OperationOutput.Of(UserViews.Admin(user.Value));
    }
}

internal sealed class AdminDeleteUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        await PoolSessions.DeleteUserAsync(pool, user, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminUpdateUserAttributes(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var given = AttributeRules.Read(call.Input.Members["UserAttributes"]);
        AttributeRules.Check(pool.Value, given, client: null, isNew: false);
        await pool.SaveAsync(
            user, AttributeRules.Apply(user.Value, given) with { Modified = room.Now }, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminDeleteUserAttributes(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var given = call.Input.Members["UserAttributeNames"]!.AsArray()
            .Select(static name => new PoolAttribute(name!.GetValue<string>(), "")).ToList();
        AttributeRules.Check(pool.Value, given, client: null, isNew: false);
        await pool.SaveAsync(
            user, AttributeRules.Apply(user.Value, given) with { Modified = room.Now }, cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>AdminEnableUser and AdminDisableUser.</summary>
internal sealed class AdminSwitchUser(CognitoRoom room, bool isEnabled) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        await pool.SaveAsync(user, user.Value with { IsEnabled = isEnabled, Modified = room.Now }, cancellationToken);
        if (!isEnabled)
        {
            await PoolSessions.EndAllAsync(pool, user.Value, cancellationToken);
        }

        return OperationOutput.Empty;
    }
}

internal sealed class AdminConfirmSignUp(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        if (user.Value.Status != PoolUserStatus.Unconfirmed)
        {
            throw CognitoFaults.NotAuthorized($"User cannot be confirmed. Current status is {user.Value.Status}");
        }

        var changed = user.Value with
        {
            Status = PoolUserStatus.Confirmed,
            Codes = user.Value.Codes.RemoveAll(static code => code.Purpose == CodePurposes.SignUp),
            Modified = room.Now,
        };
        await pool.SaveAsync(user, changed, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminUserGlobalSignOut(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        await PoolSessions.SignOutAsync(pool, user, cancellationToken);
        return OperationOutput.Empty;
    }
}
