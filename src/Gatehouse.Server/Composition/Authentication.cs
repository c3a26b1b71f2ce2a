using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Arns;
using Gatehouse.Services.Authorization;
using Gatehouse.Services.Skeleton;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Composition;

/// <summary>Chooses whom the control plane believes, and what it lets them do (design, "Trust").</summary>
internal static class Authentication
{
    public static IdentityDirectory CreateDirectory(ServerOptions options, IdentityKey key, ILogger logger)
    {
        var directory = new IdentityDirectory(key, logger);
        if (options.HasRootCredentials)
        {
            // On loopback too: the data plane verifies every signature, and this is how the root signs there.
            directory.AddRoot(options.RootAccessKeyId!, options.RootSecretAccessKey!, AwsAccount.Default);
        }

        return directory;
    }

    public static IRequestAuthenticator Create(ServerOptions options, IdentityDirectory directory, TimeProvider time) =>
        Trust.IsVerified(options)
            ? new SignatureAuthenticator(directory, time)
            : new LoopbackAuthenticator(directory, time);

    /// <summary>Where nobody is verified, everyone is root of the house.</summary>
    public static IOperationAuthorizer CreateAuthorizer(
        ServerOptions options, IdentityDirectory directory, TimeProvider time) =>
        Trust.IsVerified(options) ? new PolicyAuthorizer(directory, time) : new RootAuthorizer();
}
