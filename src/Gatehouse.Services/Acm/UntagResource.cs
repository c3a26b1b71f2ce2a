using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Removes tags by their keys.</summary>
internal sealed class UntagResource(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken, "ResourceArn");
        var keys = (call.Input.Members["TagKeys"] as JsonArray ?? []).OfType<JsonValue>().Select(static key => key.GetValue<string>());
        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(found, found.Value with { Tags = found.Value.Tags?.RemoveRange(keys) }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
