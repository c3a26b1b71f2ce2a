using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Lambda;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.Skeleton;

/// <summary>Every service that this server speaks for. The first answers what no other recognises.</summary>
internal static class ServiceRegistry
{
    private const string V2Prefix = "/v2/";
    private const string ManagementPrefix = "/@connections/";

    private static readonly FrozenDictionary<string, IOperation> NoOperations =
        FrozenDictionary<string, IOperation>.Empty;

    public static ImmutableArray<AwsService> Create(ControlPlaneOptions options) =>
    [
        CreateApiGateway(options), CreateApiGatewayV2(), CreateApiGatewayManagement(), CreateLambda(options),
    ];

    /// <summary>What API Gateway says of a path that it does not have.</summary>
    private static ServiceFaultException MissingToken() =>
        new("MissingAuthenticationTokenException", 403, "Missing Authentication Token");

    private static AwsService CreateApiGateway(ControlPlaneOptions options) => new(
        ServiceContracts.Find("apigateway")!, ApiGatewayDialect.V1, ApiGatewayOperations.Create(options))
    {
        OwnsPath = path => !path.StartsWith(V2Prefix, StringComparison.Ordinal)
            && !path.StartsWith(ManagementPrefix, StringComparison.Ordinal),
        UnknownOperation = MissingToken,
        StandsBehindApiGateway = true,
    };

    private static AwsService CreateApiGatewayV2() => new(
        ServiceContracts.Find("apigatewayv2")!, ApiGatewayDialect.V2, NoOperations)
    {
        OwnsPath = path => path.StartsWith(V2Prefix, StringComparison.Ordinal),
        UnknownOperation = MissingToken,
        StandsBehindApiGateway = true,
    };

    private static AwsService CreateApiGatewayManagement() => new(
        ServiceContracts.Find("apigatewaymanagementapi")!, WireDialect.Plain, NoOperations)
    {
        OwnsPath = path => path.StartsWith(ManagementPrefix, StringComparison.Ordinal),
        UnknownOperation = MissingToken,
    };

    private static AwsService CreateLambda(ControlPlaneOptions options) => new(
        ServiceContracts.Find("lambda")!,
        WireDialect.Plain,
        LambdaOperations.Create(options),
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["CreateFunction"] = SkeletonLimits.PackageBodyBytes,
            ["UpdateFunctionCode"] = SkeletonLimits.PackageBodyBytes,
            ["PublishLayerVersion"] = SkeletonLimits.PackageBodyBytes,
        })
    {
        // Lambda's paths begin with the date of an API version: /2015-03-31/functions.
        OwnsPath = path => path.Length > 1 && char.IsAsciiDigit(path[1]),
        UnknownOperation = () => new ServiceFaultException(
            "UnknownOperationException", 404, "Gatehouse knows no Lambda operation of this method and path."),
    };
}
