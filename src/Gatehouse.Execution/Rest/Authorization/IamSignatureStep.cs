using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// AWS_IAM: who signed, and may they (security §1, §4.2)? The body is read before, as the signature covers it; what can be
/// refused without it is refused first.
/// </summary>
internal sealed class IamSignatureStep(InvokeRule rule) : IRestStep
{
    private const string Masked = "*****";

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var signing = ReceivedSignature.Read(call.Request.Http);
        if (!SignatureCarrier.TryRead(signing, out var carrier, out var unreadable))
        {
            return Refuse(AuthenticationFault.Of(unreadable, FaultDialect.RestJson), token: null);
        }

        call.HashesBody = true;
        var reading = BufferBodyStep.EnsureReadAsync(call);
        if (!reading.IsCompletedSuccessfully)
        {
            return ContinueAsync(call, reading, carrier.SessionToken);
        }

        var result = Completed.Take(reading);
        return result.Fault is null ? Judge(call, signing, carrier.SessionToken) : result;
    }

    private async ValueTask<StepResult> ContinueAsync(RestCall call, ValueTask<StepResult> reading, string? token)
    {
        var result = await reading;
        return result.Fault is null ? Judge(call, ReceivedSignature.Read(call.Request.Http), token) : result;
    }

    private StepResult Judge(RestCall call, in SigningRequest signing, string? token)
    {
        var payload = call.RawBodyHash is { } hash ? SignedPayload.OfHash(hash) : SignedPayload.OfBody(call.Body.Span);
        if (!rule.TryAuthenticate(signing, payload, out var caller, out var fault))
        {
            return Refuse(fault, token);
        }

        call.Signer = caller;
        var request = call.Request;
        var path = InvokeArn.RestPath(request.ResourcePath);
        var decision = rule.Decide(request, request.Verb, path, InvokeRule.Invoke, caller);
        return decision.IsAllowed
            ? StepResult.Continue
            : new StepResult(
                GatewayFaults.NotAuthorized(
                    rule.Explain(caller.Arn, request.Verb, path, decision.Reason(InvokeRule.Invoke))),
                $"{caller.Arn} may not {InvokeRule.Invoke}{decision.Reason(InvokeRule.Invoke)}");
    }

    /// <summary>
    /// The text repeats what should have been signed, the session's token too. Differs from AWS: the token is masked,
    /// since the text may be written to access logs.
    /// </summary>
    private static StepResult Refuse(AuthenticationFault fault, string? token)
    {
        var told = string.IsNullOrEmpty(token)
            ? fault
            : fault with
            {
                Message = fault.Message.Replace(token, Masked, StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(token), Masked, StringComparison.Ordinal),
            };
        return new StepResult(IamFaults.Of(told), $"The signature is refused: {fault.Code}");
    }
}
