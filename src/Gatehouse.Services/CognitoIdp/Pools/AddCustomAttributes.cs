using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class AddCustomAttributes(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var given = call.Input.Members["CustomAttributes"]!.AsArray();
        var changed = pool.Value with { Schema = PoolSchemas.Extend(pool.Value.Schema, given), Modified = room.Now };
        await room.CommitAsync(pool.Batch().Replace(pool.Pool, changed), cancellationToken);
        return OperationOutput.Empty;
    }
}
