using System.Diagnostics;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Identity.Signatures;

/// <summary>Why a caller was not believed, as the caller hears it.</summary>
/// <param name="Code">The error's name, such as <c>InvalidSignatureException</c>.</param>
/// <param name="Status">400 or 403.</param>
/// <param name="Message">AWS's sentence.</param>
public sealed record AuthenticationFault(string Code, int Status, string Message)
{
    /// <summary>One table for all services (security §1.9).</summary>
    public static AuthenticationFault Of(SigV4Fault fault, FaultDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (dialect == FaultDialect.Query)
        {
            // IncompleteSignature was 400 in older documents and is 403 in today's.
            return fault.Kind switch
            {
                SigV4FaultKind.MissingToken =>
                    new("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
                SigV4FaultKind.Incomplete => new("IncompleteSignature", 403, fault.Message),
                SigV4FaultKind.Invalid => new("SignatureDoesNotMatch", 403, fault.Message),
                SigV4FaultKind.UnrecognizedClient => new("InvalidClientTokenId", 403, fault.Message),
                SigV4FaultKind.ExpiredToken => new("ExpiredToken", 403, fault.Message),
                _ => throw new UnreachableException(),
            };
        }

        var code = fault.Kind switch
        {
            SigV4FaultKind.MissingToken => "MissingAuthenticationTokenException",
            SigV4FaultKind.Incomplete => "IncompleteSignatureException",
            SigV4FaultKind.Invalid => "InvalidSignatureException",
            SigV4FaultKind.UnrecognizedClient => "UnrecognizedClientException",
            SigV4FaultKind.ExpiredToken => "ExpiredTokenException",
            _ => throw new UnreachableException(),
        };
        return new AuthenticationFault(code, dialect == FaultDialect.AwsJson ? 400 : 403, fault.Message);
    }
}
