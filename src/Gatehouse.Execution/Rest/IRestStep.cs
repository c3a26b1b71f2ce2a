using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Rest;

/// <summary>One step of a method. Shared by all requests; everything of a request is on the call.</summary>
internal interface IRestStep
{
    ValueTask<StepResult> RunAsync(RestCall call);
}
