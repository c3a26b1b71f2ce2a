using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.CognitoIdp;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Skeleton;

/// <summary>What the control plane needs of the server.</summary>
public sealed record ControlPlaneOptions
{
    public required IDocumentStore Documents { get; init; }

    /// <summary>Where function packages are kept.</summary>
    public required IFunctionPackages Packages { get; init; }

    /// <summary>Runs functions for Lambda's Invoke.</summary>
    public required IFunctionInvoker Functions { get; init; }

    /// <summary>Runs asynchronous invocations; without it they are refused.</summary>
    public IFunctionEvents? Events { get; init; }

    /// <summary>What stands ready of provisioned concurrency; without it nothing ever does.</summary>
    public IFunctionWarmth? Warmth { get; init; }

    /// <summary>Users, roles and sessions; without it IAM and STS are not served.</summary>
    public IdentityServices? Identity { get; init; }

    /// <summary>User pools; without it they are not served.</summary>
    public UserPoolHouse? UserPools { get; init; }

    /// <summary>Signs the URLs of functions' code; without it GetFunction names none.</summary>
    public FunctionDownloads? Downloads { get; init; }

    /// <summary>Asks undeployed authorizers; without it TestInvokeAuthorizer is not built.</summary>
    public IAuthorizerTester? AuthorizerTester { get; init; }

    /// <summary>Runs undeployed methods; without it TestInvokeMethod is not built.</summary>
    public IMethodTester? MethodTester { get; init; }

    public required IIdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary><see cref="LoopbackAuthenticator"/> on loopback, the verifying one elsewhere.</summary>
    public required IRequestAuthenticator Authenticator { get; init; }

    /// <value>Default: every authenticated caller is root.</value>
    public IOperationAuthorizer Authorizer { get; init; } = new RootAuthorizer();

    /// <value>Default: a debug log line per call.</value>
    public ICallRecorder? Recorder { get; init; }

    /// <summary>
    /// What keys have used, as the data plane counts it; <see langword="null"/> where none runs: then what the store knows.
    /// </summary>
    public IUsageLedger? Usage { get; init; }

    /// <summary>What GetAccount shows as the account's rate.</summary>
    public ThrottleSettings AccountThrottle { get; init; } = new();

    public RestApiQuotas RestApiQuotas { get; init; } = new();

    public ApiV2Quotas ApiV2Quotas { get; init; } = new();

    /// <summary>Asks token issuers for their discovery documents; without it nobody is asked.</summary>
    public IIssuerProbe? Issuers { get; init; }

    /// <summary>Fetches the bundles of mutual TLS; without it such domains refuse their calls.</summary>
    public ITruststoreReader? Truststores { get; init; }

    /// <summary>
    /// A folder whose files take the place of the templates of GetSdk; <see langword="null"/> for none.
    /// </summary>
    public string? SdkTemplates { get; init; }
}
