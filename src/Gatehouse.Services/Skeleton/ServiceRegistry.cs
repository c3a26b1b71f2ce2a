using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Services.Acm;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Hal;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.CognitoIdp;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Lambda;
using Gatehouse.Services.Sts;
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
        CreateApiGateway(options), CreateApiGatewayV2(options), CreateApiGatewayManagement(), CreateLambda(options), CreateAcm(options),
        .. options.Identity is { } identity ? CreateIdentity(options, identity) : [],
        .. options.UserPools is { } pools ? CreateUserPools(pools) : ImmutableArray<AwsService>.Empty,
    ];

    /// <summary>Certificates; addressed by X-Amz-Target alone.</summary>
    private static AwsService CreateAcm(ControlPlaneOptions options) => new(
        ServiceContracts.Find("acm")!, WireDialect.Plain,
        AcmOperations.Create(new AcmRoom(options.Documents, options.Ids, options.Time)))
    {
        OwnsPath = static _ => false,
        UnknownOperation = static () => new ServiceFaultException("UnknownOperationException", 400, "Unknown operation"),
    };

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
        Form = HalForm.Of,
    };

    private static AwsService CreateApiGatewayV2(ControlPlaneOptions options) => new(
        ServiceContracts.Find("apigatewayv2")!, ApiGatewayDialect.V2, ApiGatewayV2Operations.Create(options),
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            // A document within a JSON string: escapes may double it.
            ["ImportApi"] = 2 * SkeletonLimits.BodyBytes,
            ["ReimportApi"] = 2 * SkeletonLimits.BodyBytes,
        })
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

    /// <summary>IAM and STS have one path for everything, and none that is their own among unsigned requests.</summary>
    private static ImmutableArray<AwsService> CreateIdentity(ControlPlaneOptions options, IdentityServices identity) =>
    [
        new(
            ServiceContracts.Find("iam")!, IamDialect.Value,
            IamOperations.Create(new IamRoom(options.Documents, identity, options.Time)))
        {
            OwnsPath = static _ => false,
            UnknownOperation = MissingToken,
        },
        new(
            ServiceContracts.Find("sts")!, StsOperations.Dialect,
            StsOperations.Create(new StsRoom(options.Documents, identity, options.Time)))
        {
            OwnsPath = static _ => false,
            UnknownOperation = MissingToken,
            UnsignedOperations = StsOperations.Unsigned,
        },
    ];

    private static ImmutableArray<AwsService> CreateUserPools(UserPoolHouse pools) =>
    [
        new(
            ServiceContracts.Find("cognito-idp")!, CognitoOperations.Dialect,
            CognitoOperations.Create(pools.Room))
        {
            OwnsPath = static _ => false,
            UnknownOperation = static () => new ServiceFaultException(
                "UnknownOperationException", 400, "The operation is none of the service's."),
            UnsignedOperations = CognitoOperations.Unsigned,
            AllowsBrowsers = true,
        },
    ];

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
