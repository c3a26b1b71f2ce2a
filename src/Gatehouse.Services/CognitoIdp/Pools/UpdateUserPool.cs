using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>What is not given falls back to its default, as on AWS; what only the creation sets stays.</summary>
internal sealed class UpdateUserPool(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var name = call.Input.FindString("PoolName") ?? pool.Value.Name;
        PoolSettings.CheckName(name);
        var changed = pool.Value with
        {
            Name = name,
            Modified = room.Now,
            Settings = PoolSettings.Update(call.Input, pool.Value.Settings),
        };
        await room.CommitAsync(pool.Batch().Replace(pool.Pool, changed), cancellationToken);
        return OperationOutput.Empty;
    }
}
