using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Endpoint types, address types and security policies that go together (rest-control-plane §1.9, §2.2).
/// </summary>
internal static class EndpointRules
{
    public const string Edge = "EDGE";
    public const string Regional = "REGIONAL";
    public const string Private = "PRIVATE";

    private static readonly EnumShape SecurityPolicies =
        (EnumShape)ApiGatewayContract.Contract.ShapesByName["SecurityPolicy"];

    private const string Ipv4 = "ipv4";
    private const string DualStack = "dualstack";

    /// <summary>What the caller asked for with AWS's defaults filled in.</summary>
    public static EndpointConfiguration Complete(EndpointConfiguration? asked)
    {
        var configuration = asked ?? new EndpointConfiguration();
        var types = configuration.Types.IsDefault ? [Edge] : configuration.Types;
        if (types.IsEmpty)
        {
            throw ApiGatewayFaults.BadRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }

        if (types.Length > 1)
        {
            throw ApiGatewayFaults.BadRequest("Cannot create an api with multiple Endpoint Types.");
        }

        if (types[0] == Private && configuration.IpAddressType == Ipv4)
        {
            throw ApiGatewayFaults.BadRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }

        if (types[0] != Private && configuration.VpcEndpointIds is { IsEmpty: false })
        {
            throw VpcEndpointsNeedPrivate();
        }

        return configuration with
        {
            Types = types,
            IpAddressType = configuration.IpAddressType ?? DefaultAddressType(types[0]),
        };
    }

    /// <summary>The configuration after the patch of <c>/endpointConfiguration/types/{current}</c>.</summary>
    public static EndpointConfiguration Migrate(EndpointConfiguration configuration, string from, string to)
    {
        if (to is not (Edge or Regional or Private) || configuration.Types[0] != from)
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
        }

        if (from == Private && to == Edge)
        {
            // Allowed edges: EDGE-REGIONAL both ways, EDGE and REGIONAL to PRIVATE, PRIVATE to REGIONAL. The text is
            // ours.
            throw ApiGatewayFaults.BadRequest("Cannot change the endpoint type of an API from PRIVATE to EDGE.");
        }

        return configuration with
        {
            Types = [to],
            IpAddressType = to == Private ? DualStack : configuration.IpAddressType,
            VpcEndpointIds = to == Private ? configuration.VpcEndpointIds : null,
        };
    }

    public static EndpointConfiguration WithAddressType(EndpointConfiguration configuration, string type)
    {
        if (type is not (Ipv4 or DualStack))
        {
            throw ApiGatewayFaults.BadRequest("ipAddressType must be either ipv4 or dualstack.");
        }

        return type == Ipv4 && configuration.Types.Contains(Private, StringComparer.Ordinal)
            ? throw ApiGatewayFaults.BadRequest("Only dualstack ipAddressType is supported for Private APIs.")
            : configuration with { IpAddressType = type };
    }

    /// <summary>The text is ours: the sheet names the rule, not the words.</summary>
    public static Exception VpcEndpointsNeedPrivate() =>
        ApiGatewayFaults.BadRequest("VPC endpoint IDs can only be specified for Private APIs.");

    /// <summary>An access mode goes with the enhanced policies and only with them (§2.2); the texts are ours.</summary>
    public static void CheckSecurity(string? securityPolicy, string? accessMode)
    {
        if (securityPolicy is not null && !SecurityPolicies.Allows(securityPolicy))
        {
            throw ApiGatewayFaults.BadRequest($"Invalid security policy specified: {securityPolicy}");
        }

        var isEnhanced = securityPolicy?.StartsWith("SecurityPolicy_", StringComparison.Ordinal) == true;
        if (isEnhanced && accessMode is null)
        {
            throw ApiGatewayFaults.BadRequest("Endpoint access mode must be specified for the security policy.");
        }

        if (!isEnhanced && accessMode is not null)
        {
            throw ApiGatewayFaults.BadRequest("Endpoint access mode is not supported for the security policy.");
        }
    }

    private static string DefaultAddressType(string endpointType) => endpointType == Private ? DualStack : Ipv4;
}
