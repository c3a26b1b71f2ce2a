using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;

namespace Gatehouse.Services.CognitoIdp.SignUp;

/// <summary>How users come in by themselves, and back in when they forgot their password; for operations and pages.</summary>
internal sealed class SignUpFlow(CognitoRoom room)
{
    /// <returns>The user, and where the code went; no delivery when the pool verifies nothing.</returns>
    public async ValueTask<(PoolUserDocument User, JsonObject? Delivery)> SignUpAsync(
        OpenedClient client, string username, string password, IReadOnlyList<PoolAttribute> attributes,
        CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        if (pool.Value.Settings["AdminCreateUserConfig"]?["AllowAdminCreateUserOnly"]?.GetValue<bool>() == true)
        {
            throw CognitoFaults.NotAuthorized("SignUp is not permitted for this user pool");
        }

        NewUsers.KindOf(pool.Value, username);
        NewUsers.CheckPassword(pool.Value, password);
        AttributeRules.Check(pool.Value, attributes, client, isNew: true);
        if (await pool.FindUserAsync(username, cancellationToken) is not null)
        {
            throw CognitoFaults.Of("UsernameExistsException", "User already exists");
        }

        var user = NewUsers.Create(pool, username, attributes, PoolUserStatus.Unconfirmed);
        var hash = await room.Passwords.CreateAsync(pool.Value, user.Username, password, cancellationToken);
        user = user with { Password = hash };
        var target = VerifiedAttribute(pool.Value, user);
        var code = target is null ? default : OneTimeCode.Create(
            CodePurposes.SignUp, user.Attribute(target), room.Now + UserPoolLimits.VerificationCode);
        if (target is not null)
        {
            user = user with { Codes = NewUsers.Put(user.Codes, code.Pending) };
        }

        await NewUsers.StoreAsync(pool, user, "User already exists", takesAliases: false, cancellationToken);
        if (target is null)
        {
            return (user, null);
        }

        var destination = user.Attribute(target)!;
        await room.Messages.SendCodeAsync(pool, user, "SignUp", target, destination, code.Code, cancellationToken);
        return (user, PoolMessages.Delivery(target, destination));
    }

    public async ValueTask ConfirmAsync(
        OpenedClient client, string username, string code, bool takesAliases, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        if (await pool.FindUserAsync(username, cancellationToken) is not { } user)
        {
            throw client.HidesUsers ? CognitoFaults.CodeExpired() : CognitoFaults.NoUser();
        }

        if (user.Value.Status != PoolUserStatus.Unconfirmed)
        {
            throw CognitoFaults.NotAuthorized($"User cannot be confirmed. Current status is {user.Value.Status}");
        }

        var pending = await TakeAsync(pool, user, CodePurposes.SignUp, code, cancellationToken);
        var changed = Without(user.Value, CodePurposes.SignUp) with { Status = PoolUserStatus.Confirmed, Modified = room.Now };
        var proved = AttributeOf(user.Value, pending.Destination);
        if (proved is not null)
        {
            changed = changed.With(proved + "_verified", "true");
        }

        await pool.SaveAsync(user, changed, cancellationToken, takesAliases);
    }

    public async ValueTask<JsonObject> ResendAsync(
        OpenedClient client, string username, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        room.Messages.Count(pool.Value, pool.Fold(username));
        if (await pool.FindUserAsync(username, cancellationToken) is not { } user)
        {
            return client.HidesUsers ? Pretend(pool, username) : throw CognitoFaults.NoUser();
        }

        if (user.Value.Status != PoolUserStatus.Unconfirmed)
        {
            throw CognitoFaults.Invalid("User is already confirmed.");
        }

        var target = VerifiedAttribute(pool.Value, user.Value)
            ?? throw CognitoFaults.Invalid("Auto verification not turned on.");
        return await SendAsync(
            pool, user, CodePurposes.SignUp, "ResendCode", target, UserPoolLimits.VerificationCode, cancellationToken);
    }

    public async ValueTask<JsonObject> ForgotAsync(
        OpenedClient client, string username, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        room.Messages.Count(pool.Value, pool.Fold(username));
        if (await pool.FindUserAsync(username, cancellationToken) is not { } user)
        {
            return client.HidesUsers ? Pretend(pool, username) : throw CognitoFaults.NoUser();
        }

        // Whoever hides its users tells the same of all of them, also of those who cannot reset anything.
        if (!user.Value.IsEnabled || user.Value.Status is PoolUserStatus.ForceChangePassword or PoolUserStatus.ExternalProvider)
        {
            return client.HidesUsers ? Pretend(pool, username)
                : throw CognitoFaults.NotAuthorized(
                    user.Value.IsEnabled ? "User password cannot be reset in the current state." : "User is disabled.");
        }

        return ResetAttribute(user.Value) is { } target
            ? await SendAsync(
                pool, user, CodePurposes.Reset, "ForgotPassword", target, UserPoolLimits.ResetCode, cancellationToken)
            : client.HidesUsers ? Pretend(pool, username)
            : throw CognitoFaults.Invalid(
                "Cannot reset password for the user as there is no registered/verified email or phone_number");
    }

