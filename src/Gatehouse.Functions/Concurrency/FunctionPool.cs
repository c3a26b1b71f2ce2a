using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Functions.Sandboxes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Concurrency;

/// <summary>The sandboxes of one function version, and the calls that wait for one.</summary>
/// <remarks>
/// Idle sandboxes are used last in, first out, so that those not needed grow old and are stopped. A call that finds
/// none
/// waits; as many processes are started as calls wait, and whichever is ready first, new or returning, takes the call
/// that
/// waited longest. The lock is never held while anything is started, written or told.
/// </remarks>
internal sealed partial class FunctionPool : ISandboxPool
{
    private const string StoppingText = "The server is stopping.";

    private readonly Lock _gate = new();
    private readonly Queue<Invocation> _waiting = [];
    private readonly List<Sandbox> _idle = [];
    private readonly HashSet<Sandbox> _all = [];
    private readonly SandboxWorkshop _workshop;
    private readonly SandboxPlanner _planner;
    private readonly SandboxBudget _budget;
    private readonly FunctionName _function;
    private readonly ReservedShare _share;
    private readonly ITimer _timer;
    private FunctionDocument _document;
    private int _starting;
    private int _busy;
    private int _finishing;
    private bool _isTimerArmed;
    private bool _isTimerSoon;
    private bool _isHungry;
    private bool _isRetired;
    private bool _isStopped;

