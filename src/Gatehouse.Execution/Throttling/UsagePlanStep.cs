using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// The limits of the key's plan: the method's rate, or else the plan's, and then the quota (sheet §3 step 7, §10.1). A
/// request that is throttled does not count against the quota.
/// </summary>
internal sealed class UsagePlanStep(string apiStage, string method, ILogger logger) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        try
        {
            return Check(call);
        }
        catch (Exception exception)
        {
            // AWS serves the request then (sheet §10.2): a fault of ours must not lock out who holds a valid key. That
            // the key is valid has been decided before.
            logger.PlanCheckFailed(exception, call.Request.RequestId);
            call.Request.Trace?.Info("Usage Plan check failed due to an internal error");
            return StepResult.Continue;
        }
    }

    private StepResult Check(RestCall call)
    {
        var use = call.Usage!;
        var request = call.Request;
        if (FindRefusal(use, request.StartedAt) is { } limit)
        {
            return ThrottledRequest.Result(call, limit);
        }

        var today = (int)(request.ArrivedAt.UtcTicks / TimeSpan.TicksPerDay);
        if (!use.State.Counter.TryCount(use.Plan.Quota, today))
        {
            return new StepResult(
                GatewayFaults.QuotaExceeded,
                $"API Key {ExecutionTrace.Mask(use.KeyValue)} quota limit exceeded for API Stage {apiStage} by usage "
                + $"plan {use.Plan.Id}: {use.Plan.Quota!.Limit} requests per {use.Plan.Quota.Period}");
        }

        request.Trace?.Info(
            $"Usage Plan check succeeded for API Key {ExecutionTrace.Mask(use.KeyValue)} and API Stage {apiStage}");
        return StepResult.Continue;
    }

    /// <summary>The method's own rate takes the place of the plan's (sheet §10.1).</summary>
    private Rate? FindRefusal(PlanUse use, long arrivedAt)
    {
        var methods = use.Plan.Stages[apiStage];
        if (methods.Count > 0 && methods.TryGetValue(method, out var own))
        {
            return own is null || use.State.MethodBucket(apiStage, method).TryTake(own, arrivedAt) ? null : own;
        }

        return use.Plan.Rate is { } rate && !use.State.Bucket.TryTake(rate, arrivedAt) ? rate : null;
    }
}
