using System.ComponentModel;
using System.Net.Sockets;
using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>
/// One process of a function with its Runtime API and its log: started once, invoked one call at a time.
/// </summary>
internal sealed partial class Sandbox : IRuntimeOwner
{
    private readonly Lock _gate = new();
    private readonly SandboxWorkshop _workshop;
    private readonly ISandboxPool _pool;
    private readonly RuntimeSession _session;
    private readonly SandboxLog _log;
    private readonly InvocationWriter _writer;
    private readonly ITimer _deadline;
    private readonly long _createdAt;
    private readonly TaskCompletionSource<SandboxFailure?> _started =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SandboxProcess? _process;
    private LogPump? _pump;
    private Invocation? _current;
    private Task _finishing = Task.CompletedTask;
    private bool _isReady;
    private bool _isDead;
    private bool _isStopping;
    private bool _isTimedOut;
    private bool _isArmed;
    private bool _isBroken;
    private long? _returningSince;
    private long? _initLogBytes;

    public Sandbox(SandboxPlan plan, SandboxWorkshop workshop, ISandboxPool pool)
    {
        Plan = plan;
        _workshop = workshop;
        _pool = pool;
        _createdAt = workshop.Time.GetTimestamp();
        _session = new RuntimeSession(this);
        var stream = workshop.NewLogStream(plan.Document.Version);
        _log = new SandboxLog(plan.Function, stream, workshop.Logs, workshop.Time, plan.Log.Group);
        _writer = new InvocationWriter(plan, _log, workshop.Time);
        _deadline = workshop.Time.CreateTimer(
            static state => ((Sandbox)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SandboxPlan Plan { get; }

    /// <summary>Guarded by the pool's lock.</summary>
    public SandboxPhase Phase { get; set; }

    /// <summary>When it last became idle; guarded by the pool's lock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Completes when process, port and temporary files are gone.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Starts the process and waits until it asks for work. Blocks while the system forks: pool threads only.
    /// </summary>
    /// <returns><see langword="null"/> when it is ready.</returns>
    public async Task<SandboxFailure?> StartAsync(TimeSpan limit)
    {
        var listener = new RuntimeApiListener(_session, _workshop.Time);
        var tmp = Path.Combine(_workshop.ScratchFolder, _workshop.Ids.AlphanumericId(16));
        try
        {
            Directory.CreateDirectory(tmp);
            WriteInitStart();
            var session = OpenSession();
            _process = SandboxProcess.Start(
                _workshop.Starter,
                _workshop.Warden,
                _workshop.Groups?.TryCreate(Path.GetFileName(tmp), Plan.Document.MemorySize),
                Plan.Command,
                Plan.TaskRoot,
                SandboxEnvironment.Build(
                    Plan, _workshop.Options, _workshop.Clients.Folder, tmp, _log.Stream, listener.Port, session));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException or SocketException)
        {
            await listener.DisposeAsync();
            await _deadline.DisposeAsync();
            Delete(tmp);
            var reason = $"The process could not start: {e.Message}";
            return new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = reason };
        }

        _pump = new LogPump(_process.Output, _log, Plan.Log, _workshop.Time);
        Ended = LiveAsync(_process, _pump, listener, tmp);
        bool isStopping;
        lock (_gate)
        {
            isStopping = _isStopping;
        }

        if (isStopping)
        {
            Kill();
        }

        return await AwaitStartAsync(limit);
    }

    /// <summary>Runs an invocation. The sandbox must be idle.</summary>
    /// <returns><see langword="false"/> when it has died meanwhile.</returns>
    public bool Run(Invocation invocation)
    {
        var isArming = false;
        lock (_gate)
        {
            if (_isDead || _isStopping)
            {
                return false;
            }

            _current = invocation;
            _isReady = false;
            _returningSince = null;
            if (!_isArmed)
            {
                _isArmed = isArming = true;
            }
        }

        // One timer shot serves many short calls: it is looked at when it fires, not re-armed per call.
        invocation.StartedAt = _workshop.Time.GetTimestamp();
        if (isArming)
        {
            _deadline.Change(Plan.Timeout, Timeout.InfiniteTimeSpan);
        }

        _session.Deliver(_writer.Begin(invocation.Call, invocation.Output));
        return true;
    }

    /// <summary>Kills the process group. What it was doing fails.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
        }

        Kill();
    }

