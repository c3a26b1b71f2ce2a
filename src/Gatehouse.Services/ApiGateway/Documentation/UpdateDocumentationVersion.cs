using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

internal sealed class UpdateDocumentationVersion(RestApiStore store) : IOperation
{
    public static readonly PatchTable<DocumentationVersionDocument> Patches = new(
        PatchFamily.ListsPaths,
        new PatchRule<DocumentationVersionDocument>("/description", PatchOps.Replace, (version, in m) =>
            version with { Description = m.ValueOrNull }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await DocumentationShape.FindVersionAsync(
            api, call.Input.RequiredString("documentationVersion"), cancellationToken);
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(after));
    }
}
