using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// The limits that hold for everybody: the stage's for this method, then the account's (sheet §10.1). Every method has
/// this step, so it costs one compare-and-swap for each limit and no reading of the clock.
/// </summary>
/// <param name="account">The account's limit in this region.</param>
/// <param name="stage">The stage's limit for this method, or none.</param>
internal sealed class RateStep(AccountRate account, MethodRate? stage) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var arrivedAt = call.Request.StartedAt;
        if (stage is not null && !stage.Bucket.TryTake(stage.Rate, arrivedAt))
        {
            return Refuse(call, stage.Rate);
        }

        return account.FindRefusal(arrivedAt) is { } limit ? Refuse(call, limit) : StepResult.Continue;
    }

    private static StepResult Refuse(RestCall call, Rate limit)
    {
        // A throttled request does not use up its key's quota (sheet §10.2, unconfirmed).
        call.Usage?.State.Counter.GiveBack();
        return ThrottledRequest.Result(call, limit);
    }
}

/// <summary>A method's limit and its bucket.</summary>
internal sealed record MethodRate(TokenBucket Bucket, Rate Rate);
