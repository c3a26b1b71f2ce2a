using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Sessions;
using Gatehouse.Identity.Signatures;

namespace Gatehouse.Execution.Authorizers.Iam;

/// <summary>What AWS_IAM, resource policies and roles are decided by at run time; outlives every publication.</summary>
internal sealed class IamServices(IdentityDirectory directory, TimeProvider time)
{
    public const string GatewayPrincipal = "apigateway.amazonaws.com";

    public SignatureVerifier Verifier { get; } = new(directory, time);

    public IdentityDirectory Directory { get; } = directory;

    public RoleSessions Roles { get; } = new(directory, time);

    public TimeProvider Time { get; } = time;
}
