using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>
/// AWS with a function (websocket-api §5.7): the template's output is the payload; the error message of a function that failed
/// selects among the integration's responses.
/// </summary>
internal sealed class FunctionBackend(SocketFunctionCaller caller, FunctionEvents events) : IEventBackend
{
    private const string InvocationType = "X-Amz-Invocation-Type";
    private const int Ok = 200;
    private const int Accepted = 202;
    private const int NoContent = 204;

    private static readonly KeyValuePair<string, StringValues>[] JsonHeaders =
        [new("Content-Type", "application/json")];

    public ValueTask<EventResult> SendAsync(RouteEvent call, BackendRequest request)
    {
        var type = request.Headers
            .Find(static header => header.Key.Equals(InvocationType, StringComparison.OrdinalIgnoreCase)).Value;
        switch (type.ToString())
        {
            case "" or "RequestResponse":
                return InvokeAsync(call, request);
            case "Event":
                return Post(call, request);
            case "DryRun":
                var forbidden = caller.Forbid();
                return forbidden.Fault is null ? Answer(call, NoContent) : forbidden;
            case var other:
                return new EventResult(
                    SocketFault.ConfigurationError,
                    $"Lambda invocation failed with status: 400 (no invocation type {other})");
        }
    }

    private async ValueTask<EventResult> InvokeAsync(RouteEvent call, BackendRequest request)
    {
        var (result, refusal) = await caller.CallAsync(call, request.Body);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        var isError = result!.Outcome == FunctionOutcome.FunctionFailed;
        call.Endpoint.Status = Ok;
        call.Answer = new BackendAnswer
        {
            // Only what failed has an error message that counts (REST sheet §5.7).
            SelectionValue = isError ? FunctionErrors.MessageOf(result.Payload) : string.Empty,
            Status = Ok,
            Headers = JsonHeaders,
            Body = result.Payload,
            IsFunctionError = isError,
        };
        return EventResult.Continue;
    }

    private EventResult Post(RouteEvent call, BackendRequest request)
    {
        if (request.Body.Length > FunctionProxyLimits.EventBytes)
        {
            return new EventResult(
                SocketFault.ConfigurationError, "Lambda invocation failed with status: 413. The event is too large");
        }

        var forbidden = caller.Forbid();
        if (forbidden.Fault is not null)
        {
            return forbidden;
        }

        // The buffers of this event go back to their pool long before the function reads them.
        var posted = caller.Post(call, request.Body.ToArray(), events);
        return posted.Fault is null ? Answer(call, Accepted) : posted;
    }

    private static EventResult Answer(RouteEvent call, int status)
    {
        call.IsIntegrationAttempted = true;
        call.Endpoint.ServiceStatus = call.Endpoint.Status = status;
        call.Answer = new BackendAnswer { SelectionValue = string.Empty, Status = status, Headers = JsonHeaders };
        return EventResult.Continue;
    }
}
