using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.FunctionUrls;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Identities;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution;

/// <summary>What the data plane needs of the others.</summary>
public sealed record ExecutionDependencies
{
    public required IFunctionInvoker Functions { get; init; }

    public required IFunctionAccess FunctionAccess { get; init; }

    /// <summary>Takes asynchronous events of integrations; without it they run once.</summary>
    public IFunctionEvents? Events { get; init; }

    /// <summary>What function URLs are judged by; without it they let nobody in.</summary>
    public Identity.Policies.IFunctionPolicies? FunctionPolicies { get; init; }

    public required IIdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Hear of every publication, in order.</summary>
    public ImmutableArray<IPublicationListener> PublicationListeners { get; init; } = [];

    /// <summary>Where the services and networks outside are (services.json).</summary>
    public ExternalServiceMap ExternalServices { get; init; } = ExternalServiceMap.Empty;

    /// <summary>The listeners and address ranges that count as VPC endpoints.</summary>
    public ImmutableArray<Model.Domains.VpcEndpoint> VpcEndpoints { get; init; } = [];

    /// <summary>The keys of user pools of this house; without them every pool is somebody else's.</summary>
    public Model.UserPools.IUserPoolKeySets? UserPools { get; init; }

    /// <summary>Users, roles and sessions; without them nobody who signs is let in.</summary>
    public IdentityDirectory? Identities { get; init; }

    /// <summary>The limits of a call.</summary>
    public ExecutionSettings Settings { get; init; } = ExecutionSettings.Default;

    /// <summary>How much memory response caches may take.</summary>
    public ResponseCacheOptions Caching { get; init; } = new();

    /// <summary>The rate that all APIs of an account and region share, where its settings say nothing else.</summary>
    /// <value>-1 in either number is no limit. Default: Amazon's.</value>
    public ThrottleSettings AccountThrottle { get; init; } = new();

    /// <summary>Where the counters of quotas are kept; <see langword="null"/> for the store of documents.</summary>
    public IUsageStore? UsageStore { get; init; }

    /// <summary>The limits and the secrets of WebSocket APIs.</summary>
    public WebSockets.WebSocketSettings WebSockets { get; init; } = Gatehouse.Execution.WebSockets.WebSocketSettings.Default;

    /// <summary><see langword="null"/>: no records are built.</summary>
    public IRequestRecordSink? Records { get; init; }
}

/// <summary>The data plane: recognises the requests of deployed APIs and serves them from compiled plans.</summary>
public sealed partial class ExecutionPlane : IAsyncDisposable
{
    private readonly StageCatalog _catalog;
    private readonly RestPlane _rest;
    private readonly FrontAnswers _front;
    private readonly UpstreamClient _upstream;

    private readonly RequestIdentifiers _ids;

    private ExecutionPlane(
        StageCatalog catalog, RequestIdentifiers ids, RestPlane rest, FrontAnswers front, UpstreamClient upstream,
        IDocumentObserver observer)
    {
        _catalog = catalog;
        _ids = ids;
        _rest = rest;
        _front = front;
        _upstream = upstream;
        Observer = observer;
    }

    /// <summary>Follows the store and publishes stages.</summary>
    public IDocumentObserver Observer { get; }

    /// <summary>What keys have used of their plans.</summary>
    public IUsageLedger Usage => Throttling.Ledger;

    /// <summary>Runs undeployed methods for TestInvokeMethod.</summary>
    public IMethodTester Tester { get; private init; } = null!;

    /// <summary>What was counted of every stage's requests.</summary>
    public IStageMetrics Metrics { get; private init; } = null!;

    /// <summary>Asks undeployed authorizers for TestInvokeAuthorizer.</summary>
    public IAuthorizerTester AuthorizerTester { get; private init; } = null!;

    /// <summary>Asks issuers for their discovery documents, when an authorizer is made.</summary>
    public IIssuerProbe IssuerProbe => Authorizers;

    /// <summary>Speaks to providers of identities for the user pools.</summary>
    public Model.UserPools.IProviderClient Providers => Authorizers.Providers;

    /// <summary>Checks the tokens of other issuers for STS.</summary>
    public IWebIdentityTokens WebIdentities => Authorizers.WebIdentities;

    /// <summary>Sends what became of events to queues, topics, event buses and buckets.</summary>
    public IEventDestinations EventDestinations { get; private init; } = null!;

    /// <summary>Calls functions on other servers.</summary>
    public IFunctionsElsewhere FunctionsElsewhere { get; private init; } = null!;

    private AuthorizerServices Authorizers { get; init; } = null!;

    private ThrottlingServices Throttling { get; init; } = null!;

    private DomainPublisher Domains { get; init; } = null!;

    /// <summary>What TLS listeners show for each name.</summary>
    public ServerHandshakes Handshakes { get; private init; } = null!;

    /// <summary>Which connections came through a VPC endpoint.</summary>
    public VpcEndpoints Endpoints { get; private init; } = null!;

    private TimeProvider Time { get; init; } = null!;

    private HttpApis HttpApis { get; init; } = null!;

    private WebSocketApis WebSocketApis { get; init; } = null!;

