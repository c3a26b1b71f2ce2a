using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>
/// The other names of users: the sub always; addresses and numbers where the pool takes them for names, verified ones where
/// it takes them for aliases (Cognito developer guide, "Customizing sign-in attributes").
/// </summary>
internal static class PoolAliases
{
    private const string Sub = "sub";
    private const string PreferredUsername = "preferred_username";

    private static readonly string[] Addresses = ["email", "phone_number"];

    public static string IdOf(UserPoolDocument pool, string kind, string value) =>
        $"{kind}:{(pool.IsCaseSensitive && kind != "email" ? value : value.ToLowerInvariant())}";

    /// <summary>What a name may be, by its form and the pool.</summary>
    public static IEnumerable<string> KindsFor(UserPoolDocument pool, string name)
    {
        if (Guid.TryParseExact(name, "D", out _))
        {
            yield return Sub;
        }

        if (name.Contains('@', StringComparison.Ordinal) && IsUsed(pool, "email"))
        {
            yield return "email";
        }

        if (name[0] == '+' && IsUsed(pool, "phone_number"))
        {
            yield return "phone_number";
        }

        if (pool.Lists("AliasAttributes", PreferredUsername))
        {
            yield return PreferredUsername;
        }
    }

    /// <summary>Adds what changes among the other names of a user.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="batch">Receives the writes.</param>
    /// <param name="userId">The document of the user.</param>
    /// <param name="before">As stored; <see langword="null"/> for a new user.</param>
    /// <param name="after">As it will be; <see langword="null"/> when it is deleted.</param>
    /// <param name="takes">Takes names from whoever has them.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="Wire.Faults.ServiceFaultException">AliasExistsException, UsernameExistsException.</exception>
    public static async ValueTask AddAsync(
        OpenedPool pool, DocumentBatch batch, string userId, PoolUserDocument? before, PoolUserDocument? after, bool takes,
        CancellationToken cancellationToken)
    {
        var old = before is null ? [] : Of(pool.Value, before);
        var fresh = after is null ? [] : Of(pool.Value, after);
        foreach (var gone in old.Except(fresh, StringComparer.Ordinal))
        {
            if (await pool.FindAsync<PoolAliasDocument>(gone, cancellationToken) is { } alias && alias.Value.User == userId)
            {
                batch.Delete(alias);
            }
        }

        foreach (var name in fresh.Except(old, StringComparer.Ordinal))
        {
            await RequireFreeAsync(pool, userId, name, cancellationToken);
            var document = new PoolAliasDocument { User = userId };
            if (await pool.FindAsync<PoolAliasDocument>(name, cancellationToken) is not { } taken)
            {
                batch.Create($"{pool.Id}/{name}", document);
            }
            else if (taken.Value.User != userId)
            {
                if (!takes)
                {
                    throw Taken(pool.Value, before is null, name[..name.IndexOf(':', StringComparison.Ordinal)]);
                }

                batch.Replace(taken, document);
                await LoseAsync(pool, batch, taken.Value.User, name, cancellationToken);
            }
        }
    }

    private static bool IsUsed(UserPoolDocument pool, string kind) =>
        pool.Lists("UsernameAttributes", kind) || pool.Lists("AliasAttributes", kind);

    /// <summary>A chosen name must be nobody's own name: who signs in with it would be somebody else.</summary>
    private static async ValueTask RequireFreeAsync(
        OpenedPool pool, string userId, string alias, CancellationToken cancellationToken)
    {
        var other = pool.UserId(alias[(alias.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (alias.StartsWith(PreferredUsername, StringComparison.Ordinal) && other != userId
            && await pool.Room.Documents.FindAsync<PoolUserDocument>(pool.Scope, other, cancellationToken) is not null)
        {
            throw CognitoFaults.Of("AliasExistsException", "Already found an entry for this username.");
        }
    }

    /// <summary>Who loses an alias to another keeps the address, unverified.</summary>
    private static async ValueTask LoseAsync(
        OpenedPool pool, DocumentBatch batch, string userId, string alias, CancellationToken cancellationToken)
    {
        var kind = alias[..alias.IndexOf(':', StringComparison.Ordinal)];
        if (await pool.Room.Documents.FindAsync<PoolUserDocument>(pool.Scope, userId, cancellationToken) is { } loser)
        {
            batch.Replace(
                loser,
                kind == PreferredUsername ? loser.Value.With(kind, null) : loser.Value.With(kind + "_verified", "false"));
        }
    }

    private static Wire.Faults.ServiceFaultException Taken(UserPoolDocument pool, bool isNew, string kind)
    {
        var what = kind == "phone_number" ? "phone number" : kind.Replace('_', ' ');
        return isNew && pool.Lists("UsernameAttributes", kind)
            ? CognitoFaults.Of("UsernameExistsException", "User already exists")
            : CognitoFaults.Of("AliasExistsException", $"An account with the given {what} already exists.");
    }

    private static List<string> Of(UserPoolDocument pool, PoolUserDocument user)
    {
        var names = new List<string> { IdOf(pool, Sub, user.Sub) };
        if (user.Status == PoolUserStatus.ExternalProvider)
        {
            return names; // whoever comes from elsewhere takes nobody's name
        }

        foreach (var kind in Addresses)
        {
            if (user.Attribute(kind) is { Length: > 0 } value
                && (pool.Lists("UsernameAttributes", kind)
                    || (pool.Lists("AliasAttributes", kind) && user.IsVerified(kind)
                        && user.Status != PoolUserStatus.Unconfirmed)))
            {
                names.Add(IdOf(pool, kind, value));
            }
        }

        if (pool.Lists("AliasAttributes", PreferredUsername) && user.Status != PoolUserStatus.Unconfirmed
            && user.Attribute(PreferredUsername) is { Length: > 0 } preferred)
        {
            names.Add(IdOf(pool, PreferredUsername, preferred));
        }

        return names;
    }
}
