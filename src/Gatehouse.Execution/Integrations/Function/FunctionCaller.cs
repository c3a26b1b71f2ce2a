using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>What it takes to call one function for one method; settled at publish.</summary>
internal sealed record FunctionSettings
{
    public required FunctionName Function { get; init; }

    /// <summary>
    /// What the function's resource policy is asked about: the configured verb (ANY) and the template path (sheet
    /// §5.3).
    /// </summary>
    public required string SourceArn { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>
    /// A role is given, so the function's own policy is not asked. The role is not assumed until IAM is built.
    /// </summary>
    public required bool HasCredentials { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Longest silence of an answer that streams (sheet §5.14).</summary>
    public TimeSpan StreamIdle { get; init; } = FunctionProxyLimits.StreamIdle;
}

/// <summary>What came of a call.</summary>
/// <param name="Result">The function's, or <see langword="null"/> when the wait ended before it.</param>
/// <param name="Refusal">A fault when the function was not run or the wait ended.</param>
/// <param name="RequestId">The invocation's own id.</param>
internal readonly record struct FunctionReply(FunctionResult? Result, StepResult Refusal, string RequestId);

/// <summary>Calls a function within the method's timeout and tells its outcomes apart.</summary>
internal sealed class FunctionCaller(
    FunctionSettings settings, IFunctionInvoker invoker, IFunctionAccess access, IIdSource ids, TimeProvider time)
{
    private const string Principal = "apigateway.amazonaws.com";

    public FunctionSettings Settings { get; } = settings;

    /// <returns>The function's result, or a fault when it was not run or the wait ended.</returns>
    public ValueTask<FunctionReply> CallAsync(RestCall call, ReadOnlyMemory<byte> payload, Action abandonPayload)
    {
        var forbidden = Forbid();
        if (forbidden.Fault is not null)
        {
            return new ValueTask<FunctionReply>(new FunctionReply(null, forbidden, string.Empty));
        }

        var invocation = Begin(call, payload);
        var started = time.GetTimestamp();

        // One source for both ends of the wait, the method's timeout and the client's departure.
        var wait = new CancellationTokenSource(Settings.Timeout, time);
        var leaving = call.Aborted.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), wait);
        return FinishAsync(call, invocation, wait, leaving, started, abandonPayload);
    }

    /// <summary>Hands the event over and does not wait: the function runs once, whatever comes of it.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="payload">Its bytes belong to the function from now on.</param>
    /// <param name="events">Where it runs.</param>
    /// <returns>The invocation's id and a fault when it was not accepted.</returns>
    public (StepResult Refusal, string RequestId) Post(RestCall call, byte[] payload, FunctionEvents events)
    {
        var forbidden = Forbid();
        if (forbidden.Fault is not null)
        {
            return (forbidden, string.Empty);
        }

        var invocation = Begin(call, payload);
        return events.TryRun(invoker, invocation)
            ? (StepResult.Continue, invocation.RequestId)
            : (FunctionFaults.Throttled(call, invocation.RequestId), invocation.RequestId);
    }

    /// <summary>Whether the gateway may call the function at all (<c>DryRun</c>).</summary>
    /// <remarks>Asked at each call: policies are edited without a deployment, and the answer is in memory.</remarks>
    public StepResult Forbid() =>
        Settings.HasCredentials
        || access.MayInvoke(Settings.Function, Principal, Settings.SourceArn, Settings.SourceAccount)
            ? StepResult.Continue
            : FunctionFaults.Forbidden;

    /// <summary>Runs the function and hands out its answer while it comes. The gateway may call it.</summary>
    public (FunctionStream Stream, string RequestId) Stream(RestCall call, ReadOnlyMemory<byte> payload)
    {
        var invocation = Begin(call, payload);
        return (invoker.InvokeStreaming(invocation), invocation.RequestId);
    }

    private FunctionCall Begin(RestCall call, ReadOnlyMemory<byte> payload)
    {
        call.IsIntegrationAttempted = true;
        var invocation = new FunctionCall
        {
            Function = Settings.Function,
            Payload = payload,
            RequestId = ids.Uuid(),
            TraceId = TraceIdentity.WithoutSelf(call.Request.TraceHeader),
        };
        call.Endpoint.AwsRequestId = invocation.RequestId;
        FunctionTrace.Sending(call, Settings, payload.Span);
        return invocation;
    }

    private async ValueTask<FunctionReply> FinishAsync(
        RestCall call,
        FunctionCall invocation,
        CancellationTokenSource wait,
        CancellationTokenRegistration leaving,
        long started,
        Action abandonPayload)
    {
        try
        {
            var result = await invoker.InvokeAsync(invocation, wait.Token);
            call.IntegrationLatency = time.GetElapsedTime(started);
            FunctionTrace.Received(call, result);
            var refusal = FunctionFaults.Of(call, result, invocation.RequestId);
            return new FunctionReply(result, refusal, invocation.RequestId);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            abandonPayload();
            call.IntegrationLatency = time.GetElapsedTime(started);
            return new FunctionReply(null, FunctionFaults.TimedOut, invocation.RequestId);
        }
        catch (OperationCanceledException)
        {
            abandonPayload(); // the function runs on and may still read its event
            throw;
        }
        finally
        {
            await leaving.DisposeAsync();
            wait.Dispose();
        }
    }
}
