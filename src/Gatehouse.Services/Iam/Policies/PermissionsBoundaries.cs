using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>PutUserPermissionsBoundary, PutRolePermissionsBoundary.</summary>
internal sealed class PutPermissionsBoundary<T>(HolderRoom<T> holders, Func<T, string?, T> set) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = await holders.FindAsync(call, cancellationToken);
        var arn = call.Input.RequiredString("PermissionsBoundary");
        await holders.Room.RequireAttachableAsync(call, arn, cancellationToken);
        await holders.SaveAsync(call, holder, set(holder.Value, arn), cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>DeleteUserPermissionsBoundary, DeleteRolePermissionsBoundary.</summary>
internal sealed class DeletePermissionsBoundary<T>(HolderRoom<T> holders, Func<T, string?, T> set) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = await holders.FindAsync(call, cancellationToken);
        await holders.SaveAsync(call, holder, set(holder.Value, null), cancellationToken);
        return OperationOutput.Empty;
    }
}
