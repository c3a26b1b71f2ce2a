using System.Globalization;
using Gatehouse.Functions.Catalog;
using Gatehouse.Functions.Concurrency;
using Gatehouse.Functions.Events;
using Gatehouse.Functions.Packages;
using Gatehouse.Functions.Runtimes;
using Gatehouse.Functions.Sandboxes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions;

/// <summary>
/// The embedded Lambda: runs functions as local processes that speak the Runtime API, and leaves none behind.
/// </summary>
public sealed class FunctionHost : IFunctionInvoker, IFunctionEvents, IFunctionWarmth, IAsyncDisposable
{
    private const string OwnGroups = "/proc/self/cgroup";

    private readonly FunctionHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FunctionCatalog _catalog;
    private readonly SandboxBudget _budget;
    private readonly EventQueue _events;
    private readonly IIdSource _ids;
    private readonly SandboxWorkshop _workshop;
    private readonly SandboxPlanner _planner;
    private readonly PackageCache _packages;
    private readonly RuntimeClients _clients;
    private readonly Warden _warden;
    private readonly string _scratchRoot;
    private readonly CancellationTokenSource _stopping = new();
    private Task _reaping = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private int _isDisposed;

    public FunctionHost(
        FunctionHostOptions options,
        IFunctionPackages packages,
        IIdSource ids,
        IFunctionLogSink logs,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _ids = ids;
        _logger = loggers.CreateLogger<FunctionHost>();
        var root = Path.Combine(Path.GetFullPath(options.DataDirectory), "functions");
        _scratchRoot = Path.Combine(root, "scratch");
        Runtimes = new RuntimeInventory(options.SearchPath, time);
        _clients = new RuntimeClients(Path.Combine(root, "runtime"));
        _packages = new PackageCache(Path.Combine(root, "packages"), packages, ids, _logger);
        _planner = new SandboxPlanner(_packages, Runtimes, _clients, Path.Combine(root, "bytecode"));
        _budget = new SandboxBudget(options.MaxSandboxes);
        var starter = SessionStarter.Find(options.SearchPath) ?? SessionStarter.None;
        _warden = new Warden(starter, _logger);
        _workshop = new SandboxWorkshop
        {
            Options = options,
            Time = time,
            Ids = ids,
            Logs = logs,
            Logger = _logger,
            Starter = starter,
            Warden = _warden,
            Clients = _clients,
            Groups = options.ControlGroups is { } mount && File.Exists(OwnGroups)
                ? ControlGroups.Find(mount, File.ReadAllText(OwnGroups), Environment.ProcessId)
                : null,
            ScratchFolder = Path.Combine(
                _scratchRoot,
                string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{ids.AlphanumericId(8)}")),
        };
        _catalog = new FunctionCatalog(CreatePool)
        {
            Loaded = used => Task.Run(() => CleanPackages(used), CancellationToken.None),
        };
        _events = new EventQueue(this, SettingsOf, options.Destinations, time, loggers.CreateLogger<EventQueue>());
    }

    /// <summary>To be registered with the store before functions are invoked.</summary>
    public IDocumentObserver Catalog => _catalog;

    /// <summary>The interpreters of this machine.</summary>
    public RuntimeInventory Runtimes { get; }

    /// <summary>
    /// Writes the runtime clients, clears what a killed server left behind, and begins to look after processes.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(Prepare, cancellationToken);
        _reaping = ReapAsync(_stopping.Token);
        _watching = LimitAsync(_stopping.Token);
    }

