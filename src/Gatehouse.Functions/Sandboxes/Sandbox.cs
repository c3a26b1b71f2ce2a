using System.ComponentModel;
using System.Net.Sockets;
using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>One process of a function with its Runtime API and its log: started once, invoked one call at a time.</summary>
internal sealed class Sandbox : IRuntimeOwner
{
    private readonly Lock _gate = new();
    private readonly SandboxWorkshop _workshop;
    private readonly ISandboxPool _pool;
    private readonly RuntimeSession _session;
    private readonly SandboxLog _log;
    private readonly InvocationWriter _writer;
    private readonly ITimer _deadline;
    private readonly long _createdAt;
    private readonly TaskCompletionSource<SandboxFailure?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public Sandbox(SandboxPlan plan, SandboxWorkshop workshop, ISandboxPool pool)
    {
        Plan = plan;
        _workshop = workshop;
        _pool = pool;
        _createdAt = workshop.Time.GetTimestamp();
        _session = new RuntimeSession(this);
        _log = new SandboxLog(plan.Function, workshop.NewLogStream(plan.Document.Version), workshop.Logs, workshop.Time);
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

    /// <summary>Starts the process and waits until it asks for work. Blocks while the system forks: pool threads only.</summary>
    /// <returns><see langword="null"/> when it is ready.</returns>
    public async Task<SandboxFailure?> StartAsync(TimeSpan limit)
    {
        var listener = new RuntimeApiListener(_session, _workshop.Time);
        var tmp = Path.Combine(_workshop.ScratchFolder, _workshop.Ids.AlphanumericId(16));
        try
        {
            Directory.CreateDirectory(tmp);
            _log.Write(PlatformLines.InitStart(Plan.RuntimeLabel));
            _process = SandboxProcess.Start(
                _workshop.Starter,
                _workshop.Warden,
                Plan.Command,
                Plan.TaskRoot,
                SandboxEnvironment.Build(
                    Plan, _workshop.Options, _workshop.Clients.Folder, tmp, _log.Stream, listener.Port));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException or SocketException)
        {
            await listener.DisposeAsync();
            await _deadline.DisposeAsync();
            Delete(tmp);
            return new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = $"The process could not start: {e.Message}" };
        }

        _pump = new LogPump(_process.Output, _log, _workshop.Time);
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

        _session.Deliver(_writer.Begin(invocation.Call));
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
            if (news.Answer is not null)
            {
                answered = _current;
            }

            isAvailable = news.IsReady && _current is null && !_isDead;
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

    /// <summary>Reads how much memory the process has used at most, when the system tells.</summary>
    public void SampleMemory() => _writer.UsedMiB = ProcessMemory.PeakMiB(_process!.Id) ?? _writer.UsedMiB;

    /// <summary>Answers an invocation for which this sandbox was started in vain.</summary>
    public FunctionResult ConcludeFailedStart(FunctionCall call, SandboxFailure failure)
    {
        _writer.Begin(call);
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
        var wait = answer.LogBytes is { } bytes && !pump.HasRead(bytes) ? pump.WaitForAsync(bytes, FunctionHostLimits.LogPatience)
            : answer.LogBytes is null && invocation.Call.WantsLogTail
                ? Task.Delay(FunctionHostLimits.ForeignLogPatience, _workshop.Time, CancellationToken.None)
                : Task.CompletedTask;
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

    private async Task LiveAsync(SandboxProcess process, LogPump pump, RuntimeApiListener listener, string tmp)
    {
        await Task.WhenAny(process.Exited, _abandoned.Task);
        var hasExited = process.Exited.IsCompleted;
        var status = hasExited ? await process.Exited : 137;
        if (hasExited)
        {
            await Task.WhenAll(
                listener.DrainAsync(FunctionHostLimits.DrainLimit), pump.DrainAsync(FunctionHostLimits.DrainLimit));
        }
        else
        {
            _workshop.Logger.SandboxLingers(Plan.Function.Arn, process.Id);
        }

        await listener.DisposeAsync();
        await process.Output.DisposeAsync();
        await _finishing;
        Invocation? lost;
        bool isTimedOut;
        lock (_gate)
        {
            _isDead = true;
            lost = _current;
            _current = null;
            isTimedOut = _isTimedOut;
        }

        _started.TrySetResult(new SandboxFailure { Kind = SandboxFailureKind.Exited, ExitStatus = status });
        _workshop.Logger.SandboxEnded(Plan.Function.Arn, process.Id, ErrorPayloads.ExitMessage(status));
        await _deadline.DisposeAsync();
        if (hasExited)
        {
            process.Dispose();
        }

        Delete(tmp);
        var result = lost is null ? null
            : isTimedOut ? _writer.TimedOut(lost, Plan.Timeout)
            : _writer.Exited(lost, status);
        _pool.Gone(this);
        lost?.Complete(result!);
    }

    private void Kill()
    {
        var process = _process;
        if (process is not null && !process.Exited.IsCompleted)
        {
            process.Kill();
            _ = GiveUpAsync(process);
        }
    }

    private async Task GiveUpAsync(SandboxProcess process)
    {
        try
        {
            await process.Exited.WaitAsync(FunctionHostLimits.KillLimit, _workshop.Time);
        }
        catch (TimeoutException)
        {
            // Stuck in the kernel. Its caller gets an answer all the same.
            _abandoned.TrySetResult();
        }
    }

    private void OnTimer()
    {
        TimeSpan left;
        lock (_gate)
        {
            if (_current is null || _isDead)
            {
                _isArmed = false;
                return;
            }

            left = Plan.Timeout - _workshop.Time.GetElapsedTime(_current.StartedAt);
            _isTimedOut = left <= TimeSpan.Zero;
            _isStopping |= _isTimedOut;
        }

        if (left > TimeSpan.Zero)
        {
            try
            {
                // Rounded up: a timer that fires a hair early would only fire again.
                _deadline.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
        else
        {
            Kill();
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
            // The next start of the server deletes what is left.
            _workshop.Logger.LeftoverKept(folder, e);
        }
    }
}
