using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Accepts any well-formed credentials, as local tools expect (design, "Trust"); what is not well-formed is refused as
/// AWS
/// refuses it (security §1.9).
/// </summary>
/// <remarks>Differs from AWS: the signature is not verified. Only for a server that listens on loopback.</remarks>
public sealed class LoopbackAuthenticator : IRequestAuthenticator
{
    private const int AccountDigits = 12;

    public ValueTask<CallerIdentity> AuthenticateAsync(
        ControlRequest request, string service, CancellationToken cancellationToken)
    {
        var refusal = SignatureCarrier.TryRead(request.ToSigning(), out var carrier, out var fault)
            ? CheckScope(carrier.Credential)
            : fault;
        if (refusal is not null)
        {
            var told = AuthenticationFault.Of(refusal, FaultDialect.RestJson);
            throw new ServiceFaultException(told.Code, told.Status, told.Message);
        }

        var credential = carrier!.Credential;

        // An access key that looks like an account number chooses the account, as other local tools have it.
        var account = credential.AccessKeyId.Length == AccountDigits && credential.AccessKeyId.All(char.IsAsciiDigit)
            ? credential.AccessKeyId
            : AwsAccount.Default;
        return new ValueTask<CallerIdentity>(new CallerIdentity(
            new DocumentScope(account, credential.Region), $"arn:aws:iam::{account}:root", credential.AccessKeyId));
    }

    private static SigV4Fault? CheckScope(ScopedCredential credential)
    {
        if (credential.Terminator != SigV4Names.Terminator)
        {
            return SigV4Fault.Invalid(
                $"Credential should be scoped with a valid terminator: '{SigV4Names.Terminator}'.");
        }

        // The region names where documents are kept, so it must be one.
        return AwsRegion.IsWellFormed(credential.Region)
            ? null
            : SigV4Fault.Invalid("Credential should be scoped to a valid region.");
    }
}
