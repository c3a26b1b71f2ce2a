using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Events;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>
/// The Lambda REQUEST authorizer of <c>$connect</c> (websocket-api §3.8): asked at each handshake, and what it says is told to all later
/// events.
/// </summary>
internal sealed class ConnectAuthorizer(
    FunctionAuthorizer authorizer, ConnectIdentity[] sources, string arn, TimeProvider time) : IConnectGuard
{
    public async ValueTask<EventResult> RunAsync(RouteEvent connect)
    {
        var request = connect.Handshake!;
        foreach (var source in sources)
        {
            if (string.IsNullOrEmpty(source(connect)))
            {
                return Refuse(connect, SocketFault.Unauthorized, "An identity source of the authorizer is missing");
            }
        }

        var payload = SocketEventWriter.WriteAuthorizer(connect, arn);
        var verdict = await authorizer.AskAsync(
            key: null, payload, TraceIdentity.WithoutSelf(request.TraceHeader), connect.Aborted);
        if (verdict.Answer is not { } answer)
        {
            return Refuse(connect, FaultOf(verdict.Failure), verdict.Detail ?? "The authorizer's function failed: Unauthorized");
        }

        if (answer.SizeInBytes > WebSocketLimits.AuthorizerAnswerBytes)
        {
            return Refuse(connect, SocketFault.AuthorizerMisconfigured, "The authorizer's answer is larger than 8 KB");
        }

        connect.Client.Authorization = verdict.Caller;
        connect.UsageIdentifierKey = answer.UsageIdentifierKey;
        var circumstances = answer.Policy!.HasConditions
            ? new RequestCircumstances(request, connect.Stage.Scope.Region, time.GetUtcNow())
            : null;
        return answer.Policy.Evaluate(arn, circumstances) switch
        {
            PolicyEffect.Allow => EventResult.Continue,
            PolicyEffect.Silent => new EventResult(
                SocketFault.NotCovered, "The client is not authorized to perform this operation."),
            _ => new EventResult(SocketFault.Denied, "The client is not authorized to perform this operation."),
        };
    }

    private static SocketFault FaultOf(AuthorizerFailure failure) => failure switch
    {
        AuthorizerFailure.Unauthorized => SocketFault.Unauthorized,
        AuthorizerFailure.FunctionFailed => SocketFault.AuthorizerFailed,
        _ => SocketFault.AuthorizerMisconfigured,
    };

    private static EventResult Refuse(RouteEvent connect, SocketFault fault, string detail)
    {
        connect.Client.Authorization = new CallerAuthorization { Error = detail, Status = fault.Status };
        return new EventResult(fault, detail);
    }
}

/// <summary>One identity source of an authorizer: its value, or <see langword="null"/>.</summary>
internal delegate string? ConnectIdentity(RouteEvent connect);
