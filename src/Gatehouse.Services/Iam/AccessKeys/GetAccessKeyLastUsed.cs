using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam.AccessKeys;

/// <summary>Uses are not counted here: every key looks unused, as a new one does at AWS.</summary>
internal sealed class GetAccessKeyLastUsed(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("AccessKeyId");
        var key = await room.Documents.FindAsync<AccessKeyDocument>(IamRoom.Scope(call), id, cancellationToken)
            ?? throw new ServiceFaultException(
                "AccessDenied", 403,
                $"User: {call.CallerArn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key {id}");
        var user = await room.UserAsync(call, key.Value.User, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["UserName"] = user.Value.Name,
            ["AccessKeyLastUsed"] = new JsonObject { ["ServiceName"] = "N/A", ["Region"] = "N/A" },
        });
    }
}
