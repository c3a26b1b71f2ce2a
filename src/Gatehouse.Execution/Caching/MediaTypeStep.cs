using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// Refuses a content type that the method's mapping would refuse, ahead of the cache: a hit must not let it pass (sheet
/// §3, step 10 before step 11).
/// </summary>
internal sealed class MediaTypeStep(RequestMapping mapping) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call) => mapping.CheckMediaType(call);
}
