using Gatehouse.Services.Skeleton;

namespace Gatehouse.Server.Composition;

/// <summary>Chooses who the control plane believes.</summary>
internal static class Authentication
{
    /// <exception cref="OperatorException">Signatures would have to be verified.</exception>
    public static IRequestAuthenticator Create(ServerOptions options) => Trust.IsVerified(options)
        ? throw new OperatorException(
            "Signatures are not verified yet, so the server listens beyond loopback only with --insecure.")
        : new LoopbackAuthenticator();
}
