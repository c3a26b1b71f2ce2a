using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Events;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>AWS_PROXY with a function: the event as websocket-api §4 has it, the answer by §4.4.</summary>
internal sealed class FunctionProxyIntegration(SocketFunctionCaller caller, bool isTwoWay) : IEventIntegration
{
    public async ValueTask<EventResult> RunAsync(RouteEvent call)
    {
        var payload = SocketEventWriter.Write(call);
        call.Own(payload);
        var (result, refusal) = await caller.CallAsync(call, payload.Written);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        if (result!.Outcome == FunctionOutcome.FunctionFailed)
        {
            return SocketFunctionCaller.Failed(result, call.Endpoint.AwsRequestId ?? string.Empty);
        }

        // What comes of a disconnection changes nothing any more; only logs see whether the answer was one.
        if (ProxyAnswer.TryRead(result.Payload, out var problem) is not { } answer)
        {
            return call.Kind == EventKind.Disconnect
                ? Take(call, new BackendAnswer { SelectionValue = string.Empty, Status = 200 })
                : new EventResult(SocketFault.IntegrationFailed, problem);
        }

        return Take(call, answer);
    }

    private EventResult Take(RouteEvent call, BackendAnswer answer)
    {
        call.Endpoint.Status = answer.Status;
        call.Answer = answer;
        if (isTwoWay || call.Kind == EventKind.Connect)
        {
            call.Reply = answer.Body;
        }

        return EventResult.Continue;
    }
}
