using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>
/// AWS_IAM of <c>$connect</c> (websocket-api §3.6): the signature in a header or in the query, over no body; then the caller's policies for
/// <c>{apiId}/{stage}/$connect</c>.
/// </summary>
internal sealed class ConnectSignature(InvokeRule rule, string arn) : IConnectGuard
{
    public ValueTask<EventResult> RunAsync(RouteEvent connect)
    {
        var request = connect.Handshake!;
        var signing = ReceivedSignature.Read(request.Http);
        if (!SignatureCarrier.TryRead(signing, out _, out var unreadable))
        {
            return Refuse(AuthenticationFault.Of(unreadable, FaultDialect.RestJson));
        }

        if (!rule.TryAuthenticate(signing, SignedPayload.OfBody(default), out var caller, out var fault))
        {
            return Refuse(fault);
        }

        var decision = rule.Decide(request, arn, InvokeRule.Invoke, caller);
        if (!decision.IsAllowed)
        {
            return new EventResult(
                SocketFault.Forbidden, $"{caller.Arn} may not {InvokeRule.Invoke}{decision.Reason(InvokeRule.Invoke)}");
        }

        connect.Client.Signer = caller;
        return EventResult.Continue;
    }

    private static EventResult Refuse(AuthenticationFault fault)
    {
        var answer = fault.Code switch
        {
            "MissingAuthenticationTokenException" => SocketFault.MissingToken,
            "ExpiredTokenException" => SocketFault.ExpiredToken,
            "InvalidSignatureException" => SocketFault.InvalidSignature(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
                + "Key and signing method. Consult the service documentation for details."),
            _ => SocketFault.InvalidSignature("The security token included in the request is invalid."),
        };
        return new EventResult(answer, $"The signature is refused: {fault.Code}");
    }
}
