using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.AccessKeys;

internal sealed class ListAccessKeys(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var user = await AccessKeyRoom.UserAsync(room, call, cancellationToken);
        var keys = await AccessKeyRoom.OfAsync(room, call, user.Id, cancellationToken);
        return IamPage.Of(
            call.Input, "AccessKeyMetadata", keys, key => AccessKeyRoom.View(user.Value.Name, key.Id, key.Value));
    }
}