    public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken) =>
        Find(call, out var refusal) is { } pool ? pool.InvokeAsync(call, cancellationToken)
        : IsElsewhere(call.Function) ? _options.Elsewhere!.InvokeAsync(call, cancellationToken)
        : new ValueTask<FunctionResult>(refusal!);

    public FunctionStream InvokeStreaming(FunctionCall call) =>
        Find(call, out var refusal) is { } pool ? pool.InvokeStreaming(call)
        : IsElsewhere(call.Function) ? Elsewhere.ElsewhereStream.Start(_options.Elsewhere!, call)
        : FunctionStream.Refused(refusal!);

    public bool IsElsewhere(in FunctionName function) =>
        _options.Elsewhere is { } elsewhere && _catalog.Find(function with { Qualifier = null }) is null
        && elsewhere.Reaches(function);

    /// <summary>The policies of this server's functions, and the way to those whose policy is elsewhere.</summary>
    public IFunctionAccess AccessOf(IFunctionAccess own) => new Elsewhere.ElsewhereAccess(this, own);

    public bool TryPost(FunctionCall call) => _events.TryPost(call);

    public FunctionWarmth Describe(in FunctionName function) =>
        _catalog.Find(function)?.Describe() ?? new FunctionWarmth(0, "FUNCTION_NOT_FOUND");

    /// <summary>Kills every process and waits until none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _reaping;
        await _watching;
        await _events.DisposeAsync();
        await Task.WhenAll(_budget.Pools.Select(p => p.StopAsync()));
        await _warden.DisposeAsync();
        _workshop.Groups?.Remove();
        Delete(_workshop.ScratchFolder);
        _stopping.Dispose();
    }

    /// <returns><see langword="null"/> when the function cannot be called so.</returns>
    private FunctionPool? Find(FunctionCall call, out FunctionResult? refusal)
    {
        // A draw costs nothing where calls are not spread over versions.
        var draw = call.Function.Qualifier is not null && _catalog.IsWeighted(call.Function) ? Draw() : 1;
        if (_catalog.Find(call.Function, draw) is not { } pool)
        {
            refusal = Refuse(FunctionOutcome.NotFound, $"Function not found: {call.Function.Arn}");
            return null;
        }

        var state = pool.Document.State;
        refusal = state is not "Active"
            ? Refuse(
                FunctionOutcome.NotReady,
                "The operation cannot be performed at this time. The function is currently in the following state: "
                + state)
            : call.Payload.Length > FunctionLimits.PayloadBytes
                ? Refuse(FunctionOutcome.HostFailed, $"The event is larger than {FunctionLimits.PayloadBytes} bytes.")
                : null;
        return refusal is null ? pool : null;
    }

    private static FunctionResult Refuse(FunctionOutcome outcome, string reason) =>
        new() { Outcome = outcome, Reason = reason };

    /// <summary>From 0 to 1, the latter excluded.</summary>
    private double Draw()
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        _ids.Fill(random);
        return BitConverter.ToUInt32(random) / (uint.MaxValue + 1.0);
    }

    private EventSettings SettingsOf(FunctionName function)
    {
        var document = _catalog.Find(function)?.Document;
        var latest = _catalog.Find(function with { Qualifier = null })?.Document;
        return EventSettings.Of(
            _catalog.FindEventSettings(function), document, latest?.ReservedConcurrentExecutions == 0);
    }

    private FunctionPool CreatePool(FunctionDocument document, FunctionName name, ReservedShare share)
    {
        // Asked ahead, so that the first call need not wait for `node --version`; the answer is remembered.
        _ = Runtimes.FindAsync(document.Runtime, CancellationToken.None).AsTask();
        return new FunctionPool(document, name, share, _workshop, _planner, _budget);
    }

    private void Prepare()
    {
        _clients.Install();
        Directory.CreateDirectory(_workshop.ScratchFolder);
        foreach (var folder in Directory.EnumerateDirectories(_scratchRoot))
        {
            // Named by the process that owns them; only those of dead servers go.
            var owner = Path.GetFileName(folder).Split('-')[0];
            if (!int.TryParse(owner, CultureInfo.InvariantCulture, out var processId)
                || !ProcessSignals.Exists(processId))
            {
                Delete(folder);
            }
        }
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(FunctionHostLimits.ReaperInterval, _time, cancellationToken);
                foreach (var pool in _budget.Pools)
                {
                    pool.StopIdle(_options.IdleLimit);
                    pool.Warm();
                    foreach (var sandbox in pool.ActiveSandboxes())
                    {
                        sandbox.Inspect();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                _logger.ReaperFailed(e);
            }
        }
    }

    /// <summary>Keeps functions within their memory where the kernel cannot.</summary>
    private async Task LimitAsync(CancellationToken cancellationToken)
    {
        if (_workshop.Groups is { } groups)
        {
            _logger.LimitsByGroups(groups.Folder);
            return;
        }

        if (!MemoryWatch.IsPossible)
        {
            _logger.NoLimits();
            return;
        }

        _logger.LimitsByWatching();
        try
        {
            // Off the thread that starts the host, and never on one that polls sockets: it reads files.
            using var timer = new PeriodicTimer(FunctionHostLimits.MemoryInterval, _time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var pool in _budget.Pools)
                {
                    pool.CheckMemory();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void CleanPackages(IReadOnlySet<string> used)
    {
        try
        {
            _packages.Clean(used);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LeftoverKept("packages", e);
        }
    }

    private void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LeftoverKept(folder, e);
        }
    }
}