    /// <summary>What was counted of WebSocket APIs.</summary>
    public IWebSocketMetrics WebSocketMetrics => WebSocketApis;

    private FunctionUrlPublisher FunctionUrls { get; init; } = null!;

    private FunctionUrlPlane FunctionUrlPlane { get; init; } = null!;

    public static ExecutionPlane Create(ExecutionDependencies dependencies)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        var loggers = dependencies.Loggers;
        var ids = new RequestIdentifiers(dependencies.Ids);
        var catalog = new StageCatalog();
        var upstream = new UpstreamClient(
            new UpstreamOptions(), dependencies.Time, loggers.CreateLogger<UpstreamClient>());
        var caches = new StageCaches(dependencies.Caching, dependencies.Ids, dependencies.Time);
        var throttling = new ThrottlingServices(
            dependencies.Ids, dependencies.Time, loggers,
            Rate.Of(dependencies.AccountThrottle.RateLimit, dependencies.AccountThrottle.BurstLimit));
        var backends = new BackendAccess(loggers.CreateLogger<BackendAccess>());
        var iam = dependencies.Identities is { } identities
            ? new Authorizers.Iam.IamServices(identities, dependencies.Time)
            : null;
        var authorizers = new AuthorizerServices(
            dependencies.Functions, dependencies.FunctionAccess, dependencies.Ids, dependencies.ExternalServices, iam,
            dependencies.Time, loggers.CreateLogger<AuthorizerServices>(), dependencies.UserPools);
        var meters = new MeterRegistry();
        var services = new IntegrationServices(
            dependencies.Functions, dependencies.FunctionAccess, dependencies.Ids, upstream, dependencies.Time)
        {
            Meters = meters,
            Caches = caches,
            Settings = dependencies.Settings,
            Events = new FunctionEvents(loggers.CreateLogger<FunctionEvents>(), dependencies.Events),
            Throttling = throttling,
            Backends = backends,
            Authorizers = authorizers,
            Iam = iam,
            Aws = new AwsServices(
                dependencies.ExternalServices, upstream, dependencies.Time, loggers.CreateLogger<AwsServices>()),
        };
        var compiler = new StageCompiler(services);
        var rest = new RestPlane(
            ids, dependencies.Time, new RequestRecorder(dependencies.Records, dependencies.Time),
            loggers.CreateLogger<RestPlane>());
        var tester = new TestInvocations.MethodTestRunner(
            compiler, ids, dependencies.Time, loggers.CreateLogger<RestPlane>());
        var publisher = new StagePublisher(
            catalog, compiler, caches, dependencies.PublicationListeners, loggers.CreateLogger<StagePublisher>());
        // Keys and links before stages: a stage that is published meets what was committed with it.
        var domains = new DomainPublisher(dependencies.Time, loggers.CreateLogger<DomainPublisher>());
        var httpApis = new HttpApis(dependencies, services, ids);
        var webSocketApis = new WebSocketApis(dependencies, services, backends, ids);
        var functionUrls = new FunctionUrlPublisher();
        var observer = new ObserverSequence(
            new UsagePlanPublisher(throttling, dependencies.UsageStore), backends,
            new AuthorizerCacheFlusher(authorizers.Caches), publisher, httpApis.Observer,
            webSocketApis.Observer, domains, functionUrls);
        return new ExecutionPlane(catalog, ids, rest, new FrontAnswers(ids), upstream, observer)
        {
            Throttling = throttling,
            Authorizers = authorizers,
            AuthorizerTester = new TestInvocations.AuthorizerTestRunner(compiler, ids, dependencies.Time),
            Domains = domains,
            Handshakes = new ServerHandshakes(() => domains.Current),
            Endpoints = new VpcEndpoints(dependencies.VpcEndpoints),
            Time = dependencies.Time,
            EventDestinations = new EventDestinations(new HouseCalls(services.Aws!), dependencies.Ids, dependencies.Time),
            FunctionsElsewhere = new FunctionsElsewhere(
                new HouseCalls(services.Aws!), services.Aws!, Model.Arns.AwsAccount.Default),
            HttpApis = httpApis,
            WebSocketApis = webSocketApis,
            FunctionUrls = functionUrls,
            FunctionUrlPlane = new FunctionUrlPlane(
                new FunctionUrlGate(dependencies.FunctionPolicies, iam, dependencies.Time),
                dependencies.Functions, ids, dependencies.Time, dependencies.Records,
                loggers.CreateLogger<FunctionUrlPlane>()),
            Tester = tester,
            Metrics = meters,
        };
    }

    /// <summary>
    /// Closes all WebSocket connections and delivers their <c>$disconnect</c>: before the listener stops, because functions post
    /// to connections through it.
    /// </summary>
    public Task DrainAsync(CancellationToken cancellationToken) => WebSocketApis.DrainAsync(cancellationToken);

    /// <summary>Stores the last counts and closes what goes to backends.</summary>
    public async ValueTask DisposeAsync()
    {
        WebSocketApis.Dispose();
        await Throttling.Ledger.DisposeAsync();
        await Authorizers.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}
