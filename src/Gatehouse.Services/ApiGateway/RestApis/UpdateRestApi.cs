using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

internal sealed class UpdateRestApi(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var operations = PatchOperation.Of(call.Input);
        RestApiPatches.CheckOps(operations);
        var changed = RestApiPatches.For(call.Scope).Apply(api.Api, operations);
        EndpointRules.CheckSecurity(changed.SecurityPolicy, changed.EndpointAccessMode);
        await api.CommitAsync(api.Edit().Replace(api.Document, changed), cancellationToken);
        return OperationOutput.Of(RestApiShape.WriteWithTags(changed));
    }
}
