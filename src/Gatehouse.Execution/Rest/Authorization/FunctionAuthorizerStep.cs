using System.Collections.Frozen;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Records;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// CUSTOM: a function decides whether the caller may pass (security §5). A caller whose answer is kept is judged
/// without waiting.
/// </summary>
internal sealed class FunctionAuthorizerStep : IRestStep
{
    private const int KeyStackBytes = 512;
    private const int ArnStackChars = 512;

    private static readonly string[] AlwaysMasked =
        ["Authorization", "X-API-Key", "Proxy-Authorization", "X-Amz-Security-Token", "Cookie"];

    private FrozenSet<string>? _masked;

    public required FunctionAuthorizer Authorizer { get; init; }

    /// <summary>TOKEN: one header, whose value is the whole identity. Otherwise REQUEST.</summary>
    public required bool IsToken { get; init; }

    /// <summary>All of them must be there. None: nobody is told apart, and every request is asked about.</summary>
    public required IdentitySource[] Sources { get; init; }

    /// <summary>What a token must look like as a whole; other ones cost no call (security §5.2).</summary>
    public SelectionPattern? Validation { get; init; }

    /// <summary>
    /// The API has a resource policy, which may yet allow what the authorizer's policy does not speak of (security
    /// §4.2, Table A): its step comes next and decides.
    /// </summary>
    public required bool IsSilenceDecidedLater { get; init; }

    public required TimeProvider Time { get; init; }

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        CallerKey? key = null;
        var writer = new CallerKeyWriter(stackalloc byte[KeyStackBytes]);
        try
        {
            Authorizer.BeginKey(ref writer);
            if (!TryReadIdentity(call, ref writer))
            {
                return Refuse(call, GatewayFaults.Unauthorized, AuthorizerTrace.Unauthorized(call));
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

        AuthorizerTrace.Starting(call, Authorizer.Function.AuthorizerId);
        if (call.Request.Trace is not null)
        {
            AuthorizerTrace.Identity(call, string.Join(',', Sources.Select(source => source.Read(call).ToString())));
        }

        return key is { } known && Authorizer.FindKept(known) is { } kept
            ? Judge(call, AuthorizerVerdict.Kept(kept))
            : AskAsync(call, key);
    }

    private bool TryReadIdentity(RestCall call, ref CallerKeyWriter writer)
    {
        foreach (var source in Sources)
        {
            if (!source.TryAppend(call, ref writer))
            {
                return false;
            }
        }

        // Two values are two identities: the function would judge one, and the backend might believe the other.
        return !IsToken || (Sources[0].Read(call) is [{ } token] && Validation?.IsMatch(token) != false);
    }

    private async ValueTask<StepResult> AskAsync(RestCall call, CallerKey? key)
    {
        var request = call.Request;
        var arn = InvokeArn.Text(
            request.Stage.Scope, request.Stage.ApiId, request.Stage.StageName, request.Verb,
            InvokeArn.RestPath(request.ResourcePath));
        var payload = IsToken
            ? AuthorizerEventWriter.WriteToken(Sources[0].Read(call).ToString(), arn)
            : AuthorizerEventWriter.WriteRequest(call, arn, masked: null);
        if (request.Trace is { WantsData: true })
        {
            AuthorizerTrace.Sending(call, Authorizer.Function, WriteMasked(call, arn));
        }

        var verdict = await Authorizer.AskAsync(
            key, payload, TraceIdentity.WithoutSelf(request.TraceHeader), call.Aborted);
        AuthorizerTrace.Answered(call, verdict);
        return Judge(call, verdict);
    }

    private StepResult Judge(RestCall call, in AuthorizerVerdict verdict)
    {
        if (verdict.Answer is not { } answer)
        {
            return Refuse(
                call, AuthorizerFaults.Of(verdict.Failure), verdict.Detail ?? AuthorizerTrace.Unauthorized(call));
        }

        AuthorizerTrace.Using(call, answer);
        call.Authorization = verdict.Caller;
        call.UsageIdentifierKey = answer.UsageIdentifierKey;
        switch (Evaluate(call, answer.Policy!))
        {
            case PolicyEffect.Allow:
                AuthorizerTrace.Completed(call);
                return StepResult.Continue;
            case PolicyEffect.Silent when IsSilenceDecidedLater:
                AuthorizerTrace.Completed(call);
                call.IsAuthorizerSilent = true;
                return StepResult.Continue;
            case PolicyEffect.Silent:
                return new StepResult(
                    AuthorizerFaults.NotCovered, "The client is not authorized to perform this operation.");
            default:
                return new StepResult(
                    AuthorizerFaults.Denied, "The client is not authorized to perform this operation.");
        }
    }

    private PolicyEffect Evaluate(RestCall call, AuthorizerPolicy policy)
    {
        var request = call.Request;
        var stage = request.Stage;
        var path = InvokeArn.RestPath(request.ResourcePath);
        var length = InvokeArn.MaxLength(stage.Scope, stage.ApiId, stage.StageName, request.Verb, path);
        var buffer = length <= ArnStackChars ? stackalloc char[ArnStackChars] : new char[length];
        var arn = InvokeArn.Write(buffer, stage.Scope, stage.ApiId, stage.StageName, request.Verb, path);
        var circumstances = policy.HasConditions
            ? new RequestCircumstances(request, stage.Scope.Region, Time.GetUtcNow())
            : null;
        return policy.Evaluate(arn, circumstances);
    }

    private static StepResult Refuse(RestCall call, GatewayFault fault, string detail)
    {
        call.Authorization = new CallerAuthorization { Error = detail, Status = fault.Status };
        return new StepResult(fault, detail);
    }

    private byte[] WriteMasked(RestCall call, string arn)
    {
        if (IsToken)
        {
            return AuthorizerEventWriter.WriteToken(TraceText.Mask(Sources[0].Read(call).ToString()), arn);
        }

        _masked ??= AlwaysMasked
            .Concat(Sources.Select(static source => source switch
            {
                HeaderIdentity header => header.Name,
                QueryIdentity query => query.Name,
                _ => string.Empty,
            }))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return AuthorizerEventWriter.WriteRequest(call, arn, _masked);
    }
}
