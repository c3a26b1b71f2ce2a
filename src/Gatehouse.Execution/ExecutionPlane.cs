using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
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

    public required IIdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Hear of every publication, in order.</summary>
    public ImmutableArray<IPublicationListener> PublicationListeners { get; init; } = [];

    /// <summary>Where the services and networks outside are (services.json).</summary>
    public ExternalServiceMap ExternalServices { get; init; } = ExternalServiceMap.Empty;

    /// <summary>The limits of a call.</summary>
    public ExecutionSettings Settings { get; init; } = ExecutionSettings.Default;

    /// <summary>How much memory response caches may take.</summary>
    public ResponseCacheOptions Caching { get; init; } = new();

    /// <summary>The rate that all APIs of an account and region share, where its settings say nothing else.</summary>
    /// <value>-1 in either number is no limit. Default: Amazon's.</value>
    public ThrottleSettings AccountThrottle { get; init; } = new();

    /// <summary>Where the counters of quotas are kept; <see langword="null"/> for the store of documents.</summary>
    public IUsageStore? UsageStore { get; init; }

    /// <summary><see langword="null"/>: no records are built.</summary>
    public IRequestRecordSink? Records { get; init; }
}

/// <summary>The data plane: recognises the requests of deployed APIs and serves them from compiled plans.</summary>
public sealed class ExecutionPlane : IAsyncDisposable
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

    private ThrottlingServices Throttling { get; init; } = null!;

    private DomainPublisher Domains { get; init; } = null!;

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
        var meters = new MeterRegistry();
        var compiler = new StageCompiler(new IntegrationServices(
            dependencies.Functions, dependencies.FunctionAccess, dependencies.Ids, upstream, dependencies.Time)
        {
            Meters = meters,
            Caches = caches,
            Settings = dependencies.Settings,
            Events = new FunctionEvents(loggers.CreateLogger<FunctionEvents>()),
            Throttling = throttling,
            Backends = backends,
            Aws = new AwsServices(
                dependencies.ExternalServices, upstream, dependencies.Time, loggers.CreateLogger<AwsServices>()),
        });
        var rest = new RestPlane(
            ids, dependencies.Time, new RequestRecorder(dependencies.Records, dependencies.Time),
            loggers.CreateLogger<RestPlane>());
        var tester = new TestInvocations.MethodTestRunner(
            compiler, ids, dependencies.Time, loggers.CreateLogger<RestPlane>());
        var publisher = new StagePublisher(
            catalog, compiler, caches, dependencies.PublicationListeners, loggers.CreateLogger<StagePublisher>());
        // Keys and links before stages: a stage that is published meets what was committed with it.
        var domains = new DomainPublisher();
        var observer = new ObserverSequence(
            new UsagePlanPublisher(throttling, dependencies.UsageStore), backends, publisher, domains);
        return new ExecutionPlane(catalog, ids, rest, new FrontAnswers(ids), upstream, observer)
        {
            Throttling = throttling,
            Domains = domains,
            Tester = tester,
            Metrics = meters,
        };
    }

    /// <returns><see langword="false"/> when the request is not for a deployed API; nothing was read or written
    /// then.</returns>
    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var host = context.Request.Headers.Host is [{ } name] ? name : context.Request.Host.Value ?? string.Empty;
        var apiIdHeader = host.StartsWith("vpce-", StringComparison.OrdinalIgnoreCase)
            ? context.Request.Headers["x-apigw-api-id"].ToString()
            : string.Empty;
        // A custom domain owns all its paths, those too that look like the path forms of local tooling.
        if (!Domains.Current.IsEmpty && Domains.Current.Find(host) is { } domain)
        {
            handling = HandleOnDomain(context, target, domain);
            return true;
        }

        if (!InvokeAddressParser.TryParse(host, target, apiIdHeader, out var address))
        {
            handling = default;
            return false;
        }

        handling = Find(address) is { IsDefaultEndpointDisabled: false } stage
            ? _rest.HandleAsync(context, stage, target, address)
            : _front.AnswerAsync(context, _catalog.Current.HasApi(address.ApiId), address.Stage);
        return true;
    }

    private ValueTask HandleOnDomain(HttpContext context, string target, DomainPlan domain)
    {
        // The health check comes before any mapping: resources of these names cannot be reached here (sheet §1.1).
        var first = InvokeAddressParser.FirstSegment(target);
        var isHealthCheck = first is "ping" or "sping";
        return !isHealthCheck && domain.Refusal is null
            && InvokeAddressParser.TryMap(target, domain, out var address)
            && Find(address) is { } stage
            ? _rest.HandleAsync(context, stage, target, address)
            : _front.AnswerAsync(context, isKnownApi: isHealthCheck, first);
    }

    private StagePlan? Find(in InvokeAddress address)
    {
        var stage = _catalog.Current.Find(address.ApiId, address.Stage);
        return stage?.Canary is { } canary && canary.Takes(_ids.Draw()) ? canary.Plan : stage;
    }

    /// <summary>Stores the last counts and closes what goes to backends.</summary>
    public async ValueTask DisposeAsync()
    {
        await Throttling.Ledger.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}
