using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class DescribeUserPool(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var users = await room.ListAsync<PoolUserDocument>(call.Scope, pool.Id, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["UserPool"] = PoolViews.Of(pool, users.Length) });
    }
}
