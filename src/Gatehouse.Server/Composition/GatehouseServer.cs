using System.Collections.Immutable;
using Gatehouse.Execution;
using Gatehouse.Functions;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Sessions;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Server.Commands;
using Gatehouse.Server.Listeners;
using Gatehouse.Server.Planes;
using Gatehouse.Server.Secrets;
using Gatehouse.Server.Telemetry;
using Gatehouse.Services.Acm;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Projects;
using Gatehouse.Services.Skeleton;
using Gatehouse.Storage.Logs;
using Gatehouse.Storage.Packages;
using Gatehouse.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Composition;

/// <summary>
/// The whole object graph in one place: store, function host, data plane, control plane, listeners. Started in the order
/// in which each is needed, stopped in the reverse.
/// </summary>
internal sealed class GatehouseServer : IAsyncDisposable
{
    private readonly TerminalSink _sink;
    private readonly FunctionHost _functions;
    private readonly ExecutionPlane _execution;
    private readonly SqliteDocumentStore _store;
    private readonly SqliteLogStore _logs;
    private readonly KestrelListener _listener;
    private readonly ServerOptions _options;
    private RenewalClock? _renewal;

    private GatehouseServer(
        ServerOptions options, TerminalSink sink, FunctionHost functions, ExecutionPlane execution, SqliteDocumentStore store,
        SqliteLogStore logs, KestrelListener listener, ProjectDeployer projects)
    {
        _options = options;
        _sink = sink;
        _functions = functions;
        _execution = execution;
        _store = store;
        _logs = logs;
        _listener = listener;
        Projects = projects;
    }

    /// <summary>The URL of the plain listener, as a person would type it.</summary>
    public string Url => $"http://{Host}:{_listener.Port}";

    /// <summary>The URL of the TLS listener, when there is one.</summary>
    public string? TlsUrl => _listener.TlsPort is { } port ? $"https://{Host}:{port}" : null;

    /// <summary>Where VPC endpoints listen.</summary>
    public ImmutableArray<(string Id, string Url)> EndpointUrls => _listener.EndpointUrls;

    public ProjectDeployer Projects { get; }

    public TimeProvider Time => TimeProvider.System;

    private string Host => _options.IsLoopback ? "localhost" : _options.Address.ToString();

