namespace Gatehouse.Server.Composition;

/// <summary>Whose calls the control plane believes (design, "Trust").</summary>
internal static class Trust
{
    /// <summary>
    /// Every signature is verified and every call is authorized: when the operator asks for it, and beyond loopback,
    /// unless the operator took the risk.
    /// </summary>
    public static bool IsVerified(ServerOptions options) =>
        options.IsIamEnforced || (!options.IsLoopback && !options.IsInsecureAllowed);

    /// <exception cref="OperatorException">The server would be open to whoever reaches its port.</exception>
    public static void Check(ServerOptions options)
    {
        if (IsVerified(options) && !options.HasRootCredentials)
        {
            throw new OperatorException(
                options.IsIamEnforced
                    ? "--enforce-iam needs root credentials: set GATEHOUSE_ROOT_ACCESS_KEY_ID and "
                        + "GATEHOUSE_ROOT_SECRET_ACCESS_KEY."
                    : $"Listening on {options.Address} needs root credentials: set GATEHOUSE_ROOT_ACCESS_KEY_ID and "
                        + "GATEHOUSE_ROOT_SECRET_ACCESS_KEY, or accept calls from anyone with --insecure.");
        }
    }
}
