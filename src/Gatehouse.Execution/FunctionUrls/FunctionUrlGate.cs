using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>
/// May a caller invoke a function through its URL? Both <c>lambda:InvokeFunctionUrl</c> and
/// <c>lambda:InvokeFunction</c> must be allowed, by the caller's own policies or by the function's (Lambda developer
/// guide, "Control access to Lambda function URLs", since October 2025).
/// </summary>
/// <param name="policies">Of the functions; without them nobody gets in.</param>
/// <param name="iam">Who is who; without it nobody who signs gets in.</param>
/// <param name="time">The clock of conditions.</param>
internal sealed class FunctionUrlGate(IFunctionPolicies? policies, IamServices? iam, TimeProvider time)
{
    private const string InvokeUrl = "lambda:InvokeFunctionUrl";
    private const string Invoke = "lambda:InvokeFunction";

    /// <param name="request">The request, whose body has been read: signatures cover it.</param>
    /// <param name="body">The body.</param>
    /// <param name="caller">Who signed; <see langword="null"/> on a URL without authorization.</param>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public FunctionUrlFault? Check(FunctionUrlRequest request, ReadOnlySpan<byte> body, out CredentialHolder? caller)
    {
        caller = null;
        if (!request.Url.IsSigned)
        {
            return request.Url.AuthType == "NONE"
                ? Decide(request, Principal.Anonymous, CallerPolicies.None)
                : FunctionUrlFault.Forbidden($"The auth type {request.Url.AuthType} is not known");
        }

        var signing = ReceivedSignature.Read(request.Http);
        if (iam is null || !SignatureCarrier.TryRead(signing, out _, out _))
        {
            return FunctionUrlFault.Forbidden("The request is not signed");
        }

        var expectation = new SignatureExpectation { Service = "lambda", Regions = [request.Url.Scope.Region] };
        if (!iam.Verifier.TryVerify(signing, SignedPayload.OfBody(body), expectation, out var known, out var fault))
        {
            return FunctionUrlFault.Unauthenticated(fault.Code, fault.Status, fault.Message);
        }

        caller = known.Holder;
        return Decide(request, caller.Principal, iam.Directory.PoliciesOf(caller.Principal, caller.Session));
    }

    private FunctionUrlFault? Decide(FunctionUrlRequest request, Principal principal, CallerPolicies own)
    {
        var url = request.Url;
        var resource = new GuardedResource(url.Scope.Account, policies?.FindPolicy(url.Function));
        var circumstances = new UrlCircumstances(request, url, time.GetUtcNow());
        foreach (var action in (ReadOnlySpan<string>)[InvokeUrl, Invoke])
        {
            var decision = AccessRules.Decide(
                new PolicyRequest(principal, action, url.Function.Arn, circumstances), own, resource);
            if (!decision.IsAllowed)
            {
                var who = principal.Kind == PrincipalKind.Anonymous ? "everybody" : principal.Arn;
                return FunctionUrlFault.Forbidden($"{who} may not {action} {url.Function.Arn}{decision.Reason(action)}");
            }
        }

        return null;
    }

    private sealed class UrlCircumstances(FunctionUrlRequest request, FunctionUrlPlan url, DateTimeOffset now) : PolicyContext
    {
        private readonly RequestCircumstances _request = new(request, url.Scope.Region, now);

        public override ContextValue Find(ContextKey key) => key.Folded switch
        {
            "lambda:functionurlauthtype" => ContextValue.Of(url.AuthType),
            "lambda:invokedviafunctionurl" => ContextValue.Of(true),
            _ => _request.Find(key),
        };
    }
}
