using Gatehouse.Functions.RuntimeApi;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>How a sandbox ends: by itself, at its deadline, or because it is stopped.</summary>
internal sealed partial class Sandbox
{
    /// <value>What a shell calls the end by SIGKILL.</value>
    private const int KilledStatus = 137;

    public void AnswerBroke()
    {
        lock (_gate)
        {
            _isBroken = true;
            _isStopping = true;
        }

        _ = KillLaterAsync();
    }

    private async Task LiveAsync(SandboxProcess process, LogPump pump, RuntimeApiListener listener, string tmp)
    {
        await Task.WhenAny(process.Exited, _abandoned.Task);
        var hasExited = process.Exited.IsCompleted;
        var status = hasExited ? await process.Exited : KilledStatus;
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
        bool isBroken;
        lock (_gate)
        {
            _isDead = true;
            lost = _current;
            _current = null;
            isTimedOut = _isTimedOut;

            // Killed because its answer broke off; one that ended by itself tells more.
            isBroken = _isBroken && status == KilledStatus;
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
            : isBroken ? _writer.Truncated(lost)
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

    private async Task KillLaterAsync()
    {
        try
        {
            await _process!.Exited.WaitAsync(FunctionHostLimits.BreakPatience, _workshop.Time);
        }
        catch (TimeoutException)
        {
            Kill();
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
            if ((_current?.StartedAt ?? _returningSince) is not { } startedAt || _isDead)
            {
                _isArmed = false;
                return;
            }

            left = Plan.Timeout - _workshop.Time.GetElapsedTime(startedAt);
            _isTimedOut = left <= TimeSpan.Zero && _current is not null;
            _isStopping |= left <= TimeSpan.Zero;
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
