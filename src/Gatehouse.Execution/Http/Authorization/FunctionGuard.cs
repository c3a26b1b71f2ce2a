using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;
using Gatehouse.Identity.Policies;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Authorization;

/// <summary>The Lambda authorizer of a route (http-api §13.3).</summary>
internal sealed class FunctionGuard : IRouteStep
{
    private const int KeyStackBytes = 512;
    private const int ArnStackChars = 512;

    public required FunctionAuthorizer Authorizer { get; init; }

    /// <summary>Answers are written in payload format 2.0, else 1.0.</summary>
    public required bool IsV2 { get; init; }

    /// <summary>All of them must be there. None: every request is asked about, and nothing is kept.</summary>
    public required RouteIdentity[] Sources { get; init; }

    public required TimeProvider Time { get; init; }

    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        CallerKey? key = null;
        var writer = new CallerKeyWriter(stackalloc byte[KeyStackBytes]);
        try
        {
            Authorizer.BeginKey(ref writer);
            foreach (var source in Sources)
            {
                if (!RouteIdentity.TryAppend(source.Read(call), ref writer))
                {
                    return Refuse(call, ApiFault.Unauthorized, "An identity source of the authorizer is missing");
                }
            }

            if (Authorizer.IsKeeping && Sources.Length > 0 && !writer.IsTooLong)
            {
                key = writer.Finish(Authorizer.Hasher);
            }
        }
        finally
        {
            writer.Dispose();
        }

        return key is { } known && Authorizer.FindKept(known) is { } kept
            ? Judge(call, AuthorizerVerdict.Kept(kept))
            : AskAsync(call, key);
    }

    private async ValueTask<RouteResult> AskAsync(RouteCall call, CallerKey? key)
    {
        var request = call.Request;
        var stage = request.Stage;
        var arn = InvokeArn.Text(
            stage.Scope, stage.ApiId, stage.StageName, request.Verb, InvokeArn.HttpPath(request.RoutePath));
        StringValues[] values = [.. Sources.Select(source => source.Read(call))];
        var payload = IsV2
            ? GuardEventWriter.WriteV2(call, arn, values)
            : GuardEventWriter.WriteV1(call, arn, values);
        return Judge(call, await Authorizer.AskAsync(
            key, payload, TraceIdentity.WithoutSelf(request.TraceHeader), call.Aborted));
    }

    private RouteResult Judge(RouteCall call, in AuthorizerVerdict verdict)
    {
        if (verdict.Answer is not { } answer)
        {
            // A function that throws "Unauthorized" is an error like any other here (unconfirmed, http-api §13.3).
            return Refuse(
                call, ApiFault.AuthorizerFailed, verdict.Detail ?? "The authorizer's function failed: Unauthorized");
        }

        call.Caller = new FunctionContextCaller(verdict.Caller!);
        var isAllowed = answer.Policy is { } policy
            ? Evaluate(call, policy) == PolicyEffect.Allow
            : answer.IsAuthorized;
        return isAllowed
            ? RouteResult.Continue
            : Refuse(call, ApiFault.Forbidden, "The authorizer does not allow the call");
    }

    private PolicyEffect Evaluate(RouteCall call, AuthorizerPolicy policy)
    {
        var request = call.Request;
        var stage = request.Stage;
        var path = InvokeArn.HttpPath(request.RoutePath);
        var length = InvokeArn.MaxLength(stage.Scope, stage.ApiId, stage.StageName, request.Verb, path);
        var buffer = length <= ArnStackChars ? stackalloc char[ArnStackChars] : new char[length];
        var arn = InvokeArn.Write(buffer, stage.Scope, stage.ApiId, stage.StageName, request.Verb, path);
        var circumstances = policy.HasConditions
            ? new RequestCircumstances(request, stage.Scope.Region, Time.GetUtcNow())
            : null;
        return policy.Evaluate(arn, circumstances);
    }

    private static RouteResult Refuse(RouteCall call, ApiFault fault, string detail)
    {
        call.AuthorizerError = detail;
        return new RouteResult(fault, detail);
    }
}
