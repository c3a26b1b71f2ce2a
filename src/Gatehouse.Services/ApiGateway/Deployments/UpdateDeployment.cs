using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

internal sealed class UpdateDeployment(RestApiStore store) : IOperation
{
    /// <summary>rest-control-plane §2.17.</summary>
    public static readonly PatchTable<DeploymentDocument> Patches = new(
        PatchFamily.ListsPaths,
        new PatchRule<DeploymentDocument>("/description", PatchOps.Replace, (deployment, in match) =>
            deployment with { Description = match.ValueOrNull }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await api.FindAsync<DeploymentDocument>(
            call.Input.RequiredString("deploymentId"), cancellationToken) ?? throw ApiGatewayFaults.NoDeployment();
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return OperationOutput.Of(DeploymentShape.Write(after));
    }
}
