using Gatehouse.Functions.Sandboxes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Concurrency;

/// <summary>Starting processes for waiting calls, and letting calls go that waited too long.</summary>
internal sealed partial class FunctionPool
{
    /// <summary>The budget's word that a place may be had.</summary>
    /// <returns><see langword="false"/> when no call waits any more: another pool may have it.</returns>
    public bool TryGrow()
    {
        lock (_gate)
        {
            _isHungry = false;
            if (_waiting.Count == 0)
            {
                return false;
            }
        }

        Grow(isPatient: true);
        return true;
    }

    /// <summary>Starts as many processes as calls wait for, within the limits.</summary>
    /// <param name="isPatient">
    /// Counts on processes that have just answered to be back at once: starting another would cost far more than the
    /// wait.
    /// </param>
    private void Grow(bool isPatient)
    {
        while (true)
        {
            var starts = 0;
            bool isShort;
            lock (_gate)
            {
                var wanted = _waiting.Count - _starting - (isPatient ? _finishing : 0);
                var limit = _share.Limit ?? int.MaxValue;
                while (wanted > 0 && !_isStopped && _all.Count + _starting < limit && _budget.TryTake())
                {
                    _starting++;
                    starts++;
                    wanted--;
                }

                isShort = wanted > 0 && !_isStopped && !_isHungry && _all.Count + _starting < limit;
                ArmTimerNeedsLock();
            }

            for (; starts > 0; starts--)
            {
                _ = Task.Run(StartOneAsync);
            }

            // Listed as hungry before looking, so that a place that becomes free in between is not missed.
            if (!isShort || !BecomeHungry())
            {
                return;
            }

            _budget.TryEvictIdle();
        }
    }

    private bool BecomeHungry()
    {
        lock (_gate)
        {
            if (_isHungry)
            {
                return false;
            }

            _isHungry = true;
        }

        _budget.AddHungry(this);
        return true;
    }

    private async Task StartOneAsync()
    {
        SandboxFailure? failure;
        Sandbox? sandbox = null;
        try
        {
            (var plan, failure) = await _planner.PlanAsync(Document, _function);
            lock (_gate)
            {
                if (plan is not null && _warm > 0)
                {
                    plan = plan with { InitializationType = "provisioned-concurrency" };
                }
            }

            if (Volatile.Read(ref _isStopped))
            {
                failure = new SandboxFailure { Kind = SandboxFailureKind.Host, Reason = StoppingText };
            }
            else if (plan is not null)
            {
                (sandbox, failure) = await StartAsync(plan);
            }
        }
        catch (Exception e)
        {
            // Ours: no call may wait for a start that will never end.
            _workshop.Logger.StartCrashed(_function.Arn, e);
            failure = new SandboxFailure
            {
                Kind = SandboxFailureKind.Host,
                Reason = "The process could not be started.",
            };
        }

        if (failure is null)
        {
            Welcome(sandbox!);
        }
        else
        {
            Fail(sandbox, failure);
        }
    }

    /// <summary>
    /// An init that fails is repeated once, under the function's own timeout (deployment-and-tools §6.6, point 2).
    /// </summary>
    private async Task<(Sandbox, SandboxFailure?)> StartAsync(SandboxPlan plan)
    {
        var sandbox = Create(plan);
        var failure = await sandbox.StartAsync(_workshop.Options.InitLimit);
        if (failure is null or { Kind: SandboxFailureKind.Host })
        {
            return (sandbox, failure);
        }

        lock (_gate)
        {
            if (_waiting.Count == 0 || _isStopped)
            {
                return (sandbox, failure);
            }
        }

        sandbox = Create(plan);
        return (sandbox, await sandbox.StartAsync(plan.Timeout));
    }

    private Sandbox Create(SandboxPlan plan)
    {
        var sandbox = new Sandbox(plan, _workshop, this);
        lock (_gate)
        {
            // So that stopping the host finds it.
            _startingSandboxes.Add(sandbox);
        }

        return sandbox;
    }

