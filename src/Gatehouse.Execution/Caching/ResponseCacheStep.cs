using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Compression;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// Answers from the stage's cache, or runs the method's integration and keeps what it answered (sheet §9). A step of
/// those methods only that cache at least one verb.
/// </summary>
/// <param name="cache">Outlives this plan.</param>
/// <param name="recipe">How a call becomes a key.</param>
/// <param name="rules">The verbs that are cached: one, or those of an ANY method.</param>
/// <param name="integration">The steps from the request mapping to the response mapping.</param>
internal sealed class ResponseCacheStep(
    StageCacheState cache, CacheKeyRecipe recipe, CacheRule[] rules, IRestStep[] integration) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (FindRule(call.Request.Verb) is not { } rule)
        {
            return RunIntegrationAsync(call);
        }

        var cacheControl = call.Request.Http.Request.Headers.CacheControl;
        var asksForFresh = cacheControl.Count > 0 && CacheControl.AsksForFresh(cacheControl);
        var isIgnored = asksForFresh && rule.RequiresAuthorization && !MayInvalidate(call);
        if (isIgnored && rule.Unauthorized == UnauthorizedRefresh.Fail)
        {
            // The body is unconfirmed (sheet §9.1).
            return new StepResult(
                GatewayFaults.AccessDenied, "The caller may not invalidate the cache (execute-api:InvalidateCache)");
        }

        var isWarned = isIgnored && rule.Unauthorized == UnauthorizedRefresh.Warn;
        var key = new CacheKeyBuffer(stackalloc char[CachingLimits.StackKeyChars]);
        var running = Look(call, rule, ref key, asksForFresh && !isIgnored);
        key.Dispose();
        return isWarned ? WarnAsync(call, running) : running;
    }

    private ValueTask<StepResult> Look(RestCall call, CacheRule rule, ref CacheKeyBuffer key, bool isRefresh)
    {
        if (!recipe.TryWrite(call, rule.Verb, ref key))
        {
            call.CacheOutcome = CacheOutcome.Miss;
            return RunIntegrationAsync(call);
        }

        var generation = cache.Current;
        var concealed = rule.IsEncrypted ? cache.Cipher.Conceal(key.Written) : null;
        if (!isRefresh
            && generation.Find(concealed ?? key.Written, call.Request.StartedAt)?.Read() is { } answer
            && IsReadable(call, answer))
        {
            call.CacheOutcome = CacheOutcome.Hit;
            call.Answer = answer;
            return StepResult.Continue;
        }

        call.CacheOutcome = CacheOutcome.Miss;
        return RunAndStoreAsync(call, rule, generation, concealed ?? key.Written.ToString());
    }

    /// <summary>
    /// An answer that the backend itself encoded is only for clients that take the coding; for the others it is a miss,
    /// and what the backend then says replaces it.
    /// </summary>
    private static bool IsReadable(RestCall call, MethodAnswer answer)
    {
        var coding = StoredAnswer.ContentCoding(answer);
        return coding.Count == 0
            || AcceptEncoding.Admits(call.Request.Http.Request.Headers.AcceptEncoding, coding.ToString());
    }

    /// <summary>
    /// Who may refresh an entry of a method that requires authorization for it: callers whose signature was verified and
    /// whose policies grant <c>execute-api:InvalidateCache</c> (sheet §9.1). Nobody else, whoever they say they are.
    /// </summary>
    private static bool MayInvalidate(RestCall call) =>
        call.Signer is { } signer
        && signer.Rule.Decide(
            call.Request, call.Request.Verb, InvokeArn.RestPath(call.Request.ResourcePath), InvokeRule.InvalidateCache,
            signer).IsAllowed;

    private CacheRule? FindRule(string verb)
    {
        foreach (var rule in rules)
        {
            if (rule.Verb == verb)
            {
                return rule;
            }
        }

        return null;
    }

    private async ValueTask<StepResult> RunIntegrationAsync(RestCall call)
    {
        foreach (var step in integration)
        {
            var result = await step.RunAsync(call);
            if (result.Fault is not null)
            {
                return result; // what the gateway answers itself is never kept (sheet §9)
            }
        }

        return StepResult.Continue;
    }

    private async ValueTask<StepResult> RunAndStoreAsync(
        RestCall call, CacheRule rule, CacheGeneration generation, string key)
    {
        var result = await RunIntegrationAsync(call);
        if (result.Fault is not null)
        {
            return result;
        }

        var answer = call.Answer;
        if (answer.Stream is null)
        {
            cache.Store(generation, key, rule, answer, answer.Body.Span);
        }
        else if (!answer.Stream.IsImmediate && StageCacheState.MayStore(answer, answer.Stream.Length ?? 0))
        {
            call.Answer = answer with
            {
                Stream = new TeeStream(
                    answer.Stream, body => cache.Store(generation, key, rule, answer, body.Span)),
            };
        }

        return StepResult.Continue;
    }

    private static async ValueTask<StepResult> WarnAsync(RestCall call, ValueTask<StepResult> running)
    {
        var result = await running;
        if (result.Fault is null)
        {
            var answer = call.Answer;
            call.Answer = answer with
            {
                Headers =
                [
                    .. answer.Headers,
                    new KeyValuePair<string, StringValues>(CacheControl.WarningHeader, CacheControl.IgnoredWarning),
                ],
            };
        }

        return result;
    }
}
