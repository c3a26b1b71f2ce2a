using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>A permanent password confirms the user; another one has to be changed at the next sign-in.</summary>
internal sealed class AdminSetUserPassword(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var password = call.Input.RequiredString("Password");
        NewUsers.CheckPassword(pool.Value, password);
        if (user.Value.Status == PoolUserStatus.ExternalProvider)
        {
            throw CognitoFaults.Invalid("User is not a native user; its password is at its provider.");
        }

        var isPermanent = call.Input.FindBoolean("Permanent") == true;
        var changed = user.Value with
        {
            Password = await room.Passwords.CreateAsync(pool.Value, user.Value.Username, password, cancellationToken),
            Status = isPermanent ? PoolUserStatus.Confirmed : PoolUserStatus.ForceChangePassword,
            TemporaryPasswordExpires = isPermanent
                ? null
                : room.Now.AddDays(PasswordRules.Of(pool.Value).TemporaryDays),
            Codes = user.Value.Codes.RemoveAll(static code => code.Purpose == CodePurposes.Reset),
            Modified = room.Now,
        };
        await pool.SaveAsync(user, changed, cancellationToken);
        room.Attempts.Succeed(pool.Id, pool.Fold(user.Value.Username));
        return OperationOutput.Empty;
    }
}
