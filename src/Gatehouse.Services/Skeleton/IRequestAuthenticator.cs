using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Tells who calls. The server chooses: <see cref="LoopbackAuthenticator"/> on loopback, the verifier of signatures on
/// any other address (design, "Trust").
/// </summary>
public interface IRequestAuthenticator
{
    /// <exception cref="ServiceFaultException">The request is unsigned, or its signature is refused.</exception>
    ValueTask<CallerIdentity> AuthenticateAsync(ControlRequest request, CancellationToken cancellationToken);
}