    public FunctionPool(
        FunctionDocument document,
        FunctionName function,
        ReservedShare share,
        SandboxWorkshop workshop,
        SandboxPlanner planner,
        SandboxBudget budget)
    {
        _share = share;
        _document = document;
        _function = function;
        _workshop = workshop;
        _planner = planner;
        _budget = budget;
        _timer = workshop.Time.CreateTimer(
            static state => ((FunctionPool)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        budget.Register(this);
    }

    public FunctionDocument Document => Volatile.Read(ref _document);

    /// <summary>When the sandbox idle for longest became so.</summary>
    public long? OldestIdleSince
    {
        get
        {
            lock (_gate)
            {
                return _idle.Count == 0 || _all.Count <= _warm ? null : _idle[0].IdleSince;
            }
        }
    }

    public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(call, _share, _workshop.Time.GetTimestamp());
        return Admit(invocation) is { } refusal
            ? new ValueTask<FunctionResult>(refusal)
            : invocation.AwaitAsync(cancellationToken);
    }

    public FunctionStream InvokeStreaming(FunctionCall call)
    {
        var output = new StreamedAnswer();
        if (Admit(new Invocation(call, _share, _workshop.Time.GetTimestamp(), output)) is { } refusal)
        {
            output.Complete(refusal);
        }

        return output.Stream;
    }

    /// <returns><see langword="null"/> when it will be run.</returns>
    private FunctionResult? Admit(Invocation invocation)
    {
        Sandbox? sandbox = null;
        lock (_gate)
        {
            if (_isStopped)
            {
                return HostFailed(StoppingText);
            }

            if (_isRetired)
            {
                // The caller found this pool a moment before newer code took over.
                _budget.Register(this);
            }

            if (!_share.TryEnter())
            {
                return Throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
            }

            if (_waiting.Count == 0 && _idle.Count > 0)
            {
                sandbox = TakeIdleNeedsLock();
            }
            else if (_waiting.Count - _starting >= QueueLengthNeedsLock())
            {
                _share.Leave();
                return Throttled("ConcurrentInvocationLimitExceeded");
            }
            else
            {
                _waiting.Enqueue(invocation);
            }
        }

        if (sandbox is null)
        {
            Grow(isPatient: true);
        }
        else
        {
            Assign(sandbox, invocation);
        }

        return null;
    }

    /// <summary>Takes a new document that needs no new processes (description, tags, reserved concurrency).</summary>
    public void Update(FunctionDocument document) => Volatile.Write(ref _document, document);

    public void Available(Sandbox sandbox)
    {
        Invocation? next;
        var isToStop = false;
        lock (_gate)
        {
            if (sandbox.Phase is not (SandboxPhase.Busy or SandboxPhase.Finishing))
            {
                return;
            }

            LeavePhaseNeedsLock(sandbox);
            next = EnterNeedsLock(sandbox, ref isToStop);
        }

        Settle(sandbox, next, isToStop);
    }

    public void Finishing(Sandbox sandbox)
    {
        lock (_gate)
        {
            if (sandbox.Phase == SandboxPhase.Busy)
            {
                _busy--;
                _finishing++;
                sandbox.Phase = SandboxPhase.Finishing;
            }
        }
    }

    public void Gone(Sandbox sandbox)
    {
        bool isReleasing;
        lock (_gate)
        {
            // A sandbox that never became ready is counted by whoever starts it.
            isReleasing = sandbox.Phase != SandboxPhase.Starting;
            LeavePhaseNeedsLock(sandbox);
            sandbox.Phase = SandboxPhase.Gone;
            _all.Remove(sandbox);
            _startingSandboxes.Remove(sandbox);
        }

        if (isReleasing)
        {
            _budget.Release();
        }

        Grow(isPatient: true);
        Warm();
        UnregisterWhenDrained();
    }

    private void Assign(Sandbox sandbox, Invocation invocation)
    {
        if (!sandbox.Run(invocation))
        {
            // It died between two calls: Gone tells the pool, another takes the call.
            lock (_gate)
            {
                _waiting.Enqueue(invocation);
            }

            Grow(isPatient: true);
        }
    }

    /// <summary>Gives a sandbox its next call or lets it idle.</summary>
    private Invocation? EnterNeedsLock(Sandbox sandbox, ref bool isToStop)
    {
        // Whoever waits gets another than a stale one: its end makes room, and room starts one.
        var isStale = sandbox.IsStale;
        if (!isStale && _waiting.TryDequeue(out var next))
        {
            sandbox.Phase = SandboxPhase.Busy;
            _busy++;
            return next;
        }

        if (isStale || _isRetired || _isStopped)
        {
            sandbox.Phase = SandboxPhase.Stopping;
            isToStop = true;
            return null;
        }

        sandbox.Phase = SandboxPhase.Idle;
        sandbox.IdleSince = _workshop.Time.GetTimestamp();
        _idle.Add(sandbox);
        return null;
    }

    private void Settle(Sandbox sandbox, Invocation? next, bool isToStop)
    {
        if (next is not null)
        {
            Assign(sandbox, next);
        }
        else if (isToStop)
        {
            sandbox.Stop();
        }
        else
        {
            // An idle process is a place that a pool without one may take.
            _budget.Wake();
        }
    }

    private Sandbox TakeIdleNeedsLock()
    {
        var sandbox = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        sandbox.Phase = SandboxPhase.Busy;
        _busy++;
        return sandbox;
    }

    private void LeavePhaseNeedsLock(Sandbox sandbox)
    {
        switch (sandbox.Phase)
        {
            case SandboxPhase.Idle:
                _idle.Remove(sandbox);
                break;
            case SandboxPhase.Busy:
                _busy--;
                break;
            case SandboxPhase.Finishing:
                _finishing--;
                break;
            default:
                break;
        }
    }

    /// <summary>While there is room for processes nobody is turned away; at the limit the queue is bounded.</summary>
    private int QueueLengthNeedsLock()
    {
        var options = _workshop.Options;
        return options.QueueLength + Math.Max(0, options.MaxSandboxes - _budget.Taken);
    }

    private FunctionResult Throttled(string reason) => new()
    {
        Outcome = FunctionOutcome.Throttled,
        ExecutedVersion = _document.Version,
        Reason = reason,
    };

    private FunctionResult HostFailed(string reason) => new()
    {
        Outcome = FunctionOutcome.HostFailed,
        ExecutedVersion = _document.Version,
        Reason = reason,
    };
}
