using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>One function of one route, settled at publish.</summary>
internal sealed record SocketFunctionSettings
{
    public required FunctionName Function { get; init; }

    /// <summary>What the function's resource policy is asked about: <c>…:{apiId}/{stage}/{routeKey}</c> (websocket-api §4.4).</summary>
    public required string SourceArn { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>
    /// The role that the gateway takes on for the call: then the function's own policy is not asked, and the role's is.
    /// </summary>
    public required string? RoleArn { get; init; }

    public required TimeSpan Timeout { get; init; }
}

/// <summary>Calls a function for an event and tells the ends of the call apart.</summary>
internal sealed class SocketFunctionCaller(
    SocketFunctionSettings settings, IFunctionInvoker invoker, IFunctionAccess access, AuthorizerInvoker? roles, IIdSource ids,
    TimeProvider time)
{
    private const string Principal = "apigateway.amazonaws.com";

    private static readonly EventResult Forbidden = new(
        SocketFault.ConfigurationError,
        "Execution failed due to configuration error: Invalid permissions on Lambda function");

    private static readonly EventResult TimedOut =
        new(SocketFault.TimedOut, "Execution failed due to a timeout error");

    /// <summary>Whether the gateway may call the function; asked at each call, since policies need no deployment.</summary>
    public EventResult Forbid() => MayInvoke() ? EventResult.Continue : Forbidden;

    private bool MayInvoke() => settings.RoleArn is { } role && roles is not null
        ? roles.MayInvoke(new AuthorizerFunction
        {
            AuthorizerId = string.Empty,
            Function = settings.Function,
            SourceArn = settings.SourceArn,
            SourceAccount = settings.SourceAccount,
            RoleArn = role,
            Timeout = settings.Timeout,
        })
        : access.MayInvoke(settings.Function, Principal, settings.SourceArn, settings.SourceAccount);

    /// <summary>Hands an event over and does not wait.</summary>
    public EventResult Post(RouteEvent call, byte[] payload, FunctionEvents events) =>
        events.TryRun(invoker, Begin(call, payload))
            ? EventResult.Continue
            : new EventResult(SocketFault.IntegrationFailed, "The Lambda function is throttled: Rate Exceeded.");

    /// <param name="call">For whom.</param>
    /// <param name="payload">Stays untouched until the function is done with it.</param>
    /// <returns>The result, or a fault when there is none.</returns>
    public async ValueTask<(FunctionResult? Result, EventResult Refusal)> CallAsync(
        RouteEvent call, ReadOnlyMemory<byte> payload)
    {
        var forbidden = Forbid();
        if (forbidden.Fault is not null)
        {
            call.IsIntegrationAttempted = true;
            return (null, forbidden);
        }

        var invocation = Begin(call, payload);
        var started = time.GetTimestamp();
        var isDone = false;
        using var wait = new CancellationTokenSource(settings.Timeout, time);
        await using var leaving = call.Aborted.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), wait);
        try
        {
            var result = await invoker.InvokeAsync(invocation, wait.Token);
            isDone = true;
            call.IntegrationLatency = time.GetElapsedTime(started);
            return (result, Of(call, result));
        }
        catch (OperationCanceledException) when (!isDone && !call.Aborted.IsCancellationRequested)
        {
            call.IntegrationLatency = time.GetElapsedTime(started);
            return (null, TimedOut);
        }
        finally
        {
            if (!isDone)
            {
                call.AbandonAll(); // the function runs on and may still read its event
            }
        }
    }

    private FunctionCall Begin(RouteEvent call, ReadOnlyMemory<byte> payload)
    {
        call.IsIntegrationAttempted = true;
        var invocation = new FunctionCall
        {
            Function = settings.Function,
            Payload = payload,
            RequestId = ids.Uuid(),
            TraceId = call.TraceHeader is { } trace ? TraceIdentity.WithoutSelf(trace) : null,
        };
        call.Endpoint.AwsRequestId = invocation.RequestId;
        call.Trace?.Data($"Endpoint request URI: {settings.Function.Arn}");
        call.Trace?.DataBody("Endpoint request body after transformations", payload.Span);
        return invocation;
    }

    private static EventResult Of(RouteEvent call, FunctionResult result)
    {
        call.Trace?.DataBody("Endpoint response body before transformations", result.Payload.Span);
        call.Endpoint.ServiceStatus = result.Outcome switch
        {
            FunctionOutcome.NotFound => 404,
            FunctionOutcome.Throttled => 429,
            FunctionOutcome.NotReady => 409,
            FunctionOutcome.HostFailed => 502,
            _ => 200, // also when the function failed
        };
        return result.Outcome switch
        {
            FunctionOutcome.Succeeded or FunctionOutcome.FunctionFailed => EventResult.Continue,
            FunctionOutcome.NotFound => Forbidden, // AWS asks the policy of a function that is not there, and finds none
            FunctionOutcome.Throttled => new EventResult(
                SocketFault.IntegrationFailed, "The Lambda function is throttled: Rate Exceeded."),
            _ => new EventResult(
                SocketFault.IntegrationFailed, $"The Lambda function could not be run ({result.Outcome}): {result.Reason}"),
        };
    }

    /// <summary>The log's line for a function that failed.</summary>
    public static EventResult Failed(FunctionResult result, string requestId) => new(
        SocketFault.IntegrationFailed,
        $"Lambda execution failed due to customer function error: {FunctionErrors.MessageOf(result.Payload)}. Lambda request "
        + $"id: {requestId}");
}
