using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class ListUserPools(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pools = await room.Documents.ListAsync<UserPoolDocument>(call.Scope, "", cancellationToken);
        return CognitoPage.Of(
            call.Input, "MaxResults", "NextToken", "UserPools", pools, static pool => pool.Id,
            static pool => PoolViews.Row(pool.Value));
    }
}
