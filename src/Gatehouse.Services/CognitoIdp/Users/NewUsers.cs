using System.Collections.Immutable;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>Makes users: from a sign-up, by an administrator, on behalf of another provider.</summary>
internal static class NewUsers
{
    private const int LeastTemporaryChars = 8;

    /// <summary>
    /// A user of that name. Where addresses are names, the user's own name is made up and the address is one of the others.
    /// </summary>
    public static PoolUserDocument Create(
        OpenedPool pool, string name, IReadOnlyList<PoolAttribute> attributes, string status)
    {
        var now = pool.Room.Now;
        var sub = pool.Room.Ids.Uuid();
        var kind = KindOf(pool.Value, name);
        var user = new PoolUserDocument
        {
            Username = kind is null ? name : sub,
            Sub = sub,
            Status = status,
            IsEnabled = true,
            Created = now,
            Modified = now,
            Attributes = [],
            Groups = [],
            Codes = [],
            SecondFactors = [],
            Identities = [],
        };
        user = AttributeRules.Apply(user, attributes);
        if (kind is not null)
        {
            if (user.Attribute(kind) is { } given && !string.Equals(given, name, StringComparison.OrdinalIgnoreCase))
            {
                throw CognitoFaults.Invalid($"Username and {kind} must be the same.");
            }

            user = user.Attribute(kind) is null ? AttributeRules.Apply(user, [new PoolAttribute(kind, name), .. attributes]) : user;
        }

        AttributeRules.CheckRequired(pool.Value, user);
        return user;
    }

    /// <summary>Whether the name is a sound one for the pool, and which attribute it is.</summary>
    public static string? KindOf(UserPoolDocument pool, string name)
    {
        if (name.Length is 0 or > UserPoolLimits.UsernameChars || !UserPoolNames.IsName(name))
        {
            throw CognitoFaults.Invalid(
                @"1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular "
                + @"expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+");
        }

        var (byEmail, byPhone) = (pool.Lists("UsernameAttributes", "email"), pool.Lists("UsernameAttributes", "phone_number"));
        if (!byEmail && !byPhone)
        {
            RefuseAliasForms(pool, name);
            return null;
        }

        return byEmail && UserPoolNames.IsEmail(name) ? "email"
            : byPhone && UserPoolNames.IsPhone(name) ? "phone_number"
            : throw CognitoFaults.Invalid(
                byEmail && byPhone ? "Username should be either an email or a phone number."
                : byEmail ? "Username should be an email." : "Username should be a phone number.");
    }

    private static void RefuseAliasForms(UserPoolDocument pool, string name)
    {
        if (pool.Lists("AliasAttributes", "email") && UserPoolNames.IsEmail(name))
        {
            throw CognitoFaults.Invalid("Username cannot be of email format, since user pool is configured for email alias.");
        }

        if (pool.Lists("AliasAttributes", "phone_number") && UserPoolNames.IsPhone(name))
        {
            throw CognitoFaults.Invalid(
                "Username cannot be of phone number format, since user pool is configured for phone number alias.");
        }
    }

    /// <summary>Stores a new user with its other names.</summary>
    public static async ValueTask StoreAsync(
        OpenedPool pool, PoolUserDocument user, string existing, bool takesAliases, CancellationToken cancellationToken)
    {
        var id = pool.UserId(user.Username);
        if (await pool.Room.Documents.FindAsync<PoolUserDocument>(pool.Scope, id, cancellationToken) is not null)
        {
            throw CognitoFaults.Of("UsernameExistsException", existing);
        }

        await pool.SaveNewAsync(id, user, cancellationToken, takesAliases);
    }

    /// <summary>A password that every policy takes: all four kinds of characters.</summary>
    public static string CreateTemporaryPassword(PasswordRules rules)
    {
        var length = Math.Max(LeastTemporaryChars + 2, rules.Length);
        while (true)
        {
            var password = System.Security.Cryptography.RandomNumberGenerator.GetString(
                "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#$%*+-=?@^_", length);
            if ((rules with { NeedsUpper = true, NeedsLower = true, NeedsDigit = true, NeedsSymbol = true }).FaultOf(password) is null)
            {
                return password;
            }
        }
    }

    public static void CheckPassword(UserPoolDocument pool, string password)
    {
        if (PasswordRules.Of(pool).FaultOf(password) is { } fault)
        {
            throw CognitoFaults.InvalidPassword(fault);
        }
    }

    public static ImmutableArray<PendingCode> Put(ImmutableArray<PendingCode> codes, PendingCode code) =>
        codes.RemoveAll(known => known.Purpose == code.Purpose).Add(code);
}
