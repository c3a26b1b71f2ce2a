using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Throttling;

/// <summary>The one answer of all throttles, with AWS's line: it says "Key" even where no key is involved (sheet
/// §10.1).</summary>
internal static class ThrottledRequest
{
    public static StepResult Result(RestCall call, Rate limit)
    {
        var stage = call.Request.Stage;
        return new StepResult(
            GatewayFaults.Throttled,
            $"Key throttle limit exceeded for RestApi {stage.ApiId}, Stage {stage.StageName}, Resource "
            + $"{call.Method.ResourceId}, HttpMethod {call.Request.Verb}. {limit}");
    }
}
