using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

internal sealed class GetSessionToken(StsRoom room) : IOperation
{
    private const int DefaultSeconds = 43_200;
    private const int MaxSeconds = 129_600;

    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Session is not null || call.Caller.Kind == PrincipalKind.RoleSession)
        {
            throw new ServiceFaultException("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
        }

        var credentials = room.Sessions.IssueFor(call.Caller, null, new SessionRequest
        {
            Name = "",
            Duration = StsRoom.Duration(call.Input, DefaultSeconds, MaxSeconds),
        })!;
        return new(OperationOutput.Of(new JsonObject { ["Credentials"] = StsRoom.View(credentials) }));
    }
}
