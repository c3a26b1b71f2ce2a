using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

internal sealed class UpdateVpcLink(RestApiStore store) : IOperation
{
    /// <summary>rest-control-plane §2.16; the family of its refusals is a guess (§1.11).</summary>
    public static readonly PatchTable<VpcLinkDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/name", PatchOps.Replace, (link, in m) => link with { Name = VpcLinkRules.CheckName(m.ValueOrNull) }),
        new("/description", PatchOps.Replace, (link, in m) => link with { Description = m.ValueOrNull }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var link = await VpcLinkShape.FindAsync(store, call, cancellationToken);
        var operations = PatchOperation.Of(call.Input);
        if (operations.Any(IsTarget))
        {
            throw ApiGatewayFaults.BadRequest("Target arns are not allowed to be changed/added.");
        }

        var changed = Patches.Apply(link.Value, operations);
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(link, changed), cancellationToken);
        return VpcLinkShape.Output(changed);
    }

    private static bool IsTarget(PatchOperation operation) =>
        operation.Path is { } path
        && (path == "/targetArns" || path.StartsWith("/targetArns/", StringComparison.Ordinal));
}
