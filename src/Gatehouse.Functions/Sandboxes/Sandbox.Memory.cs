using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>What a sandbox may have: memory, and the rights of its function's role.</summary>
internal sealed partial class Sandbox
{
    private long _staleAt = long.MaxValue;

    /// <summary>
    /// The host's look at it, once in a while: how much memory it has used at most, and the START of a long call.
    /// </summary>
    public void Inspect()
    {
        SampleMemory();
        _log.Release();
    }

    /// <summary>Ends it when it holds more memory than the function has, where the kernel does not (MemoryWatch).</summary>
    public void CheckMemory()
    {
        if (_process is not { } process || process.Exited.IsCompleted
            || MemoryWatch.OwnBytes(process.Id) >> 20 is var held && held <= Plan.Document.MemorySize)
        {
            return;
        }

        _workshop.Logger.OutOfMemory(Plan.Function.Arn, process.Id, held, Plan.Document.MemorySize);
        _writer.UsedMiB = Plan.Document.MemorySize;
        Stop();
    }

    /// <summary>Whether it works, at an event or at its start: memory of idle ones grows slowly, if at all.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return (_current is not null || !_started.Task.IsCompleted) && !_isDead && !_isStopping;
            }
        }
    }

    /// <summary>It takes no more calls: the session of its role ends soon.</summary>
    public bool IsStale => _staleAt != long.MaxValue && _staleAt <= _workshop.Time.GetTimestamp();

    private void WriteInitStart()
    {
        if (!Plan.Log.IsJson)
        {
            _log.Write(PlatformLines.InitStart(Plan.RuntimeLabel));
        }
        else if (Plan.Log.TakesSystemInformation)
        {
            _log.Write(PlatformEvents.InitStart(
                _workshop.Time.GetUtcNow(), Plan.InitializationType, Plan.RuntimeLabel));
        }
    }

    private FunctionSession? OpenSession()
    {
        if (_workshop.Options.Roles?.Open(Plan.Function, Plan.Document.Role) is not { } session)
        {
            return null;
        }

        // A session that is short from the beginning serves as long as it may: to replace its process at once would never end.
        var life = session.Expires - _workshop.Time.GetUtcNow();
        life = life > 2 * FunctionHostLimits.SessionLead ? life - FunctionHostLimits.SessionLead : life;
        _staleAt = _createdAt + (long)(Math.Max(1, life.TotalSeconds) * _workshop.Time.TimestampFrequency);
        return session;
    }

    private void SampleMemory() =>
        // Nobody is told more than there was: pages of files count for the process, not against its limit.
        _writer.UsedMiB = Math.Min(ProcessMemory.PeakMiB(_process!.Id) ?? _writer.UsedMiB, Plan.Document.MemorySize);
}