    /// <exception cref="OperatorException">The operator's mistake, with its cure.</exception>
    public static async Task<GatehouseServer> StartAsync(
        ServerOptions options, ServerOutput output, CancellationToken cancellationToken)
    {
        Trust.Check(options);
        var time = TimeProvider.System;
        var loggers = new StandardErrorLoggerFactory(output.IsVerbose, time);
        var ids = new RandomIdSource();
        var sink = new TerminalSink(Terminal.Standard, output.ShowsRequests, time);
        var logSink = new LogGroupSink(ids.Uuid().Replace("-", "", StringComparison.Ordinal), time);
        var sinks = new SinkPair(sink, logSink);
        var packages = new FilePackages(options.DataDirectory, ids);
        var late = new LateBinding();
        var access = new FunctionAccess(loggers.CreateLogger<FunctionAccess>());
        var identityKey = (await KeyRing.OpenAsync(options.DataDirectory, options.MasterKey, time, cancellationToken)).Identity;
        var identities = Authentication.CreateDirectory(
            options, identityKey, loggers.CreateLogger<IdentityDirectory>());
        var pools = new UserPoolParts(options.UserPoolIssuer, logSink);
        var outside = new LateOutside();
        var functions = new FunctionHost(
            new FunctionHostOptions
            {
                DataDirectory = options.DataDirectory,
                EndpointUrl = () => late.Url,
                Roles = new FunctionRoles(identities, time),
                Credentials = new FunctionCredentials("test", "test", null),
                Destinations = outside,
                Elsewhere = outside,
            },
            packages, ids, sinks, time, loggers);
        var quotas = options.Limits.ForControl;
        var outsideServices = ServicesFile.Load(options, Environment.GetEnvironmentVariable);
        var execution = ExecutionPlane.Create(new ExecutionDependencies
        {
            Functions = functions,
            Events = functions,
            FunctionAccess = functions.AccessOf(access),
            FunctionPolicies = access,
            UserPools = pools.Directory,
            Identities = identities,
            Ids = ids,
            Time = time,
            Loggers = loggers,
            AccountThrottle = options.AccountThrottle,
            Caching = options.Caching,
            Records = sinks,
            ExternalServices = outsideServices,
            VpcEndpoints = options.VpcEndpoints,
            Settings = options.Limits.ForExecution,
            WebSockets = options.Limits.ForWebSockets with
            {
                BelievesManagementCallers = !Trust.IsVerified(options),
                ConnectionKey = identityKey.Derive("connection ids"),
            },
            PublicationListeners = [late, new PublicationLog(loggers.CreateLogger<PublicationLog>())],
        });
        outside.Execution = execution;

        // In this order commits reach them: a stage is published when its functions are known and allowed.
        ImmutableArray<IDocumentObserver> observers = [functions.Catalog, access, identities, pools.Directory, execution.Observer];
        var store = await StoreOpening.OpenAsync(options, observers, new DocumentSeal(identityKey), loggers, cancellationToken);
        var logs = await StoreOpening.OpenLogsAsync(options, store, loggers);
        logSink.Attach(logs);
        await functions.StartAsync(cancellationToken);
        var projects = new ProjectDeployer(store, ids, time, quotas);
        late.Projects = projects;
        var downloads = new FunctionDownloads(packages, ids, time);
        var userPools = pools.Open(store, identityKey, execution.Providers, ids, time);
        var control = new ControlPlane(new ControlPlaneOptions
        {
            UserPools = userPools,
            Documents = store,
            Packages = packages,
            Downloads = downloads,
            RestApiQuotas = quotas.Rest,
            ApiV2Quotas = quotas.V2,
            Functions = functions,
            Events = functions,
            Warmth = functions,
            AuthorizerTester = execution.AuthorizerTester,
            Issuers = execution.IssuerProbe,
            Truststores = new TruststoreReader(options.DataDirectory, outsideServices, time),
            MethodTester = execution.Tester,
            Ids = ids,
            Time = time,
            Loggers = loggers,
            Authenticator = Authentication.Create(options, identities, time),
            Authorizer = Authentication.CreateAuthorizer(options, identities, time),
            Identity = new IdentityServices
            {
                Directory = identities, Key = identityKey, Tokens = execution.WebIdentities,
            },
            Usage = execution.Usage,
            AccountThrottle = options.AccountThrottle,
            SdkTemplates = options.SdkTemplates,
        });

        var listening = new TlsListening(
            execution.Handshakes, execution.Endpoints, TlsCertificate.Load(options, time), TlsCertificate.LoadChain(options));
        var listener = new KestrelListener(options, listening, loggers);
        var server = new GatehouseServer(options, sink, functions, execution, store, logs, listener, projects);
        var metrics = new MetricsPage(options, new ServerMetrics(execution.Metrics, logs, sink) { WebSockets = execution.WebSocketMetrics });
        try
        {
            await listener.StartAsync(
                new PlaneApplication(
                    new DataPlane(execution), pools.Before(new OwnPages(static () => true, downloads, metrics), userPools), new ControlPlaneDoor(control),
                    loggers.CreateLogger<PlaneApplication>()),
                cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        late.Url = server.Url;
        server._renewal = new RenewalClock(
            new CertificateRenewal(store, ids, time, loggers.CreateLogger<CertificateRenewal>()), time,
            loggers.CreateLogger<RenewalClock>());
        return server;
    }

    /// <summary>Finishes requests in flight, within a bound, then stops functions and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(ListenerLimits.Drain(_options.Limits), Time);
        if (_renewal is not null)
        {
            await _renewal.DisposeAsync();
        }

        await _execution.DrainAsync(drain.Token); // what $disconnect calls may still call this server
        await _listener.StopAsync(drain.Token);
        await _listener.DisposeAsync();
        await _functions.DisposeAsync();
        await _execution.DisposeAsync();
        await _logs.DisposeAsync();
        await _store.DisposeAsync();
        await _sink.DisposeAsync();
    }

    /// <summary>What is known only after others were built that need it.</summary>
    private sealed class LateBinding : IPublicationListener
    {
        public string? Url { get; set; }

        public ProjectDeployer? Projects { get; set; }

        public void OnPublished(PublicationReport report) => Projects?.OnPublished(report);
    }
}