    public async ValueTask ConfirmForgotAsync(
        OpenedClient client, string username, string code, string password, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        NewUsers.CheckPassword(pool.Value, password);
        if (await pool.FindUserAsync(username, cancellationToken) is not { } user)
        {
            throw client.HidesUsers ? CognitoFaults.CodeExpired() : CognitoFaults.NoUser();
        }

        if (!user.Value.IsEnabled)
        {
            throw client.HidesUsers ? CognitoFaults.CodeExpired() : CognitoFaults.Disabled();
        }

        var pending = await TakeAsync(pool, user, CodePurposes.Reset, code, cancellationToken);
        var changed = Without(user.Value, CodePurposes.Reset) with
        {
            Password = await room.Passwords.CreateAsync(pool.Value, user.Value.Username, password, cancellationToken),
            Status = PoolUserStatus.Confirmed,
            TemporaryPasswordExpires = null,
            Modified = room.Now,
        };
        if (AttributeOf(user.Value, pending.Destination) is { } proved)
        {
            changed = changed.With(proved + "_verified", "true");
        }

        await pool.SaveAsync(user, changed, cancellationToken);
        room.Attempts.Succeed(pool.Id, pool.Fold(user.Value.Username));
    }

    /// <summary>Makes a code, stores what checks it, sends it.</summary>
    public async ValueTask<JsonObject> SendAsync(
        OpenedPool pool, Versioned<PoolUserDocument> user, string purpose, string trigger, string attribute, TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var destination = user.Value.Attribute(attribute)!;
        var code = OneTimeCode.Create(purpose, destination, room.Now + lifetime);
        await room.CommitAsync(
            pool.Batch().Replace(user, user.Value with { Codes = NewUsers.Put(user.Value.Codes, code.Pending) }),
            cancellationToken);
        await room.Messages.SendCodeAsync(pool, user.Value, trigger, attribute, destination, code.Code, cancellationToken);
        return PoolMessages.Delivery(attribute, destination);
    }

    /// <summary>The pending code, when the given one is right. A wrong one is counted, and after five nothing is right.</summary>
    public async ValueTask<PendingCode> TakeAsync(
        OpenedPool pool, Versioned<PoolUserDocument> user, string purpose, string code, CancellationToken cancellationToken)
    {
        var pending = user.Value.Codes.FirstOrDefault(one => one.Purpose == purpose);
        if (pending is null || pending.Expires <= room.Now)
        {
            throw CognitoFaults.CodeExpired();
        }

        if (pending.Failures >= UserPoolLimits.CodeFailures)
        {
            throw CognitoFaults.TooMany();
        }

        if (OneTimeCode.IsRight(pending, code))
        {
            return pending;
        }

        var counted = user.Value with
        {
            Codes = user.Value.Codes.Replace(pending, pending with { Failures = pending.Failures + 1 }),
        };
        await room.CommitAsync(pool.Batch().Replace(user, counted), cancellationToken);
        throw CognitoFaults.CodeMismatch();
    }

    public static PoolUserDocument Without(PoolUserDocument user, string purpose) =>
        user with { Codes = user.Codes.RemoveAll(code => code.Purpose == purpose) };

    /// <summary>The number before the address, where the pool verifies both (SignUp reference).</summary>
    private static string? VerifiedAttribute(UserPoolDocument pool, PoolUserDocument user) =>
        pool.Lists("AutoVerifiedAttributes", "phone_number") && user.Attribute("phone_number") is not null ? "phone_number"
        : pool.Lists("AutoVerifiedAttributes", "email") && user.Attribute("email") is not null ? "email"
        : null;

    private static string? ResetAttribute(PoolUserDocument user) =>
        user.IsVerified("phone_number") ? "phone_number" : user.IsVerified("email") ? "email" : null;

    /// <summary>Which attribute the code proved: the one that still has the address it went to.</summary>
    private static string? AttributeOf(PoolUserDocument user, string? destination) => destination is null ? null
        : user.Attribute("email") == destination ? "email"
        : user.Attribute("phone_number") == destination ? "phone_number"
        : null;

    /// <summary>What a name that is not there is told: an address made of it, the same every time.</summary>
    private static JsonObject Pretend(OpenedPool pool, string username)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{pool.Id} {pool.Fold(username)}"));
        var (first, second) = UserPoolNames.IsEmail(username)
            ? (username[0], username[username.IndexOf('@', StringComparison.Ordinal) + 1])
            : ((char)('a' + (hash[0] % 26)), (char)('a' + (hash[1] % 26)));
        return PoolMessages.Delivery("email", $"{first}@{second}");
    }
}
