using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Concurrency;

/// <summary>Provisioned concurrency: processes that stand ready before anybody calls.</summary>
internal sealed partial class FunctionPool
{
    private int _warm;
    private string? _warmFailure;
    private long? _warmFailedAt;

    /// <summary>From now on so many processes are kept, started ahead and not stopped for idleness.</summary>
    public void KeepWarm(int count)
    {
        lock (_gate)
        {
            if (_warm == count)
            {
                return;
            }

            _warm = count;
            _warmFailedAt = null;
        }

        Warm();
    }

    /// <summary>Starts what is missing. Called after each loss and once in a while.</summary>
    public void Warm()
    {
        var starts = 0;
        lock (_gate)
        {
            if (_warm == 0 || _isStopped || _isRetired
                || (_warmFailedAt is { } failed
                    && _workshop.Time.GetElapsedTime(failed) < FunctionHostLimits.WarmPause))
            {
                return;
            }

            while (_all.Count + _starting < _warm && _budget.TryTake())
            {
                _starting++;
                starts++;
            }
        }

        for (; starts > 0; starts--)
        {
            _ = Task.Run(StartOneAsync);
        }
    }

    public FunctionWarmth Describe()
    {
        lock (_gate)
        {
            return new FunctionWarmth(_all.Count, _warmFailure);
        }
    }

    private void NoteWarmthNeedsLock(string? failure)
    {
        _warmFailure = failure;
        _warmFailedAt = failure is null ? null : _workshop.Time.GetTimestamp();
    }
}
