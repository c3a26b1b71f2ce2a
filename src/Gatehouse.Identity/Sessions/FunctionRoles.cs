using Gatehouse.Identity.Principals;
using Gatehouse.Model.Functions;

namespace Gatehouse.Identity.Sessions;

/// <summary>Sessions of execution roles, as Lambda assumes them: by the role's own trust, named after the function.</summary>
public sealed class FunctionRoles(IdentityDirectory directory, TimeProvider time) : IFunctionRoles
{
    private const string Lambda = "lambda.amazonaws.com";

    private readonly RoleSessions _sessions = new(directory, time);

    /// <summary>
    /// What stands in a process's environment cannot be renewed: the longest that a role's session may be (security §3),
    /// and the process is replaced before its end.
    /// </summary>
    private static readonly TimeSpan Duration = TimeSpan.FromHours(12);

    public FunctionSession? Open(in FunctionName function, string roleArn) =>
        _sessions.TryAssumeFor(
            Lambda, roleArn, (function with { Qualifier = null }).Arn, function.Name, Duration, out var session)
            ? new FunctionSession(
                session.AccessKeyId, session.SecretAccessKey, session.SessionToken, session.Expires)
            : null;
}
