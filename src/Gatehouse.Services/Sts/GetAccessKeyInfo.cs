using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Sts;

/// <summary>The key's account: looked up, as the keys here do not carry it (security §3.2).</summary>
internal sealed class GetAccessKeyInfo(StsRoom room) : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var account = room.Identity.Directory.FindAccount(call.Input.RequiredString("AccessKeyId"))
            ?? throw StsRoom.Invalid("Invalid Access Key ID");
        return new(OperationOutput.Of(new JsonObject { ["Account"] = account }));
    }
}
