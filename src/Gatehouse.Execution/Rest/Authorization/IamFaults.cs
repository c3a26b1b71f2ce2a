using Gatehouse.Execution.Faults;
using Gatehouse.Identity.Signatures;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>What a REST API answers to a signature that is not believed (security §1.9; REST sheet §7.1).</summary>
internal static class IamFaults
{
    private static readonly GatewayFault ExpiredToken = GatewayFault.Of(GatewayResponseType.ExpiredToken);

    public static GatewayFault Of(AuthenticationFault fault) => fault.Code switch
    {
        "MissingAuthenticationTokenException" => GatewayFaults.MissingAuthenticationToken,
        "UnrecognizedClientException" => GatewayFaults.UnrecognizedClient,
        "ExpiredTokenException" => ExpiredToken,
        "InvalidSignatureException" => GatewayFault.WithMessage(GatewayResponseType.InvalidSignature, fault.Message),
        _ => GatewayFault.Untyped(fault.Status, fault.Code, fault.Message, FaultBodyStyle.Compact),
    };
}