    private void Welcome(Sandbox sandbox)
    {
        Invocation? next = null;
        var isToStop = false;
        bool isDead;
        lock (_gate)
        {
            _starting--;
            _startingSandboxes.Remove(sandbox);
            NoteStartsEndedNeedsLock();
            NoteWarmthNeedsLock(failure: null);
            isDead = sandbox.Phase == SandboxPhase.Gone;
            if (!isDead)
            {
                _all.Add(sandbox);
                next = EnterNeedsLock(sandbox, ref isToStop);
            }
        }

        if (isDead)
        {
            _budget.Release();
            Grow(isPatient: true);
        }
        else
        {
            Settle(sandbox, next, isToStop);
        }
    }

    /// <summary>
    /// A start in vain fails one call: the one that waited longest. What the host cannot do fails them all.
    /// </summary>
    private void Fail(Sandbox? sandbox, SandboxFailure failure)
    {
        var failed = new List<Invocation>();
        lock (_gate)
        {
            _starting--;
            NoteStartsEndedNeedsLock();
            NoteWarmthNeedsLock(failure.Reason.Length > 0 ? failure.Reason : failure.ErrorType ?? "FUNCTION_ERROR");
            if (sandbox is not null)
            {
                _startingSandboxes.Remove(sandbox);
            }

            var isForAll = failure.Kind is SandboxFailureKind.Host or SandboxFailureKind.Entrypoint;
            while ((isForAll || failed.Count == 0) && _waiting.TryDequeue(out var invocation))
            {
                failed.Add(invocation);
            }
        }

        _budget.Release();
        _workshop.Logger.SandboxFailed(
            _function.Arn, failure.Reason.Length > 0 ? failure.Reason : failure.ErrorType ?? failure.Kind.ToString());
        foreach (var invocation in failed)
        {
            invocation.Complete(ToResult(sandbox, invocation.Call, failure));
        }

        Grow(isPatient: true);
        UnregisterWhenDrained();
    }

    private FunctionResult ToResult(Sandbox? sandbox, FunctionCall call, SandboxFailure failure) => failure.Kind switch
    {
        SandboxFailureKind.Host => HostFailed(failure.Reason),
        SandboxFailureKind.Entrypoint => new FunctionResult
        {
            Outcome = FunctionOutcome.FunctionFailed,
            Payload = ErrorPayloads.Failed(call.RequestId, failure.ErrorType!, failure.Reason),
            FunctionError = "Unhandled",
            ExecutedVersion = Document.Version,
            Reason = failure.Reason,
        },
        _ => sandbox!.ConcludeFailedStart(call, failure),
    };

    private void OnTimer()
    {
        var expired = new List<Invocation>();
        lock (_gate)
        {
            _isTimerArmed = false;
            _isTimerSoon = false;

            // Calls that a start is under way for are served by it, however long it takes.
            while (_waiting.Count > _starting && _waiting.TryPeek(out var head)
                && _workshop.Time.GetElapsedTime(head.EnqueuedAt) >= _workshop.Options.QueueLimit)
            {
                expired.Add(_waiting.Dequeue());
            }
        }

        foreach (var invocation in expired)
        {
            invocation.Complete(Throttled("ConcurrentInvocationLimitExceeded"));
        }

        Grow(isPatient: false);
    }

    /// <summary>
    /// Looks again soon while a returning process is waited for, otherwise when the first call has waited enough.
    /// </summary>
    private void ArmTimerNeedsLock()
    {
        var isSoon = _finishing > 0;
        if (_isStopped || (_isTimerArmed && (_isTimerSoon || !isSoon)) || !_waiting.TryPeek(out var head))
        {
            return;
        }

        var left = _workshop.Options.QueueLimit - _workshop.Time.GetElapsedTime(head.EnqueuedAt);
        var patience = FunctionHostLimits.ReturnPatience;
        _isTimerArmed = true;
        _isTimerSoon = isSoon;
        _timer.Change(isSoon || left < patience ? patience : left, Timeout.InfiniteTimeSpan);
    }
}
