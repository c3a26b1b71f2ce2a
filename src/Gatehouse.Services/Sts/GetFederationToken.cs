using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

internal sealed class GetFederationToken(StsRoom room) : IOperation
{
    private const int DefaultSeconds = 43_200;
    private const int MaxSeconds = 129_600;

    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Session is not null || call.Caller.Kind == PrincipalKind.RoleSession)
        {
            throw new ServiceFaultException("AccessDenied", 403, "Cannot call GetFederationToken with session credentials");
        }

        var duration = StsRoom.Duration(call.Input, DefaultSeconds, MaxSeconds);
        var asked = SessionInputs.Read(call.Input, call.Input.RequiredString("Name"), duration, room.Identity);
        if (asked.Policy is null && asked.PolicyArns.IsEmpty)
        {
            // Without a session policy a federated user has no permission of its own.
            asked = asked with { Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""" };
        }

        var credentials = room.Sessions.IssueFor(call.Caller, asked.Name, asked) ?? throw SessionInputs.TooLarge();
        return new(OperationOutput.Of(new JsonObject
        {
            ["Credentials"] = StsRoom.View(credentials),
            ["FederatedUser"] = new JsonObject { ["FederatedUserId"] = credentials.UserId, ["Arn"] = credentials.Arn },
            ["PackedPolicySize"] = SessionTokens.PackedPercentage(credentials.SessionToken),
        }));
    }
}
