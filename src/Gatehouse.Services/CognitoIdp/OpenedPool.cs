using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>A pool as one call found it, and the ways to what belongs to it.</summary>
internal sealed record OpenedPool(CognitoRoom Room, DocumentScope Scope, Versioned<UserPoolDocument> Pool)
{
    public UserPoolDocument Value => Pool.Value;

    public string Id => Pool.Id;

    public DocumentBatch Batch() => new(Scope);

    /// <summary>A name as the pool compares it.</summary>
    public string Fold(string name) => Value.IsCaseSensitive ? name : name.ToLowerInvariant();

    public string UserId(string username) => $"{Id}/{Fold(username)}";

    public ValueTask<Versioned<UserPoolClientDocument>?> FindClientAsync(
        string clientId, CancellationToken cancellationToken) => FindAsync<UserPoolClientDocument>(clientId, cancellationToken);

    /// <summary>The client of this pool; another pool's is none of it.</summary>
    public async ValueTask<OpenedClient> ClientAsync(string clientId, CancellationToken cancellationToken) =>
        await FindClientAsync(clientId, cancellationToken) is { } client
            ? new OpenedClient(this, client)
            : throw CognitoFaults.NoClient(clientId);

    public ValueTask<Versioned<T>?> FindAsync<T>(string part, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Room.Documents.FindAsync<T>(Scope, $"{Id}/{part}", cancellationToken);

    public async ValueTask<Versioned<PoolGroupDocument>> GroupAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync<PoolGroupDocument>(name, cancellationToken) ?? throw CognitoFaults.Missing("Group not found.");

    public async ValueTask<Versioned<PoolUserDocument>> UserAsync(string name, CancellationToken cancellationToken) =>
        await FindUserAsync(name, cancellationToken) ?? throw CognitoFaults.NoUser();

    /// <summary>The user of that name, or who has it as another name: an address, a number, the sub.</summary>
    public async ValueTask<Versioned<PoolUserDocument>?> FindUserAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > UserPoolLimits.UsernameChars || !UserPoolNames.IsName(name))
        {
            return null;
        }

        if (await Room.Documents.FindAsync<PoolUserDocument>(Scope, UserId(name), cancellationToken) is { } direct)
        {
            return direct;
        }

        foreach (var kind in PoolAliases.KindsFor(Value, name))
        {
            if (await FindAsync<PoolAliasDocument>(PoolAliases.IdOf(Value, kind, name), cancellationToken) is { } alias)
            {
                return await Room.Documents.FindAsync<PoolUserDocument>(Scope, alias.Value.User, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>By what never changes, and not by a name that another may have chosen to look like it.</summary>
    public async ValueTask<Versioned<PoolUserDocument>?> FindBySubAsync(string sub, CancellationToken cancellationToken) =>
        sub.Length <= UserPoolLimits.UsernameChars
        && await FindAsync<PoolAliasDocument>(PoolAliases.IdOf(Value, "sub", sub), cancellationToken) is { } alias
        && await Room.Documents.FindAsync<PoolUserDocument>(Scope, alias.Value.User, cancellationToken) is { } user
        && user.Value.Sub == sub
            ? user
            : null;

    public async ValueTask<UserPoolKeysDocument> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await Room.Documents.FindAsync<UserPoolKeysDocument>(Scope, Id, cancellationToken)
            ?? throw new InvalidOperationException("A pool has keys.");
        var now = Room.Now;
        if (!Gatehouse.Identity.UserPools.PoolKeys.IsDue(keys.Value, now))
        {
            return keys.Value;
        }

        var fresh = await Room.Passwords.RunAsync(
            () => Gatehouse.Identity.UserPools.PoolKeys.Rotate(keys.Value, now), cancellationToken);
        await Room.CommitAsync(Batch().Replace(keys, fresh), cancellationToken);
        return fresh;
    }

    /// <summary>Saves a user and its other names together.</summary>
    public async ValueTask SaveAsync(
        Versioned<PoolUserDocument> read, PoolUserDocument user, CancellationToken cancellationToken, bool takesAliases = false)
    {
        var batch = Batch().Replace(read, user);
        await PoolAliases.AddAsync(this, batch, read.Id, read.Value, user, takesAliases, cancellationToken);
        await Room.CommitAsync(batch, cancellationToken);
    }

    /// <summary>Stores a new user and its other names together.</summary>
    public async ValueTask SaveNewAsync(
        string id, PoolUserDocument user, CancellationToken cancellationToken, bool takesAliases = false)
    {
        var batch = Batch().Expect(Pool).Create(id, user);
        await PoolAliases.AddAsync(this, batch, id, null, user, takesAliases, cancellationToken);
        await Room.CommitAsync(batch, cancellationToken);
    }
}
