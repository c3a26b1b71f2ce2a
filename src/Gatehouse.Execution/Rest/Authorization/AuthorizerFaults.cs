using System.Diagnostics;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>What a REST API answers when its authorizer lets nobody in (security §5.6, §6.1).</summary>
internal static class AuthorizerFaults
{
    public static readonly GatewayFault Failure = GatewayFault.Of(GatewayResponseType.AuthorizerFailure);

    public static readonly GatewayFault ExpiredToken = GatewayFault.WithMessage(
        GatewayResponseType.Unauthorized, "The incoming token has expired");

    /// <summary>A policy that says nothing of the method.</summary>
    public static readonly GatewayFault NotCovered = GatewayFaults.NotAuthorized(
        "User is not authorized to access this resource");

    public static readonly GatewayFault Denied = GatewayFaults.NotAuthorized(
        "User is not authorized to access this resource with an explicit deny in an identity-based policy");

    /// <summary>
    /// AWS's two types, by what the gateway responses are documented for: a function that failed, and one that cannot
    /// be asked or does not answer as it must (which one for which cause is unconfirmed).
    /// </summary>
    public static GatewayFault Of(AuthorizerFailure failure) => failure switch
    {
        AuthorizerFailure.FunctionFailed => Failure,
        AuthorizerFailure.Unauthorized => GatewayFaults.Unauthorized,
        AuthorizerFailure.NotPermitted or AuthorizerFailure.NotConfigured or AuthorizerFailure.Malformed =>
            GatewayFaults.AuthorizerConfigurationError,
        _ => throw new UnreachableException(),
    };
}
