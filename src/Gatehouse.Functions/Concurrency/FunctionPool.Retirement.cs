using Gatehouse.Functions.Sandboxes;

namespace Gatehouse.Functions.Concurrency;

/// <summary>Letting processes go: idle for long, replaced by newer code, or with the whole host.</summary>
internal sealed partial class FunctionPool
{
    private readonly HashSet<Sandbox> _startingSandboxes = [];
    private readonly TaskCompletionSource _startsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Newer code takes over: calls already here are still served, each process ends after its call in flight.
    /// </summary>
    public void Retire()
    {
        Sandbox[] idle;
        lock (_gate)
        {
            _isRetired = true;
            idle = TakeAllIdleNeedsLock();
        }

        foreach (var sandbox in idle)
        {
            sandbox.Stop();
        }

        UnregisterWhenDrained();
    }

    /// <summary>Fails waiting calls and kills every process; completes when all are gone.</summary>
    public async Task StopAsync()
    {
        Sandbox[] all;
        Invocation[] waiting;
        lock (_gate)
        {
            _isStopped = true;
            TakeAllIdleNeedsLock();
            all = [.. _all, .. _startingSandboxes];
            waiting = [.. _waiting];
            _waiting.Clear();
            NoteStartsEndedNeedsLock();
        }

        foreach (var sandbox in all)
        {
            sandbox.Stop();
        }

        foreach (var invocation in waiting)
        {
            invocation.Complete(HostFailed(StoppingText));
        }

        await _startsEnded.Task;
        await Task.WhenAll(all.Select(s => s.Ended));
        await _timer.DisposeAsync();
        _budget.Unregister(this);
    }

    /// <summary>Stops processes that nobody needed for a while.</summary>
    public void StopIdle(TimeSpan limit)
    {
        var old = new List<Sandbox>();
        lock (_gate)
        {
            // The oldest stand first.
            while (_idle.Count > 0 && _all.Count - old.Count > _warm
                && _workshop.Time.GetElapsedTime(_idle[0].IdleSince) >= limit)
            {
                old.Add(TakeOldestNeedsLock());
            }

            // Those that are kept warm too: the rights of a role end with its session.
            foreach (var sandbox in _idle.Where(static sandbox => sandbox.IsStale).ToList())
            {
                _idle.Remove(sandbox);
                sandbox.Phase = SandboxPhase.Stopping;
                old.Add(sandbox);
            }
        }

        foreach (var sandbox in old)
        {
            sandbox.Stop();
        }
    }

    public bool TryStopOldestIdle()
    {
        Sandbox sandbox;
        lock (_gate)
        {
            if (_idle.Count == 0 || _all.Count <= _warm)
            {
                return false;
            }

            sandbox = TakeOldestNeedsLock();
        }

        sandbox.Stop();
        return true;
    }

    /// <summary>Ends those that work and hold more memory than the function has.</summary>
    public void CheckMemory()
    {
        Sandbox[] all;
        lock (_gate)
        {
            all = _all.Count + _startingSandboxes.Count == 0 ? [] : [.. _all, .. _startingSandboxes];
        }

        // Outside the lock: a sandbox asks the pool under its own.
        foreach (var sandbox in all)
        {
            if (sandbox.IsBusy)
            {
                sandbox.CheckMemory();
            }
        }
    }

    /// <summary>Those whose memory may have changed since the last look.</summary>
    public Sandbox[] ActiveSandboxes()
    {
        lock (_gate)
        {
            return
            [
                .. _all.Where(s => s.Phase != SandboxPhase.Idle
                    || _workshop.Time.GetElapsedTime(s.IdleSince) < 2 * FunctionHostLimits.ReaperInterval),
            ];
        }
    }

    private void NoteStartsEndedNeedsLock()
    {
        if (_isStopped && _starting == 0)
        {
            _startsEnded.TrySetResult();
        }
    }

    private Sandbox TakeOldestNeedsLock()
    {
        var sandbox = _idle[0];
        _idle.RemoveAt(0);
        sandbox.Phase = SandboxPhase.Stopping;
        return sandbox;
    }

    private Sandbox[] TakeAllIdleNeedsLock()
    {
        Sandbox[] idle = [.. _idle];
        _idle.Clear();
        foreach (var sandbox in idle)
        {
            sandbox.Phase = SandboxPhase.Stopping;
        }

        return idle;
    }

    private void UnregisterWhenDrained()
    {
        lock (_gate)
        {
            if (!_isRetired || _all.Count > 0 || _starting > 0 || _waiting.Count > 0)
            {
                return;
            }

            _budget.Unregister(this);
        }
    }
}
