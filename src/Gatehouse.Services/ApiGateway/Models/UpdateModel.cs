using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal sealed class UpdateModel(RestApiStore store) : IOperation
{
    /// <summary>rest-control-plane §2.18.</summary>
    public static readonly PatchTable<ModelDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/description", PatchOps.Replace, (model, in match) => model with { Description = match.ValueOrNull }),
        new("/schema", PatchOps.Replace, (model, in match) => model with { Schema = match.Value }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await ModelShape.FindAsync(api, call, cancellationToken);
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        if (after.Schema != before.Value.Schema)
        {
            var others = await api.ListAsync<ModelDocument>(cancellationToken);
            ModelRules.CheckSchema(after, api.Id, others.Select(static other => other.Value));
        }

        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return ModelShape.Output(after);
    }
}
