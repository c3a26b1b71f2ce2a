using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Documents;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Skeleton;

/// <summary>Verifies every signature: the authenticator of a server that others than this machine can reach.</summary>
public sealed class SignatureAuthenticator(ICredentialSource credentials, TimeProvider time) : IRequestAuthenticator
{
    private readonly SignatureVerifier _verifier = new(credentials, time);

    public ValueTask<CallerIdentity> AuthenticateAsync(
        ControlRequest request, string service, CancellationToken cancellationToken)
    {
        var isVerified = _verifier.TryVerify(
            request.ToSigning(),
            SignedPayload.OfBody(request.Body.Span),
            new SignatureExpectation { Service = service, Dialect = DialectOf(service) },
            out var caller,
            out var fault);
        if (!isVerified)
        {
            throw new ServiceFaultException(fault!.Code, fault.Status, fault.Message);
        }

        return new ValueTask<CallerIdentity>(new CallerIdentity(
            new DocumentScope(caller!.Account, caller.Region), caller.PrincipalArn, caller.AccessKeyId)
        {
            Principal = caller.Holder.Principal,
            Session = caller.Holder.Session,
        });
    }

    /// <summary>How the service spells its refusals (security §1.9).</summary>
    internal static FaultDialect DialectOf(string service) =>
        service is "iam" or "sts" ? FaultDialect.Query
            : service is "cognito-idp" or "acm" ? FaultDialect.AwsJson
            : FaultDialect.RestJson;
}
