using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>Changes what is said; the place never changes (rest-control-plane §2.19).</summary>
internal sealed class UpdateDocumentationPart(RestApiStore store) : IOperation
{
    public static readonly PatchTable<DocumentationPartDocument> Patches = new(
        PatchFamily.ListsPaths,
        new PatchRule<DocumentationPartDocument>("/properties", PatchOps.Replace, (part, in m) =>
            part with { Properties = DocumentationRules.CheckProperties(m.ValueOrNull) }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await DocumentationShape.FindPartAsync(api, call, cancellationToken);
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(after));
    }
}
