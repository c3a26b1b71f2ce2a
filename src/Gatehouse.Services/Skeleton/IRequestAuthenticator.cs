using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Tells who calls. The server chooses: <see cref="LoopbackAuthenticator"/> on loopback, <see
/// cref="SignatureAuthenticator"/>
/// on any other address (design, "Trust").
/// </summary>
public interface IRequestAuthenticator
{
    /// <param name="request">As it arrived, with its body.</param>
    /// <param name="service">The signing name of the service that the request was found to be for.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="ServiceFaultException">The request is unsigned, or its signature is refused.</exception>
    ValueTask<CallerIdentity> AuthenticateAsync(
        ControlRequest request, string service, CancellationToken cancellationToken);
}
