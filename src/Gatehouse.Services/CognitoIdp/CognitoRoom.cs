using System.Collections.Immutable;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>What every operation of user pools reaches for.</summary>
internal sealed class CognitoRoom
{
    public CognitoRoom(IDocumentStore documents, UserPoolServices services, IIdSource ids, TimeProvider time)
    {
        Documents = documents;
        Services = services;
        Ids = ids;
        Time = time;
        Attempts = new SignInAttempts(time);
        Seals = new SealedStates(services.Key, time);
        Passwords = new PasswordWork(services.PasswordIterations);
        Messages = new PoolMessages(services.Outbox, time);
        Tokens = new PoolTokens(this);
    }

    public IDocumentStore Documents { get; }

    public UserPoolServices Services { get; }

    public UserPoolDirectory Directory => Services.Directory;

    public IIdSource Ids { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public SignInAttempts Attempts { get; }

    public SealedStates Seals { get; }

    public PasswordWork Passwords { get; }

    public PoolMessages Messages { get; }

    public PoolTokens Tokens { get; }

    /// <summary>The pool that an administrator's call names, in the caller's account and region.</summary>
    public ValueTask<OpenedPool> PoolAsync(OperationCall call, CancellationToken cancellationToken) =>
        OpenAsync(call.Scope, call.Input.RequiredString("UserPoolId"), cancellationToken);

    public async ValueTask<OpenedPool> OpenAsync(
        DocumentScope scope, string poolId, CancellationToken cancellationToken) =>
        UserPoolNames.IsPoolId(poolId)
        && await Documents.FindAsync<UserPoolDocument>(scope, poolId, cancellationToken) is { } pool
            ? new OpenedPool(this, scope, pool)
            : throw CognitoFaults.NoPool(poolId);

    public async ValueTask<OpenedPool?> FindPoolAsync(PoolPlace place, CancellationToken cancellationToken) =>
        await Documents.FindAsync<UserPoolDocument>(place.Scope, place.PoolId, cancellationToken) is { } pool
            ? new OpenedPool(this, place.Scope, pool)
            : null;

    /// <summary>The client that an app names, wherever its pool is.</summary>
    public async ValueTask<OpenedClient> ClientAsync(string clientId, CancellationToken cancellationToken) =>
        await FindClientAsync(clientId, cancellationToken) ?? throw CognitoFaults.NoClient(clientId);

    public async ValueTask<OpenedClient?> FindClientAsync(string clientId, CancellationToken cancellationToken)
    {
        if (Directory.FindClient(clientId) is not { } place
            || await FindPoolAsync(place, cancellationToken) is not { } pool
            || await pool.FindClientAsync(clientId, cancellationToken) is not { } client)
        {
            return null;
        }

        return new OpenedClient(pool, client);
    }

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string poolId, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Documents.ListAsync<T>(scope, poolId + "/", cancellationToken);

    public async ValueTask CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        await Documents.CommitAsync(batch, cancellationToken);
}