    public void Advanced(in RuntimeNews news)
    {
        if (news.InitError is { } initError)
        {
            _started.TrySetResult(new SandboxFailure
            {
                Kind = SandboxFailureKind.InitError,
                Payload = initError.Payload,
                ErrorType = initError.ErrorType,
            });
        }

        bool isAvailable;
        Invocation? answered = null;
        lock (_gate)
        {
            _isReady |= news.IsReady;
            _initLogBytes = news.InitLogBytes;
            if (news.Answer is not null)
            {
                answered = _current;
            }

            isAvailable = news.IsReady && _current is null && !_isDead;
            _returningSince = isAvailable ? null : _returningSince;
        }

        if (answered is not null)
        {
            Finish(answered, news.Answer!);
        }
        else if (isAvailable && !_started.TrySetResult(null))
        {
            _pool.Available(this);
        }
    }

    public void DeliveryFailed() => Kill();

    /// <summary>Answers an invocation for which this sandbox was started in vain.</summary>
    public FunctionResult ConcludeFailedStart(FunctionCall call, SandboxFailure failure)
    {
        _writer.Begin(call, output: null);
        return _writer.FailedStart(call, failure, _workshop.Time.GetElapsedTime(_createdAt));
    }

    private async Task<SandboxFailure?> AwaitStartAsync(TimeSpan limit)
    {
        SandboxFailure? failure;
        try
        {
            failure = await _started.Task.WaitAsync(limit, _workshop.Time);
        }
        catch (TimeoutException)
        {
            _started.TrySetResult(new SandboxFailure { Kind = SandboxFailureKind.TimedOut, Limit = limit });
            failure = await _started.Task;
        }

        var elapsed = _workshop.Time.GetElapsedTime(_createdAt);
        if (failure is null)
        {
            _writer.InitDuration = elapsed;
            if (_initLogBytes is { } printed && !_pump!.HasRead(printed))
            {
                // What its init printed stands before the first START.
                await _pump.WaitForAsync(printed, FunctionHostLimits.LogPatience);
            }

            SampleMemory();
            _workshop.Logger.SandboxStarted(Plan.Function.Arn, _process!.Id, elapsed.TotalMilliseconds);
            return null;
        }

        Stop();
        await Ended;
        return failure;
    }

    private void Finish(Invocation invocation, RuntimeAnswer answer)
    {
        var pump = _pump!;
        var wait = Task.CompletedTask;
        if (answer.LogBytes is { } bytes)
        {
            wait = pump.HasRead(bytes) ? wait : pump.WaitForAsync(bytes, FunctionHostLimits.LogPatience);
        }
        else if (invocation.Call.WantsLogTail)
        {
            wait = Task.Delay(FunctionHostLimits.ForeignLogPatience, _workshop.Time, CancellationToken.None);
        }

        if (wait.IsCompleted)
        {
            Conclude(invocation, answer);
        }
        else
        {
            _finishing = FinishLaterAsync(wait, invocation, answer);
        }
    }

    private async Task FinishLaterAsync(Task wait, Invocation invocation, RuntimeAnswer answer)
    {
        await wait;
        Conclude(invocation, answer);
    }

    private void Conclude(Invocation invocation, RuntimeAnswer answer)
    {
        if (answer.LogBytes is not null)
        {
            _pump!.Flush();
        }

        var result = _writer.Answered(invocation, answer);
        bool isAvailable;
        lock (_gate)
        {
            _current = null;
            isAvailable = _isReady && !_isDead;
            if (!isAvailable)
            {
                // The timeout holds until it asks for work again: a process that never does would keep its place.
                _returningSince = invocation.StartedAt;

                // Under the lock, so that it cannot overtake the Available that follows on another connection.
                _pool.Finishing(this);
            }
        }

        // Back into the pool first: the caller's next call must find it there.
        if (isAvailable)
        {
            _pool.Available(this);
        }

        invocation.Complete(result);
    }
}
