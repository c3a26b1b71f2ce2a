using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

/// <summary>Lists of what is not kept here, which tools ask for before they delete: empty (security §3.3).</summary>
internal sealed class EmptyList(string member) : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        new(OperationOutput.Of(new JsonObject { [member] = new JsonArray(), ["IsTruncated"] = false }));
}

/// <summary>What an account here never has.</summary>
internal sealed class NeverThere(Func<OperationCall, string> message) : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        throw IamRoom.Missing(message(call));
}
