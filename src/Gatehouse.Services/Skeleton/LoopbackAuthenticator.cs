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
/// <remarks>
/// Differs from AWS: the signature is not verified. Only for a server that listens on loopback. Credentials that this
/// server gave out itself are verified all the same: nobody is taken for a user or a role without proof.
/// </remarks>
/// <param name="issued">The credentials that this server gave out.</param>
/// <param name="time">The server's clock.</param>
public sealed class LoopbackAuthenticator(ICredentialSource? issued = null, TimeProvider? time = null) : IRequestAuthenticator
{
    private const int AccountDigits = 12;

    private readonly SignatureAuthenticator? _known =
        issued is null ? null : new SignatureAuthenticator(issued, time ?? TimeProvider.System);

    public ValueTask<CallerIdentity> AuthenticateAsync(
        ControlRequest request, string service, CancellationToken cancellationToken)
    {
        var refusal = SignatureCarrier.TryRead(request.ToSigning(), out var carrier, out var fault)
            ? CheckScope(carrier.Credential)
            : fault;
        if (refusal is not null)
        {
            var told = AuthenticationFault.Of(refusal, SignatureAuthenticator.DialectOf(service));
            throw new ServiceFaultException(told.Code, told.Status, told.Message);
        }

        var credential = carrier!.Credential;
        if (_known is not null && issued!.Find(credential.AccessKeyId, carrier.SessionToken) is not null)
        {
            return _known.AuthenticateAsync(request, service, cancellationToken);
        }

        // An access key that looks like an account number chooses the account, as other local tools have it.
        var account = credential.AccessKeyId.Length == AccountDigits && credential.AccessKeyId.All(char.IsAsciiDigit)
            ? credential.AccessKeyId
            : AwsAccount.Default;
        return new ValueTask<CallerIdentity>(new CallerIdentity(
            new DocumentScope(account, credential.Region), $"arn:aws:iam::{account}:root", credential.AccessKeyId)
        {
            IsUnverified = true,
        });
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
