using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Events;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>One function integration, settled at publish.</summary>
internal sealed record FunctionIntegrationSettings
{
    public required FunctionName Function { get; init; }

    /// <summary>What the function's resource policy is asked about: the route's key (http-api §7.1).</summary>
    public required string SourceArn { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>A role is given, so the function's own policy is not asked.</summary>
    public required bool HasCredentials { get; init; }

    /// <summary>Payload format 2.0, else 1.0.</summary>
    public required bool IsV2 { get; init; }

    public required TimeSpan Timeout { get; init; }

    public RequestMappings? Mappings { get; init; }
}

/// <summary>AWS_PROXY with a function: the request as an event, its answer as the response (http-api §7).</summary>
internal sealed class FunctionIntegration(
    FunctionIntegrationSettings settings, IFunctionInvoker invoker, IFunctionAccess access, IIdSource ids,
    TimeProvider time) : IRouteStep
{
    private const string Principal = "apigateway.amazonaws.com";

    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        // Asked at each call: policies are edited without a deployment, and the answer is in memory.
        if (!settings.HasCredentials
            && !access.MayInvoke(settings.Function, Principal, settings.SourceArn, settings.SourceAccount))
        {
            call.IsIntegrationAttempted = true;
            return FunctionFault.Forbidden;
        }

        var reading = RequestBody.EnsureReadAsync(call);
        if (!reading.IsCompletedSuccessfully)
        {
            return ReadThenInvokeAsync(call, reading);
        }

        var read = Completed.Take(reading);
        return read.Fault is null ? InvokeAsync(call) : read;
    }

    private async ValueTask<RouteResult> ReadThenInvokeAsync(RouteCall call, ValueTask<RouteResult> reading)
    {
        var read = await reading;
        return read.Fault is null ? await InvokeAsync(call) : read;
    }

    private ValueTask<RouteResult> InvokeAsync(RouteCall call)
    {
        EventRequest request;
        if (settings.Mappings is null)
        {
            request = EventRequest.Of(call);
        }
        else if (settings.Mappings.TryApply(call, out var error) is { } mapped)
        {
            request = EventRequest.Of(call, mapped);
        }
        else
        {
            return new RouteResult(ApiFault.BadRequest, error);
        }

        var payload = settings.IsV2 ? EventV2Writer.Write(call, request) : EventV1Writer.Write(call, request);
        return InvokeAsync(call, payload);
    }

    private async ValueTask<RouteResult> InvokeAsync(RouteCall call, PooledBytes payload)
    {
        var invocation = new FunctionCall
        {
            Function = settings.Function,
            Payload = payload.Written,
            RequestId = ids.Uuid(),
            TraceId = TraceIdentity.WithoutSelf(call.Request.TraceHeader),
        };
        call.IsIntegrationAttempted = true;
        call.Endpoint.AwsRequestId = invocation.RequestId;
        var started = time.GetTimestamp();
        var isDone = false;
        // One source for both ends of the wait, the timeout and the client's departure.
        using var wait = new CancellationTokenSource(settings.Timeout, time);
        await using var leaving = call.Aborted.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), wait);
        try
        {
            var result = await invoker.InvokeAsync(invocation, wait.Token);
            isDone = true;
            call.IntegrationLatency = time.GetElapsedTime(started);
            var refusal = FunctionFault.Of(call, result);
            return refusal.Fault is null ? Take(call, result) : refusal;
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested && !isDone)
        {
            call.IntegrationLatency = time.GetElapsedTime(started);
            return FunctionFault.TimedOut;
        }
        finally
        {
            if (isDone)
            {
                payload.Dispose();
            }
            else
            {
                payload.Abandon(); // the function runs on and may still read its event
            }
        }
    }

    private RouteResult Take(RouteCall call, FunctionResult result)
    {
        if (FunctionAnswer.TryRead(result.Payload, settings.IsV2, out var error) is not { } answer)
        {
            return new RouteResult(ApiFault.InternalError, error);
        }

        call.Own(answer);
        call.Status = answer.Status;
        call.Endpoint.Status = answer.Status;
        call.Answer = answer.Body;
        var headers = call.Request.Http.Response.Headers;
        var ownsCors = call.Request.Stage.Cors is not null;
        foreach (var (name, value) in answer.Headers)
        {
            if (!ownsCors || !CorsPlan.IsGatewaysOwn(name))
            {
                BackendHeaders.Add(headers, name, value);
            }
        }

        if (answer.DefaultContentType is { } type && answer.Status is not (204 or 304))
        {
            headers.ContentType = type;
        }

        return RouteResult.Continue;
    }
}
