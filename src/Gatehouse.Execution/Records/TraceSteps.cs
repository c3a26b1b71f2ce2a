using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Records;

/// <summary>
/// Writes the head of the execution log, after authorization and keys and before validation (sheet §3, evidence). A
/// step of methods with logging only.
/// </summary>
/// <param name="isKeyless">No key is asked for, so that no other step tells of the usage plan.</param>
internal sealed class TraceStartStep(bool isKeyless) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (isKeyless)
        {
            MethodTrace.KeylessUsagePlan(call);
        }

        MethodTrace.Starting(call);
        return StepResult.Continue;
    }
}

/// <summary>After the validators of a method that has one: they let the request pass.</summary>
internal sealed class TraceValidatedStep : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (call.Request.Trace is { WantsData: true } trace)
        {
            var type = MediaType.OfContentType(call.Request.Http.Request.ContentType);
            trace.Data($"Request validation succeeded for content type {(type.IsEmpty ? MediaType.Json : type)}");
        }

        return StepResult.Continue;
    }
}
