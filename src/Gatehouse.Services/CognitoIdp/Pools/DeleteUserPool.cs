using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class DeleteUserPool(CognitoRoom room) : IOperation
{
    private const int WritesPerBatch = 10_000;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        if (pool.Value.Text("DeletionProtection") == "ACTIVE")
        {
            throw CognitoFaults.Invalid(
                "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated "
                + "first.");
        }

        if (pool.Value.Domain is not null || pool.Value.CustomDomain is not null)
        {
            throw CognitoFaults.Invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.");
        }

        // The pool itself first: nobody signs in or up any more while its parts go.
        await room.CommitAsync(
            pool.Batch().Delete(pool.Pool).DeleteIfPresent<UserPoolKeysDocument>(pool.Id), cancellationToken);
        await DeleteAllAsync<UserPoolClientDocument>(pool, cancellationToken);
        await DeleteAllAsync<PoolUserDocument>(pool, cancellationToken);
        await DeleteAllAsync<PoolAliasDocument>(pool, cancellationToken);
        await DeleteAllAsync<PoolGroupDocument>(pool, cancellationToken);
        await DeleteAllAsync<ResourceServerDocument>(pool, cancellationToken);
        await DeleteAllAsync<PoolProviderDocument>(pool, cancellationToken);
        await DeleteAllAsync<PoolSessionDocument>(pool, cancellationToken);
        await DeleteAllAsync<AuthorizationCodeDocument>(pool, cancellationToken);
        return OperationOutput.Empty;
    }

    private async ValueTask DeleteAllAsync<T>(OpenedPool pool, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        foreach (var chunk in (await room.ListAsync<T>(pool.Scope, pool.Id, cancellationToken)).Chunk(WritesPerBatch))
        {
            var batch = pool.Batch();
            foreach (var document in chunk)
            {
                batch.DeleteIfPresent<T>(document.Id);
            }

            await room.CommitAsync(batch, cancellationToken);
        }
    }
}
