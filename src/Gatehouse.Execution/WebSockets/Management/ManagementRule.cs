using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.WebSockets.Management;

/// <summary>Who may call the management API of a stage (websocket-api §8.4): always IAM, whatever the routes ask for.</summary>
/// <param name="rule">Verifies and decides.</param>
/// <param name="arnPrefix"><c>arn:aws:execute-api:{region}:</c>.</param>
/// <param name="account">Of the API.</param>
/// <param name="apiStage"><c>{apiId}/{stage}</c>.</param>
/// <param name="believes">Signatures are not verified: nowhere else in the house are they either.</param>
internal sealed class ManagementRule(InvokeRule rule, string arnPrefix, string account, string apiStage, bool believes)
{
    private const string Action = "execute-api:ManageConnections";
    private const int ShownDigits = 4;

    // The placeholder is meant: no policy can name one connection (§8.4).
    private const string Resource = "/@connections/{connectionId}";

    private readonly Dictionary<string, string> _arns = new(StringComparer.Ordinal)
    {
        ["POST"] = $"{arnPrefix}{account}:{apiStage}/POST{Resource}",
        ["GET"] = $"{arnPrefix}{account}:{apiStage}/GET{Resource}",
        ["DELETE"] = $"{arnPrefix}{account}:{apiStage}/DELETE{Resource}",
    };

    /// <param name="request">The call.</param>
    /// <param name="verb">POST, GET or DELETE.</param>
    /// <param name="body">What the signature covers.</param>
    /// <returns>Why not, or <see langword="null"/>.</returns>
    public ManagementFault? FindRefusal(HandshakeRequest request, string verb, ReadOnlySpan<byte> body)
    {
        var signing = ReceivedSignature.Read(request.Http);
        if (!SignatureCarrier.TryRead(signing, out _, out var unreadable))
        {
            return Of(AuthenticationFault.Of(unreadable, FaultDialect.RestJson));
        }

        if (believes)
        {
            return null;
        }

        if (!rule.TryAuthenticate(signing, SignedPayload.OfBody(body), out var caller, out var fault))
        {
            return Of(fault);
        }

        return rule.Decide(request, _arns[verb], Action, caller).IsAllowed
            ? null
            : new ManagementFault(
                403, "AccessDeniedException",
                $"User: {caller.Arn} is not authorized to perform: {Action} on resource: {arnPrefix}{Masked}:{apiStage}/"
                + $"{verb}{Resource}");
    }

    private string Masked => account.Length <= ShownDigits
        ? account
        : new string('*', account.Length - ShownDigits) + account[^ShownDigits..];

    private static ManagementFault Of(AuthenticationFault fault) =>
        fault.Code == "MissingAuthenticationTokenException"
            ? ManagementFault.MissingToken
            : new ManagementFault(403, fault.Code, fault.Message);
}
